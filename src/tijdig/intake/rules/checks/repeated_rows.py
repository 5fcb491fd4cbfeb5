"""WHAT: each reference stands in a file once; the second row with it is refused.

WHY: a row that is delivered twice must not become two signals (K4). When the second row says something else, one of
the two is wrong and the landlord must say which; nothing is added up or overwritten in silence.
"""

from __future__ import annotations

from collections.abc import Sequence

from tijdig.intake.rules.rows import SignalRow
from tijdig.problems import Problem, ProblemKind

DUPLICATE_IN_FILE = ProblemKind(
    code="intake.duplicate-in-file",
    rule="K4",
    nl="Deze rij is dezelfde als rij {first} in dit bestand.",
    en="This row is the same as row {first} in this file.",
    remedy_nl="U hoeft niets te doen: rij {first} telt mee, deze niet.",
    remedy_en="You need do nothing: row {first} counts, this one does not.",
)
REFERENCE_USED_TWICE = ProblemKind(
    code="intake.reference-used-twice",
    rule="K4",
    nl="Dit kenmerk staat ook op rij {first}, met andere gegevens. Rij {first} is aangenomen, deze niet.",
    en="This reference is also on row {first}, with other values. Row {first} was accepted, this one was not.",
    remedy_nl="Zet alles van één huurder op één rij, of geef elke huurder een eigen kenmerk.",
    remedy_en="Put all of one tenant on one row, or give each tenant its own reference.",
)


def check_rows_stand_once(rows: Sequence[SignalRow], column: str) -> dict[int, Problem]:
    """Return a problem for each row (by number) whose reference stood in an earlier one."""
    first: dict[str, SignalRow] = {}
    problems = {}
    for row in rows:
        earlier = first.setdefault(row.identity, row)
        if earlier is not row:
            same = earlier.fingerprint == row.fingerprint
            kind = DUPLICATE_IN_FILE if same else REFERENCE_USED_TWICE
            problems[row.row] = kind(first=earlier.row).at(row=row.row, column=column)
    return problems
