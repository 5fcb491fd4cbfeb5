"""WHAT: not too many of last month's tenants are missing from this month.

WHY: half a file (one district, one page of an export) looks like half of the debts paid: help would stop for people who
are still behind. What came earlier this month counts, so that a corrected file of a few rows is no reason to wait.
"""

from __future__ import annotations

from tijdig.intake.rules.whole.facts import Expectations, WholeDelivery
from tijdig.problems import Problem, ProblemKind

TENANTS_GONE = ProblemKind(
    code="intake.tenants-gone",
    rule="R8",
    nl="Van de {before} huurders van vorige maand staan er {gone} niet meer in.",
    en="Of the {before} tenants of last month {gone} are no longer in it.",
    remedy_nl="Kijk of dit de hele maand is: alle complexen, alle bladzijden, en dezelfde nummers als vorige maand.",
    remedy_en="See whether this is the whole month: all districts, all pages, and the same numbers as last month.",
)
EXAMPLE = "48 → 20"


def check_tenants_are_not_gone(delivery: WholeDelivery, expected: Expectations) -> tuple[Problem, ...]:
    """Tell when ``gone_percent`` of last month's tenants or more are in no delivery of this month."""
    share, before = expected.gone_percent, delivery.tenants_before
    if share is None or delivery.only_crises or not expected.can_compare(before):
        return ()
    gone = before - delivery.tenants_still
    return (TENANTS_GONE(before=before, gone=gone),) if gone * 100 >= share * before > 0 else ()
