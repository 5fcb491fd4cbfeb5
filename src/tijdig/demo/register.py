"""Write the invented town as a register extract and a benefit list, in the layouts that the importers read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tijdig.demo.people import Inhabitant
from tijdig.residents.rules.lo3_lines import CATEGORIES, ELEMENTS

WEERT = "0988"


def _lo3(day: date | None) -> str:
    return day.strftime("%Y%m%d") if day else ""


def _person_line(person: Inhabitant, code: str, place: str) -> Mapping[str, str]:
    municipality = person.moved_to or code
    return {
        "01.01.20": person.bsn,
        "01.02.10": person.given_names,
        "01.02.30": person.prefix,
        "01.02.40": person.surname,
        "01.03.10": _lo3(person.born),
        "01.61.10": person.name_use,
        "05.02.40": person.partner_surname,
        "06.08.10": _lo3(person.deceased_on),
        "07.67.10": _lo3(person.deceased_on),
        "07.67.20": "O" if person.deceased_on else "",
        "08.09.10": municipality,
        "08.10.30": _lo3(person.moved_in),
        "08.11.10": "Markt" if person.moved_to else person.home.street,
        "08.11.20": "1" if person.moved_to else str(person.home.number),
        "08.11.40": "" if person.moved_to else person.home.addition,
        "08.11.60": "6301AA" if person.moved_to else person.home.postcode,
        "08.11.70": "Valkenburg" if person.moved_to else place,
    }


def _former_home(person: Inhabitant, code: str) -> Mapping[str, str]:
    return {
        "08.09.10": code,
        "08.10.30": _lo3(person.moved_in),
        "08.11.10": person.home.street,
        "08.11.20": str(person.home.number),
        "08.11.40": person.home.addition,
        "08.11.60": person.home.postcode,
    }


def register_extract(town: Iterable[Inhabitant], code: str = WEERT, place: str = "Weert") -> str:
    """Return the town as LO3 lines: a heading, a line per person, continuation lines for children and former homes.

    ``code`` and ``place`` are the municipality's number and the town on its addresses.
    """
    headings = ["", *ELEMENTS, *(f"{category}.H" for category in CATEGORIES)]
    lines = [";".join(headings)]
    for number, person in enumerate(town, start=1):
        for first, values in _lines_of(person, code, place):
            cells = {"": f"W{number:04}" if first else "", **values}
            lines.append(";".join(cells.get(heading, "") for heading in headings))
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _lines_of(person: Inhabitant, code: str, place: str) -> Iterable[tuple[bool, Mapping[str, str]]]:
    rows: list[dict[str, str]] = [dict(_person_line(person, code, place))]
    for position, born in enumerate(person.children):
        if position == len(rows):
            rows.append({})
        rows[position] |= {"09.02.40": person.surname, "09.03.10": _lo3(born)}
        if position + 1 < len(person.children):
            rows[position]["09.H"] = "09"
    if person.moved_to:
        if len(rows) == 1:
            rows.append({})
        rows[0]["08.H"] = "58"
        rows[1] |= _former_home(person, code)
    return [(position == 0, row) for position, row in enumerate(rows)]


def benefit_list(town: Iterable[Inhabitant], as_of: date) -> str:
    """Return who receives a Participatiewet benefit and who does not, for every adult of the town."""
    lines = ["bsn;participatiewet;peildatum"]
    for person in town:
        if "child" not in person.tags:
            answer = "J" if "benefit" in person.tags else "N"
            lines.append(f"{person.bsn};{answer};{as_of.isoformat()}")
    return "\r\n".join(lines) + "\r\n"
