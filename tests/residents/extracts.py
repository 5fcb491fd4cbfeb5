"""Write small register extracts for tests: a person is a list of lines, a line maps elements to text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tijdig.residents.rules.extract import Extract, read_extract
from tijdig.residents.rules.lo3_lines import CATEGORIES, ELEMENTS

HEADINGS = ["", *ELEMENTS, *(f"{category}.H" for category in CATEGORIES), "06.88.10", "06.88.10"]
ANNA = {
    "01.01.20": "999990019",
    "01.02.10": "Anna Maria",
    "01.02.30": "van der",
    "01.02.40": "Zandhoek",
    "01.03.10": "19700315",
    "01.61.10": "V",
    "05.02.40": "Kersink",
    "07.70.10": "0",
    "08.09.10": "9901",
    "08.10.30": "20110201",
    "08.11.10": "Duinlaan",
    "08.11.20": "12",
    "08.11.30": "A",
    "08.11.40": "bis",
    "08.11.60": "7001AB",
}

type Line = Mapping[str, str]


def anna(**changes: str) -> dict[str, str]:
    """Return Anna's first line with elements changed, written as ``_08_11_60="7001AC"``."""
    return ANNA | {element[1:].replace("_", "."): text for element, text in changes.items()}


def extract_text(*people: Sequence[Line]) -> str:
    """Return an extract; the first line of each person gets a key in the first column."""
    lines = [";".join(HEADINGS)]
    for number, person in enumerate(people, start=1):
        for position, line in enumerate(person):
            key = f"P{number}" if position == 0 else ""
            lines.append(";".join([key, *(line.get(heading, "") for heading in HEADINGS[1:])]))
    return "\ufeff" + "\n".join(lines) + "\n"


def read(*people: Sequence[Line]) -> Extract:
    """Read an extract of these people."""
    return read_extract(extract_text(*people).split("\n"))
