"""Rent that is withheld from a running benefit and paid on to the landlord (R30): how much, from when, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.problems import Problem, ProblemKind

NO_AMOUNT = ProblemKind(
    code="casework.withholding-amount",
    rule="R30",
    nl="Vul in hoeveel huur er per maand wordt ingehouden.",
    en="Fill in how much rent is withheld each month.",
)
ENDS_FIRST = ProblemKind(
    code="casework.withholding-ends-first",
    rule="R30",
    nl="De inhouding eindigt na de eerste dag.",
    en="The withholding ends after its first day.",
)
REVIEW_OUTSIDE = ProblemKind(
    code="casework.withholding-review",
    rule="R30",
    nl="U kijkt de inhouding na terwijl die loopt: op een dag na vandaag, en niet na de laatste dag.",
    en="The withholding is reviewed while it runs: on a day after today, and not after its last day.",
)
WITHHOLD_WITH_AMOUNT = ProblemKind(
    code="casework.withhold-with-amount",
    rule="R30",
    nl="Bij inhouding horen een bedrag, een begin, een einde en een dag om na te kijken.",
    en="Withholding has an amount, a start, an end and a day of review.",
    remedy_nl="Gebruik bij Hulp: Leg inhouding van de huur vast. De taak is dan ook klaar.",
    remedy_en="Use, under Help: Record withholding of rent. The task is then done as well.",
)


@dataclass(frozen=True, slots=True)
class WithheldRent:
    """How much a month (cents), the first and last day, and the day on which it is looked at again."""

    amount_cents: int
    starts_on: date
    ends_on: date
    review_on: date


def check_withholding(rent: WithheldRent, *, today: date) -> tuple[Problem, ...]:
    """Return everything that is wrong with a withholding that is recorded today; empty when it can be."""
    found = []
    if rent.amount_cents <= 0:
        found.append(NO_AMOUNT())
    if rent.ends_on <= rent.starts_on:
        found.append(ENDS_FIRST())
    if not max(today, rent.starts_on) < rent.review_on <= rent.ends_on:
        found.append(REVIEW_OUTSIDE())
    return tuple(found)
