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
    "A1": 0.18,
    "A2": 8.24,
    "A3": 18.35,
    "A4": 22.31,
    "A5": 84.27,
    "A7": 9.68,
    "B2": 22.28,
    "B3": 14.96,
    "B1": 13.15,
}
