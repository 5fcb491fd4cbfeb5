"""Whole numbers: months and days in arrears."""

from __future__ import annotations

import re

from tijdig.intake.rules.values.reading import Reading
from tijdig.problems import ProblemKind

NOT_A_WHOLE_NUMBER = ProblemKind(
    code="intake.not-a-whole-number",
    rule="R10",
    nl="Dit is geen heel getal van 0 tot en met {most}.",
    en="This is not a whole number from 0 to {most}.",
    remedy_nl="Vul alleen volle maanden of dagen in, bijvoorbeeld 3.",
    remedy_en="Give full months or days only, for example 3.",
)

_NUMBER = re.compile(r"(\d{1,6})(?:[.,]0{1,4})?(?: ?(?:m|mnd|maand|maanden|d|dg|dag|dagen)\.?)?")


def read_whole_number(text: str, most: int) -> Reading[int]:
    """Read a number from 0 up to ``most``; ``3``, ``3,0`` and ``3 mnd`` are three, ``2,5`` is refused."""
    words = text.strip().lower()
    if not words:
        return Reading()
    match = _NUMBER.fullmatch(words)
    if match is None or int(match[1]) > most:
        return Reading(problem=NOT_A_WHOLE_NUMBER(most=most))
    return Reading(int(match[1]))
