"""The columns of a file as the page shows them: heading, first values, choice, why, and what is expected there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField

from tijdig.intake.queries import RefusedRowTold
from tijdig.intake.rules.columns import REASONS_EN, REASONS_NL, Reason
from tijdig.intake.rules.fields import FIELD_BY_NAME, Field
from tijdig.intake.rules.rows import CheckedDelivery
from tijdig.intake.rules.values.dates import DAY_OR_MONTH
from tijdig.intake.rules.values.money import THOUSANDS_OR_DECIMALS
from tijdig.intake.services import WaitingFile
from tijdig.problems import Problem
from tijdig.web.landlord.forms import ColumnsForm
from tijdig.web.landlord.grouping import ErrorGroup, grouped

_SURE = frozenset({Reason.RECOGNISED, Reason.CONFIRMED, Reason.REMEMBERED})


@dataclass(frozen=True, slots=True)
class ToldColumn:
    """One column: heading, its first values (None: a BSN), the choice to make, why, and the field it is taken for."""

    heading: str
    values: tuple[str | None, ...]
    choice: BoundField
    reason_nl: str
    reason_en: str
    recognised: bool
    field: Field | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What the checks make of all rows under this choice; ``problems`` keep any row from being read."""

    rows: int
    accepted: int
    objected: int
    groups: tuple[ErrorGroup, ...]
    unanswered: bool
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> int:
        """How many rows would be refused, without those with an objection."""
        return self.rows - self.accepted - self.objected


def told_columns(form: ColumnsForm, file: WaitingFile) -> Iterable[ToldColumn]:
    """Return the columns of the form's plan in the order of the file."""
    for column, choice in zip(form.plan.columns, form, strict=True):
        field = str(choice.value() or "")
        own = Reason.CONFIRMED if field else Reason.LEFT_OUT
        reason = column.reason if field == column.field else own
        yield ToldColumn(
            heading=column.heading,
            values=tuple(row[column.position] for row in file.first_rows),
            choice=choice,
            reason_nl=REASONS_NL[reason],
            reason_en=REASONS_EN[reason],
            recognised=reason in _SURE,
            field=FIELD_BY_NAME.get(field),
        )


def told_trial(found: CheckedDelivery | None) -> Trial | None:
    """Return the trial with its refusals put together by kind of error, without those that a question is open about."""
    if found is None:
        return None
    doubts = {DAY_OR_MONTH.code, THOUSANDS_OR_DECIMALS.code}
    groups = _grouped(found)
    told = tuple(group for group in groups if group.problem.code not in doubts)
    return Trial(
        rows=found.rows,
        accepted=len(found.accepted),
        objected=len(found.objected_rows),
        groups=told,
        unanswered=len(told) < len(groups),
        problems=found.problems,
    )


def _grouped(found: CheckedDelivery) -> tuple[ErrorGroup, ...]:
    by_row: dict[int, list[Problem]] = {}
    for item in found.refused:
        by_row.setdefault(item.row, []).append(item.problem)
    return grouped(RefusedRowTold(row, tuple(problems)) for row, problems in by_row.items())
