"""What a spreadsheet makes of a number or a code that it takes for something else; what stood there cannot be told.

``12-3`` becomes the twelfth of March, a long number ``1,23457E+11``, a formula that fails ``#N/B``. None of them is
what the landlord's system holds, and two tenants can end up under one reference (K4).
"""

from __future__ import annotations

import re

from tijdig.intake.rules.values.reading import Reading, read_text
from tijdig.problems import Problem, ProblemKind

MADE_A_DATE = ProblemKind(
    code="intake.sheet-made-a-date",
    rule="S3",
    nl="Een rekenprogramma heeft van deze waarde een datum gemaakt.",
    en="A spreadsheet has turned this value into a date.",
    remedy_nl="Maak de kolom eerst tekst, of zet huisnummer en toevoeging elk in een kolom.",
    remedy_en="Make the column text first, or put house number and addition in a column each.",
)
ROUNDED = ProblemKind(
    code="intake.sheet-rounded",
    rule="K4",
    nl="Een rekenprogramma heeft dit nummer afgerond. De laatste cijfers zijn weg.",
    en="A spreadsheet has rounded this number. Its last digits are gone.",
    remedy_nl="Maak de kolom eerst tekst en haal het nummer opnieuw uit uw systeem.",
    remedy_en="Make the column text first, and take the number from your system again.",
)
SHEET_ERROR = ProblemKind(
    code="intake.sheet-error",
    rule="S3",
    nl="Hier staat een foutmelding van een rekenprogramma, geen gegeven.",
    en="Here stands an error of a spreadsheet, not a value.",
    remedy_nl="Verbeter de formule, of vul het gegeven zelf in.",
    remedy_en="Mend the formula, or give the value yourself.",
)

TURNED_DATES = ProblemKind(
    code="intake.sheet-turned-dates",
    rule="S3",
    nl="Een rekenprogramma las een deel van deze kolom als datum, een ander deel staat met de maand voorop.",
    en="A spreadsheet read part of this column as dates, another part stands month first.",
    remedy_nl="Dag en maand kunnen verwisseld zijn. Haal de kolom als tekst uit uw systeem, of lever CSV aan.",
    remedy_en="Day and month may be swapped. Take the column from your system as text, or deliver CSV.",
)

_MONTH = (
    r"(?:jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sept?|okt|oct|nov|dec"
    r"|januari|februari|maart|april|juni|juli|augustus|september|oktober|november|december)"
)
_DATE = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:[ T].*)?|\d{{1,2}}([-/.])\d{{1,2}}\1(?:19|20)\d\d"
    rf"|\d{{1,2}}[- ]{_MONTH}\.?(?:[- ](?:\d\d)?\d\d)?|{_MONTH}\.?[- ](?:\d\d)?\d\d",
    re.IGNORECASE,
)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)
_ERROR = re.compile(
    r"#(?:n/?[ab]|null|nul|leeg|waarde|value|verw|ref|deel/0|div/0|naam\??|name\??|getal|num)[!?]?",
    re.IGNORECASE,
)


def spoiled(text: str) -> Problem | None:
    """Return what a spreadsheet did to this code or number, or None; ``text`` is tidy."""
    # Neither a date nor a rounded number is without a sign: nearly no code needs a second look.
    if text.isalnum():
        return None
    if _DATE.fullmatch(text):
        return MADE_A_DATE()
    return ROUNDED() if _ROUNDED.fullmatch(text) else None


def read_words(text: str, most: int) -> Reading[str]:
    """Read plain text that came through a spreadsheet."""
    if len(text) <= most and text.isalnum():  # one word, without a sign: nearly every cell
        return Reading(text)
    reading = read_text(text, most)
    words = reading.value
    return (
        Reading(problem=SHEET_ERROR()) if words and words[0] == "#" and _ERROR.fullmatch(words) else reading
    )


def read_code(text: str, most: int) -> Reading[str]:
    """Read a reference or an addition: text that a spreadsheet may have taken for a date or a number."""
    if len(text) <= most and text.isalnum():
        return Reading(text)
    reading = read_words(text, most)
    problem = spoiled(reading.value) if reading.value else None
    return Reading(problem=problem) if problem else reading
