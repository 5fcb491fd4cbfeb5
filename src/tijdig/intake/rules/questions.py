"""What a file cannot tell of itself, and is asked once: the order of day and month, what a point in an amount means.

WHAT: a column whose values, over the whole file, fit two ways of writing gives a question. WHY: ``03/07/2026`` read
wrongly is a wrong birth date or a wrong reminder in court, and ``1.234`` a debt a thousand times too small; neither is
guessed (S3, R12). The answer is remembered with the columns of this layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.styles import (
    DAY_FIRST,
    MONTH_FIRST,
    proven_orders,
    proven_styles,
)
from tijdig.intake.rules.table import Table
from tijdig.intake.rules.values.dates import PARTS, DayOrder
from tijdig.intake.rules.values.dates import in_doubt as date_in_doubt
from tijdig.intake.rules.values.money import DecimalStyle
from tijdig.intake.rules.values.money import in_doubt as amount_in_doubt
from tijdig.problems import Problem, ProblemKind

QUESTION_OPEN = ProblemKind(
    code="intake.question-open",
    rule="S3",
    nl="De waarden in deze kolom kunnen op twee manieren worden gelezen.",
    en="The values in this column can be read in two ways.",
    remedy_nl="Zeg hoe uw bestand ze schrijft. Wij onthouden het antwoord.",
    remedy_en="Say how your file writes them. We remember the answer.",
)


class Asked(StrEnum):
    """What a question is about."""

    DAY_ORDER = "day-order"
    DECIMALS = "decimals"


class Because(StrEnum):
    """Why it is asked."""

    NOTHING_PROVES_IT = "nothing-proves-it"
    BOTH_ARE_THERE = "both-are-there"
    LOOKS_MONTH_FIRST = "looks-month-first"
    NOT_AS_REMEMBERED = "not-as-remembered"


@dataclass(frozen=True, slots=True)
class Example:
    """A cell that can be read in two ways, under the heading where it stands."""

    heading: str
    cell: str

    @property
    def days(self) -> Mapping[str, date | None]:
        """The day that it is by each answer; None where that is no date."""
        match = PARTS.match(self.cell.strip())
        if match is None:
            return {}
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        return {DAY_FIRST: _day(year, second, first), MONTH_FIRST: _day(year, first, second)}


@dataclass(frozen=True, slots=True)
class Question:
    """One question on one or more columns that are written alike; ``suggestion`` is empty where nothing points one way.

    ``choices`` are the possible answers: an order of day and month, or the sign before the cents.
    """

    asked: Asked
    examples: tuple[Example, ...]
    because: Because
    suggestion: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns that it is about."""
        return tuple(example.heading for example in self.examples)

    @property
    def choices(self) -> tuple[str, ...]:
        """The possible answers."""
        return (DAY_FIRST, MONTH_FIRST) if self.asked is Asked.DAY_ORDER else (",", ".")


def questions_of(table: Table, plan: ColumnPlan, *, own_layout: bool = False) -> tuple[Question, ...]:
    """Return what must be asked about this file, whether or not an answer is remembered in ``plan.answers``.

    ``own_layout``: Tijdig's template says itself that dates are written dd-mm-yyyy.
    """
    return (*_on_dates(table, plan, own_layout=own_layout), *_on_amounts(table, plan))


def open_questions(questions: Sequence[Question], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions to which these answers (heading → answer) do not say enough."""
    return tuple(
        question
        for question in questions
        if any(answers.get(heading) not in question.choices for heading in question.headings)
        or question.because is Because.NOT_AS_REMEMBERED
    )


def suggested_answers(questions: Sequence[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to show as chosen: those that are remembered, else what is suggested, per heading."""
    open_ones = set(open_questions(questions, answers))
    return {
        heading: question.suggestion if question in open_ones else answers[heading]
        for question in questions
        for heading in question.headings
        if question not in open_ones or question.suggestion
    }


def problems_with_answers(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return a problem for each column in question that has no answer."""
    return tuple(
        QUESTION_OPEN().at(column=heading)
        for question in questions
        for heading in question.headings
        if answers.get(heading) not in question.choices
    )


def _on_dates(table: Table, plan: ColumnPlan, *, own_layout: bool) -> Iterable[Question]:
    alike: dict[tuple[Because, str], list[Example]] = {}
    for name, order in proven_orders(table, plan).items():
        heading = plan.headings[name]
        example = _example(table, plan, name, date_in_doubt)
        if example is None and order is DayOrder.MONTH_FIRST:
            example = _example(table, plan, name, _numbers)
        if order is DayOrder.DAY_FIRST or example is None:
            continue
        sign = date_in_doubt(example.cell)
        if order is DayOrder.UNPROVEN and own_layout and sign != "/":
            continue
        because = _why(order, plan.answers.get(heading, ""))
        alike.setdefault((because, _suggestion(order, sign)), []).append(example)
    for (because, suggestion), examples in alike.items():
        yield Question(Asked.DAY_ORDER, tuple(examples), because, suggestion)


def _numbers(cell: str) -> str:
    return "/" if PARTS.match(cell.strip()) else ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _why(order: DayOrder, answer: str) -> Because:
    if order is DayOrder.MONTH_FIRST:
        return Because.NOT_AS_REMEMBERED if answer == DAY_FIRST else Because.LOOKS_MONTH_FIRST
    return Because.BOTH_ARE_THERE if order is DayOrder.BOTH else Because.NOTHING_PROVES_IT


def _suggestion(order: DayOrder, sign: str) -> str:
    """With dashes or dots day first is how it is written; month first is only suggested where the dates say so."""
    if order is DayOrder.MONTH_FIRST:
        return MONTH_FIRST
    return DAY_FIRST if order is DayOrder.UNPROVEN and sign != "/" else ""


def _on_amounts(table: Table, plan: ColumnPlan) -> Iterable[Question]:
    for name, style in proven_styles(table, plan).items():
        example = _example(table, plan, name, amount_in_doubt)
        if style is DecimalStyle.UNPROVEN and example is not None:
            yield Question(Asked.DECIMALS, (example,), Because.NOTHING_PROVES_IT)


def _example(table: Table, plan: ColumnPlan, name: str, in_doubt: Callable[[str], str]) -> Example | None:
    """Return the first cell in doubt, from the top of the file."""
    cells = table.rows.columns[plan.positions[name]].distinct
    found = next((cell for cell in cells if in_doubt(cell)), None)
    return None if found is None else Example(plan.headings[name], found)
