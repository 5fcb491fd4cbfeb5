"""WHAT: the arrears reach the covenant's minimum: months, days or amount, whichever the covenant sets.

WHY: the minimum is covenant data (R7): two months in Weert, thirty days in national practice. Where the covenant asks
for a number the row does not give, the row is refused for that: unknown is no (C2).
"""

from __future__ import annotations

from tijdig.covenant.rules.document import Condition, DeliveryTerms
from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.required_values import MISSING_VALUE
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

BELOW_COVENANT_MINIMUM = ProblemKind(
    code="intake.below-covenant-minimum",
    rule="R7",
    nl="De achterstand is kleiner dan het convenant vraagt: {minimum}.",
    en="The arrears are smaller than the covenant asks: {minimum_en}.",
    remedy_nl="Meld deze huurder pas als de achterstand groot genoeg is.",
    remedy_en="Report this tenant only once the arrears are large enough.",
)

FACTS = ("achterstand.maanden", "achterstand.dagen", "achterstand.bedrag")


def _months(least: int) -> Problem:
    unit, unit_en = ("maand", "month") if least == 1 else ("maanden", "months")
    return BELOW_COVENANT_MINIMUM(minimum=f"{least} {unit}", minimum_en=f"{least} {unit_en}")


def _days(least: int) -> Problem:
    return BELOW_COVENANT_MINIMUM(minimum=f"{least} dagen", minimum_en=f"{least} days")


def _amount(least: int) -> Problem:
    return BELOW_COVENANT_MINIMUM(
        minimum=f"€ {least // 100},{least % 100:02}", minimum_en=f"€ {least // 100}.{least % 100:02}"
    )


def _minimum(minimum: int | None, condition: Condition | None) -> int | None:
    """Return the highest minimum in play: of the delivery terms, and of an unmet condition ``>=`` of the exchange."""
    values = [] if minimum is None else [minimum]
    if condition is not None and condition.operator == ">=" and isinstance(condition.value, int):
        values.append(int(condition.value))
    return max(values, default=None)


def check_arrears_reach_covenant_minimum(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse arrears below the minimum, or without the number that the minimum is about."""
    if row.onset_on is not None and row.onset_on > agreement.received_on:
        return ()  # told by the check on the onset; an age cannot be counted from it
    unmet = agreement.unmet(row)
    if not unmet and _terms_are_met(row, agreement.covenant.delivery):
        return ()
    terms = agreement.covenant.delivery
    asked = (
        ("months", row.months, _minimum(terms.min_months, unmet.get(FACTS[0])), _months),
        ("days", row.age_days, _minimum(terms.min_days, unmet.get(FACTS[1])), _days),
        ("amount", row.amount_cents, _minimum(terms.min_amount_cents, unmet.get(FACTS[2])), _amount),
    )
    problems = []
    for field, value, least, problem in asked:
        column = agreement.heading(_column(field, agreement))
        if not least or row.misread(column):
            continue
        if value is None and field != "amount":
            problems.append(MISSING_VALUE(field=column).at(column=column))
        elif value is not None and 0 <= value < least:
            problems.append(problem(least).at(column=column))
    return tuple(problems)


def _terms_are_met(row: ReadRow, terms: DeliveryTerms) -> bool:
    months, days, amount = terms.min_months, terms.min_days, terms.min_amount_cents
    return (
        (not months or (row.months is not None and row.months >= months))
        and (not days or (row.age_days is not None and row.age_days >= days))
        and (not amount or (row.amount_cents is not None and row.amount_cents >= amount))
    )


def _column(field: str, agreement: Agreement) -> str:
    """Days are counted from the onset where the file has no column for them."""
    return "onset_on" if field == "days" and "days" not in agreement.headings else field
