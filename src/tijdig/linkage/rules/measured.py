"""How often each certain line of the decision table led to a wrong household, and what is allowed.

Measured on the test seeds of the benchmark (``make bench-linkage``), which rewrites the numbers below; read them in
``docs/linkage-quality.md``. A line that passes the limit, or that nobody measured, is switched off: what fits it goes
to a person (:attr:`decision_table.Line.decides`).
"""

from __future__ import annotations

from collections.abc import Mapping

# Wrong households in ten thousand certain links of one line: the upper 95 % bound may not pass this.
ERROR_LIMIT = 25.0

ERROR_BOUNDS: Mapping[str, float] = {
    "A1": 0.09,
    "A2": 4.14,
    "A3": 12.61,
    "A4": 11.15,
    "A5": 44.28,
    "A7": 5.01,
    "B2": 23.11,
    "B3": 14.28,
    "B1": 19.47,
}
