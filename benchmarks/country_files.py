"""What one municipality and its landlord deliver in a month, as files: register extract, benefit list and ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.linkage_data import LedgerLine, ledger
from benchmarks.linkage_register import HERE, invented_register
from tijdig.demo.deliveries import WIDE
from tijdig.residents.rules.lo3_lines import CATEGORIES, ELEMENTS
from tijdig.residents.rules.record import ResidentRecord

EXTRACT, BENEFITS, DELIVERY, FIRST = "extract.csv", "benefits.csv", "delivery.csv", "first.csv"
FEWEST_PEOPLE = 200


def write_files(folder: Path, code: str, signals: int, people: int, on: date) -> None:
    """Write the files of the municipality ``code`` to ``folder``; the truth about each line is not kept."""
    folder.mkdir(parents=True)
    register = invented_register(max(people, FEWEST_PEOPLE), seed=int(code))
    lines = ledger(register, signals, seed=int(code))
    _write(folder / EXTRACT, _extract(register, code))
    _write(folder / BENEFITS, _benefits(register, on))
    _write(folder / DELIVERY, _delivery(lines, on, "M"))
    _write(folder / FIRST, _delivery(lines[:1], on, "E"))


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"{line}\r\n" for line in lines)


def _extract(register: Sequence[ResidentRecord], code: str) -> Iterable[str]:
    headings = ["", *ELEMENTS, *(f"{category}.H" for category in CATEGORIES)]
    yield ";".join(headings)
    for number, person in enumerate(register, start=1):
        home = person.address
        cells = {
            "": f"P{number}",
            "01.01.20": person.bsn,
            "01.02.10": person.given_names,
            "01.02.30": person.prefix,
            "01.02.40": person.surname,
            "01.03.10": person.birth_date,
            "01.61.10": person.name_use.value,
            "05.02.30": person.partner_prefix,
            "05.02.40": person.partner_surname,
            "07.67.10": person.deceased_on,
            "07.67.20": "O" if person.deceased_on else "",
            "08.09.10": code if person.municipality == HERE else person.municipality,
            "08.10.30": person.moved_in_on,
            "08.11.10": home.street,
            "08.11.20": str(home.house_number or ""),
            "08.11.30": home.house_letter,
            "08.11.40": home.addition,
            "08.11.60": home.postcode,
            "08.11.70": home.town,
        }
        yield ";".join(cells.get(heading, "") for heading in headings)


def _benefits(register: Sequence[ResidentRecord], on: date) -> Iterable[str]:
    yield "bsn;participatiewet;peildatum"
    for number, person in enumerate(register):
        yield f"{person.bsn};{'N' if number % 7 else 'J'};{on.isoformat()}"


def _delivery(lines: Sequence[LedgerLine], on: date, mark: str) -> Iterable[str]:
    yield WIDE
    step, onset = f"{on - timedelta(days=20):%d-%m-%Y}", f"{on - timedelta(days=120):%d-%m-%Y}"
    for number, line in enumerate(lines):
        person = line.person
        cells = (
            f"{mark}{number}", person.initials, person.prefix, person.surname, _day(person.birth_date), person.street,
            str(person.house_number), person.house_letter, person.addition, person.postcode, person.town, "", "",
            "1.234,56", "4", onset, step, step, step, step, step, "N", "N" if number % 20 else "J", "N",
        )  # fmt: skip
        yield ";".join(cells)


def _day(register_date: str) -> str:
    """A ledger leaves out what it does not know whole."""
    year, month, day = register_date[:4], register_date[4:6], register_date[6:]
    return f"{day}-{month}-{year}" if day and day != "00" else ""
