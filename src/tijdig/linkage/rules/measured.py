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
    "A1": 0.14,
    "A2": 4.15,
    "A3": 9.24,
    "A4": 11.19,
    "A5": 43.89,
    "A7": 4.89,
    "B2": 10.99,
    "B3": 7.51,
    "B1": 6.56,
}
