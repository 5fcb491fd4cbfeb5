"""The columns of a file as the page shows them: heading, choice, why, and what is expected there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField

from tijdig.actors import Actor
from tijdig.covenant.queries import covenant_for_party
from tijdig.intake.queries import ColumnsToConfirm
from tijdig.intake.rules.agreement import agreement_with
from tijdig.intake.rules.checks.delivery import check_columns_are_there
from tijdig.intake.rules.columns import REASONS_EN, REASONS_NL, Reason
from tijdig.intake.rules.fields import FIELD_BY_NAME, Field
from tijdig.problems import Problem
from tijdig.web.landlord.forms import ColumnsForm


@dataclass(frozen=True, slots=True)
class ToldColumn:
    """One column: its heading, the choice to make, why it was proposed, and the field it was taken for."""

    heading: str
    choice: BoundField
    reason_nl: str
    reason_en: str
    recognised: bool
    field: Field | None


def told_columns(form: ColumnsForm) -> Iterable[ToldColumn]:
    """Return the columns of the form's plan in the order of the file."""
    for column, choice in zip(form.plan.columns, form, strict=True):
        yield ToldColumn(
            heading=column.heading,
            choice=choice,
            reason_nl=REASONS_NL[column.reason],
            reason_en=REASONS_EN[column.reason],
            recognised=column.reason is Reason.RECOGNISED,
            field=FIELD_BY_NAME.get(str(choice.value() or "")),
        )


def missing_columns(actor: Actor, waiting: ColumnsToConfirm) -> tuple[Problem, ...]:
    """Return which columns the covenant asks for of this party that the proposal does not have."""
    line, plan = waiting.line, waiting.plan
    covenant = covenant_for_party(actor.controller_id, actor.party, line.received_on)
    if covenant is None:
        return ()
    return check_columns_are_there(
        plan, agreement_with(covenant, line.party, line.received_on, plan.headings)
    )
