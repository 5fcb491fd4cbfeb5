"""Dutch postcodes: four digits and two letters."""

from __future__ import annotations

import re

from tijdig.intake.rules.values.reading import Reading
from tijdig.problems import ProblemKind

NOT_A_POSTCODE = ProblemKind(
    code="intake.not-a-postcode",
    rule="R19",
    nl="Dit is geen Nederlandse postcode.",
    en="This is not a Dutch postcode.",
    remedy_nl="Schrijf vier cijfers en twee letters, bijvoorbeeld 6001 AB.",
    remedy_en="Write four digits and two letters, for example 6001 AB.",
)

_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})")


def read_postcode(text: str) -> Reading[str]:
    """Read ``2573lj`` or ``2551 KH`` as ``2573LJ``, ``2551KH``."""
    words = text.strip()
    if not words:
        return Reading()
    match = _POSTCODE.fullmatch(words)
    return Reading(match[1] + match[2].upper()) if match else Reading(problem=NOT_A_POSTCODE())
