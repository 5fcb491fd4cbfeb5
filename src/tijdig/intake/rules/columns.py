"""Which column of a file holds which field: proposed from the headings, confirmed by a person, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from tijdig.intake.rules.fields import FIELD_BY_NAME
from tijdig.intake.rules.headings import field_of_heading, forbidden_kind, is_bare_number
from tijdig.problems import Problem, ProblemKind

FIELD_TWICE = ProblemKind(
    code="intake.field-twice",
    rule="R10",
    nl="Twee kolommen zijn gekozen voor hetzelfde gegeven: {field}.",
    en="Two columns were chosen for the same field: {field}.",
    remedy_nl="Kies voor elk gegeven één kolom.",
    remedy_en="Choose one column for each field.",
)
UNKNOWN_FIELD = ProblemKind(
    code="intake.unknown-field",
    rule="R10",
    nl="Het gegeven {field} bestaat niet.",
    en="The field {field} does not exist.",
    remedy_nl="Kies een gegeven uit de lijst, of laat de kolom weg.",
    remedy_en="Choose a field from the list, or leave the column out.",
)


class Reason(StrEnum):
    """Why a column was given its field, or none."""

    RECOGNISED = "recognised"
    REMEMBERED = "remembered"
    SHAPE = "shape"
    CONFIRMED = "confirmed"
    NOT_RECOGNISED = "not-recognised"
    ALREADY_TAKEN = "already-taken"
    FORBIDDEN = "forbidden"
    LEFT_OUT = "left-out"


REASONS_NL = {
    Reason.RECOGNISED: "herkend aan de kop",
    Reason.REMEMBERED: "zo koos u het eerder voor deze kop",
    Reason.SHAPE: "herkend aan de waarden in de kolom",
    Reason.CONFIRMED: "door u bevestigd",
    Reason.NOT_RECOGNISED: "niet herkend; wordt niet gelezen",
    Reason.ALREADY_TAKEN: "een andere kolom levert dit al; wordt niet gelezen",
    Reason.FORBIDDEN: "mag niet worden aangeleverd",
    Reason.LEFT_OUT: "door u weggelaten",
}
REASONS_EN = {
    Reason.RECOGNISED: "recognised by its heading",
    Reason.REMEMBERED: "as you chose before for this heading",
    Reason.SHAPE: "recognised by the values in the column",
    Reason.CONFIRMED: "confirmed by you",
    Reason.NOT_RECOGNISED: "not recognised; will not be read",
    Reason.ALREADY_TAKEN: "another column gives this already; will not be read",
    Reason.FORBIDDEN: "may not be delivered",
    Reason.LEFT_OUT: "left out by you",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its position from 0, heading, the name of its field (empty when it is not read), and why."""

    position: int
    heading: str
    field: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What each column of a layout means, in the order of the file.

    ``answers`` say per heading how its values are written where they do not show it themselves
    (:mod:`tijdig.intake.rules.questions`).
    """

    columns: tuple[Column, ...]
    answers: Mapping[str, str] = MappingProxyType({})

    def answered(self, answers: Mapping[str, str]) -> ColumnPlan:
        """Return the same plan with these answers (heading → answer) added to those that it has."""
        return replace(self, answers=MappingProxyType({**self.answers, **answers}))

    @property
    def positions(self) -> Mapping[str, int]:
        """The position of each field that has a column."""
        return {column.field: column.position for column in self.columns if column.field}

    @property
    def headings(self) -> Mapping[str, str]:
        """The heading of each field that has a column."""
        return {column.field: column.heading for column in self.columns if column.field}

    @property
    def unread(self) -> tuple[Column, ...]:
        """The columns that are not read."""
        return tuple(column for column in self.columns if not column.field)

    @property
    def stored(self) -> dict[str, str]:
        """The plan as it is remembered: heading → field, an empty string for a column that is not read."""
        return {column.heading: column.field for column in self.columns}


def propose_columns(headings: tuple[str, ...]) -> ColumnPlan:
    """Propose a plan from the headings alone; the first column that means a field gets it."""
    taken: set[str] = set()
    columns: list[Column] = []
    for position, heading in enumerate(headings):
        field = field_of_heading(heading)
        if is_bare_number(heading) and columns and columns[-1].field == "street":
            field = "house_number"
        if not field:
            reason = Reason.FORBIDDEN if forbidden_kind(heading) else Reason.NOT_RECOGNISED
        elif field in taken:
            field, reason = "", Reason.ALREADY_TAKEN
        else:
            reason = Reason.RECOGNISED
            taken.add(field)
        columns.append(Column(position, heading, field, reason))
    return ColumnPlan(tuple(columns))


def planned_columns(headings: tuple[str, ...], chosen: Mapping[str, str]) -> ColumnPlan:
    """Return the plan that a person chose (heading → field); a heading that was not chosen for is left out."""
    columns = []
    for position, heading in enumerate(headings):
        field = chosen.get(heading, "")
        unread = Reason.FORBIDDEN if forbidden_kind(heading) else Reason.LEFT_OUT
        reason = Reason.CONFIRMED if field else unread
        columns.append(Column(position, heading, field, reason))
    return ColumnPlan(tuple(columns))


def problems_in_plan(plan: ColumnPlan) -> tuple[Problem, ...]:
    """Return what is wrong with a chosen plan itself: fields that do not exist, or are chosen twice."""
    problems = []
    seen: set[str] = set()
    for column in plan.columns:
        if not column.field:
            continue
        if column.field not in FIELD_BY_NAME:
            problems.append(UNKNOWN_FIELD(field=column.field[:40]).at(column=column.heading))
        elif column.field in seen:
            heading = FIELD_BY_NAME[column.field].heading
            problems.append(FIELD_TWICE(field=heading).at(column=column.heading))
        seen.add(column.field)
    return tuple(problems)
