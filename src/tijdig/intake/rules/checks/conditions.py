"""WHAT: every other condition that the covenant sets on a delivered row holds.

WHY: a covenant may ask more than the law's own duties (a younger reminder, only crisis signals). Those conditions have
no sentence of their own here; the covenant's words are told. An unknown fact never permits anything (C2).
"""

from __future__ import annotations

from datetime import date

from tijdig.covenant.rules.conditions import in_english, in_words
from tijdig.covenant.rules.document import Condition
from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

CONDITION_NOT_MET = ProblemKind(
    code="intake.condition-not-met",
    rule="C1",
    nl="Aan een voorwaarde van het convenant is niet voldaan: {condition}.",
    en="A condition of the covenant does not hold: {condition_en}.",
    remedy_nl="Meld deze huurder pas als aan de voorwaarde is voldaan.",
    remedy_en="Report this tenant once the condition holds.",
)
OBJECTION_UNKNOWN = ProblemKind(
    code="intake.objection-unknown",
    rule="C2",
    nl="Er staat niet of de huurder bezwaar heeft gemaakt.",
    en="It is not said whether the tenant objected.",
    remedy_nl="Vul J of N in.",
    remedy_en="Fill in J (yes) or N (no).",
)

# Facts that have a check of their own, which tells what is wrong in words that fit.
_TOLD_ELSEWHERE = frozenset(
    {
        "incasso.contact_gezocht",
        "incasso.gewezen_op_hulp",
        "incasso.herinnering",
        "incasso.aanbod_doorgeven",
        "huurder.geinformeerd",
        "huurder.bezwaar",
    }
)


def problem_of_condition(condition: Condition) -> Problem:
    """Tell a condition that does not hold in the covenant's own words."""
    return CONDITION_NOT_MET(condition=in_words(condition), condition_en=in_english(condition))


def problem_of_step(
    row: ReadRow, agreement: Agreement, *, fact: str, field: str, day: date | None, absent: ProblemKind
) -> tuple[Problem, ...]:
    """Tell why a dated step does not meet its condition: it is missing, or the covenant wants it otherwise.

    A cell that could not be read and a day in the future are told by checks of their own.
    """
    condition = agreement.unmet(row).get(fact)
    if condition is None:
        return ()
    column = agreement.heading(field)
    if row.misread(column) or (day is not None and day > agreement.received_on):
        return ()
    problem = absent() if day is None else problem_of_condition(condition)
    return (problem.at(column=column),)


def check_objection_is_known(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse an empty cell under objection where the covenant asks that there is none."""
    if row.objection is not None or "huurder.bezwaar" not in agreement.unmet(row):
        return ()
    column = agreement.heading("objection")
    return () if row.misread(column) else (OBJECTION_UNKNOWN().at(column=column),)


def check_other_conditions(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row for each unmet condition on a fact that no other check tells of."""
    return tuple(
        problem_of_condition(condition)
        for fact, condition in agreement.unmet(row).items()
        if fact not in _TOLD_ELSEWHERE and not _is_minimum(condition)
    )


def _is_minimum(condition: Condition) -> bool:
    return condition.fact.startswith("achterstand.") and condition.operator == ">="
