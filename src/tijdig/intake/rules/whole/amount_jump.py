"""WHAT: the typical amount is not many times what it was last month, nor many times less.

WHY: a system that changes how it writes amounts (cents for euros, thousands for decimals) makes every debt wrong at
once, and each row by itself looks fine.
"""

from __future__ import annotations

from tijdig.intake.rules.whole.facts import Expectations, WholeDelivery
from tijdig.problems import Problem, ProblemKind

AMOUNT_JUMP = ProblemKind(
    code="intake.amount-jump",
    rule="R12",
    nl="Het gewone bedrag per huurder is € {now}; vorige maand was dat € {before}.",
    en="The typical amount per tenant is € {now}; last month it was € {before}.",
    remedy_nl="Kijk of de kolom met het bedrag nog hetzelfde betekent: euro's of centen, punt of komma.",
    remedy_en="See whether the column with the amount still means the same: euros or cents, point or comma.",
)
EXAMPLE = "€ 612.50 → € 61 250"


def check_amounts_did_not_jump(delivery: WholeDelivery, expected: Expectations) -> tuple[Problem, ...]:
    """Tell when the typical amount is ``amount_times`` last month's or more, or that many times less or more."""
    now, before, times = delivery.typical_cents, delivery.typical_cents_before, expected.amount_times
    if not now or not before or not times or not expected.can_compare(delivery.rows):
        return ()
    if now < before * times and before < now * times:
        return ()
    return (AMOUNT_JUMP(now=_euros(now), before=_euros(before)),)


def _euros(cents: int) -> str:
    return str((cents + 50) // 100)
