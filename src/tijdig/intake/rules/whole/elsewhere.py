"""WHAT: not too many rows lie outside the municipality.

WHY: a landlord in several covenants can send one municipality the tenants of another; those people's data have no
business here (R2). A single tenant with an address elsewhere is told by the register later on (R25).
"""

from __future__ import annotations

from tijdig.intake.rules.whole.facts import Expectations, WholeDelivery
from tijdig.problems import Problem, ProblemKind

ELSEWHERE = ProblemKind(
    code="intake.rows-elsewhere",
    rule="R2",
    nl="{elsewhere} van de {rows} rijen hebben een postcode buiten deze gemeente.",
    en="{elsewhere} of the {rows} rows have a postcode outside this municipality.",
    remedy_nl="Kijk of dit het bestand voor deze gemeente is.",
    remedy_en="See whether this is the file for this municipality.",
)
EXAMPLE = "6131 AB, 6132 CD → 0988"


def check_rows_lie_here(delivery: WholeDelivery, expected: Expectations) -> tuple[Problem, ...]:
    """Tell when ``elsewhere_percent`` of the rows with a postcode or more lie outside the municipality's postcodes."""
    share, known = expected.elsewhere_percent, [code for code in delivery.postcodes if code]
    if share is None or not expected.postcodes or not expected.can_compare(len(known)):
        return ()
    away = sum(not _is_here(int(code[:4]), expected.postcodes) for code in known)
    return (ELSEWHERE(elsewhere=away, rows=len(known)),) if away * 100 >= share * len(known) > 0 else ()


def _is_here(digits: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= digits <= last for first, last in ranges)
