"""What a file cannot tell of itself, asked in words: each possible answer with what it makes of a value in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.questions import Asked, Because, Example, Question
from tijdig.intake.rules.styles import DAY_FIRST, MONTH_FIRST
from tijdig.intake.rules.values.money import DecimalStyle, in_doubt, read_amount
from tijdig.web.templatetags.wording import euro

_NAME = re.compile(r"antwoord-(\d{1,4}(?:-\d{1,4})*)")
BECAUSE: Mapping[Because, Promise] = {
    Because.NOTHING_PROVES_IT: _("Geen enkele waarde in deze kolom laat zien welke van de twee het is."),
    Because.BOTH_ARE_THERE: _(
        "In deze kolom staan datums die alleen met de dag voorop kunnen, en ook die alleen met de maand voorop kunnen."
    ),
    Because.LOOKS_MONTH_FIRST: _(
        "In deze kolom staan datums die alleen met de maand voorop kunnen. Dat is in Nederland ongewoon."
    ),
    Because.NOT_AS_REMEMBERED: _(
        "De vorige keer stond de dag voorop. In dit bestand lijkt de maand voorop te staan."
    ),
}
WRITING: Mapping[str, Promise] = {
    DAY_FIRST: _("dag voorop"),
    MONTH_FIRST: _("maand voorop"),
    DecimalStyle.COMMA.value: _("komma voor de centen"),
    DecimalStyle.POINT.value: _("punt voor de centen"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: its value, what it means, what it makes of the example, and whether it is chosen."""

    value: str
    meaning: str
    reading: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ToldQuestion:
    """One question as a set of radio buttons; ``headings`` are the columns that it is about."""

    name: str
    sentence: str
    because: Promise
    headings: tuple[str, ...]
    choices: tuple[Choice, ...]


def told_questions(questions: Iterable[Question], plan: ColumnPlan) -> tuple[ToldQuestion, ...]:
    """Return the questions in words; the answers of the plan are chosen."""
    return tuple(_told(question, plan) for question in questions)


def _told(question: Question, plan: ColumnPlan) -> ToldQuestion:
    positions = {column.heading: column.position for column in plan.columns}
    given = {plan.answers.get(heading, "") for heading in question.headings}
    example = question.examples[0]
    return ToldQuestion(
        name="antwoord-" + "-".join(str(positions[heading]) for heading in question.headings),
        sentence=_sentence(question),
        because=BECAUSE[question.because],
        headings=question.headings,
        choices=tuple(
            Choice(
                value, str(_meaning(question, value)), _reading(example, question, value), given == {value}
            )
            for value in question.choices
        ),
    )


def _sentence(question: Question) -> str:
    cell = question.examples[0].cell
    if question.asked is Asked.DAY_ORDER:
        return gettext("Welke dag is %(cell)s?") % {"cell": cell}
    return gettext("Hoeveel is %(cell)s?") % {"cell": cell}


def _meaning(question: Question, value: str) -> str:
    if question.asked is Asked.DAY_ORDER:
        return str(WRITING[value])
    thousands = in_doubt(question.examples[0].cell) != value
    return (
        gettext("het teken scheidt duizenden") if thousands else gettext("het teken scheidt euro's en centen")
    )


def _reading(example: Example, question: Question, value: str) -> str:
    if question.asked is Asked.DAY_ORDER:
        day = example.days.get(value)
        return (
            date_format(day, "j F Y")
            if day
            else gettext("geen bestaande datum; zulke rijen worden geweigerd")
        )
    cents = read_amount(example.cell, DecimalStyle(value)).value
    if cents is None:
        return gettext("drie cijfers achter de komma; zulke rijen worden geweigerd")
    return euro(cents)


def posted_answers(data: Mapping[str, object], plan: ColumnPlan) -> dict[str, str]:
    """Return the posted answers per heading; whether they answer anything is judged where they are used."""
    headings = {column.position: column.heading for column in plan.columns}
    found: dict[str, str] = {}
    for name, value in data.items():
        match = _NAME.fullmatch(name)
        for position in match[1].split("-") if match else ():
            if int(position) in headings:
                found[headings[int(position)]] = str(value)
    return found
