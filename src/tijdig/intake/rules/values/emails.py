"""E-mail addresses: one per cell, kept as written."""

from __future__ import annotations

import re

from tijdig.intake.rules.values.reading import Reading
from tijdig.problems import ProblemKind

NOT_AN_EMAIL = ProblemKind(
    code="intake.not-an-email",
    rule="R10",
    nl="Dit e-mailadres herkennen wij niet. Het is weggelaten.",
    en="We do not recognise this e-mail address. It was left out.",
    remedy_nl="Vul één e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.",
    remedy_en="Give one e-mail address, for example name@example.nl.",
)

_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\".][^@\s,;<>\"]*\.[^@\s,;<>\".]{2,}")
_MOST = 254  # RFC 5321


def read_email(text: str) -> Reading[str]:
    """Read one e-mail address; whether it exists is not asked."""
    words = text.strip().removeprefix("mailto:")  # what a spreadsheet makes of an address that can be clicked
    if not words:
        return Reading()
    if len(words) > _MOST or not _EMAIL.fullmatch(words):
        return Reading(problem=NOT_AN_EMAIL())
    return Reading(words)
