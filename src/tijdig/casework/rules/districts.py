"""Districts by postcode: how a controller writes them, and in which one an address lies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tijdig.problems import Problem, ProblemKind

POSTCODES_WRONG = ProblemKind(
    code="casework.postcodes-wrong",
    rule="R49",
    nl="'{part}' is geen postcode of reeks van postcodes.",
    en="'{part}' is no postcode or range of postcodes.",
    remedy_nl="Schrijf de vier cijfers, met een streepje voor een reeks en komma's ertussen: 6001-6003, 6005.",
    remedy_en="Write the four digits, with a hyphen for a range and commas between: 6001-6003, 6005.",
)
_PART = re.compile(r"^([1-9]\d{3})(?:\s*-\s*([1-9]\d{3}))?$")


@dataclass(frozen=True, slots=True)
class Area:
    """A district: its key, and its ranges of postcodes, first and last."""

    key: int
    ranges: tuple[tuple[int, int], ...]


def read_postcodes(text: str) -> tuple[tuple[int, int], ...] | Problem:
    """Read ``6001-6003, 6005`` as ranges; a problem that names the part that is none."""
    ranges = []
    for part in text.split(","):
        found = _PART.match(part.strip())
        last = int(found.group(2) or found.group(1)) if found else 0
        if found is None or last < int(found.group(1)):
            return POSTCODES_WRONG(part=part.strip())
        ranges.append((int(found.group(1)), last))
    return tuple(ranges)


def district_of(postcode: str, areas: Iterable[Area]) -> int | None:
    """Return the key of the first area that holds this postcode; None when none does or there is no postcode."""
    digits = postcode.strip()[:4]
    number = int(digits) if digits.isdecimal() and len(digits) == 4 else 0
    return next((area.key for area in areas for first, last in area.ranges if first <= number <= last), None)
