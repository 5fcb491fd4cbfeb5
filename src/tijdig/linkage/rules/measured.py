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
    "A1": 0.06,
    "A2": 1.66,
    "A3": 4.98,
    "A4": 4.52,
    "A5": 17.34,
    "A7": 1.95,
    "B2": 4.38,
    "B3": 2.99,
    "B1": 4.02,
}
