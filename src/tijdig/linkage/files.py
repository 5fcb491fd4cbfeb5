"""Link two files outside any database, so that others can bring their own data and their own truth.

``register.csv`` and ``signals.csv`` in (UTF-8; comma or semicolon; the columns below, in any order), ``links.csv`` out.
The engine and its table are the ones that run every month. Nothing else is stored, and nothing is logged.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from tijdig.linkage.columns import BATCH, Places, Residents
from tijdig.linkage.engine import link_batches
from tijdig.linkage.rules.normalising import plain_postcode
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.linkage.rules.people import LinkResult, Side, SignalPerson
from tijdig.problems import ProblemKind, Refused

HERE = "here"  # the municipality of whoever has none in the file

ADDRESS = ("street", "house_number", "house_letter", "addition", "postcode", "town")
FORMER = tuple(f"former_{name}" for name in ADDRESS)
SIGNAL_COLUMNS = ("signal", "initials", "prefix", "surname", "birth_date", *ADDRESS, "received_on")
REGISTER_COLUMNS = (
    "person", "household", "given_names", "prefix", "surname", "partner_prefix", "partner_surname", "birth_date",
    *ADDRESS, "municipality", "deceased_on", *FORMER, "former_municipality",
)  # fmt: skip
LINK_COLUMNS = (
    "signal",
    "person",
    "household",
    "tier",
    "rule",
    "runner_up",
    "margin",
    "candidates",
    "reasons",
)

COLUMN_MISSING = ProblemKind(
    code="linkage.file-column-missing",
    rule="R24",
    nl="In {file} ontbreekt de kolom {column}.",
    en="{file} has no column {column}.",
    remedy_nl="Zet boven elke kolom de naam die in docs/linkage.md staat.",
    remedy_en="Put above each column the name that docs/linkage.md gives it.",
)
ROW_UNREADABLE = ProblemKind(
    code="linkage.file-row-unreadable",
    rule="R24",
    nl="Regel {line} van {file} is niet te lezen: {column} is geen geldige waarde.",
    en="Line {line} of {file} cannot be read: {column} holds no valid value.",
    remedy_nl="Schrijf een huisnummer als getal en een datum als 1970-03-15 of 19700315.",
    remedy_en="Write a house number as a number and a date as 1970-03-15 or 19700315.",
)

_SIGNS = {Side.FOR: "+", Side.AGAINST: "-", Side.ASIDE: ""}
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def link_files(register: Path, signals: Path, to: Path, *, municipality: str = HERE) -> Mapping[Outcome, int]:
    """Link the signals of one file with the residents of another, write ``to`` (mode 600); returns counts per tier.

    ``municipality`` is the code of whoever lives here, for a register that has that column. Raises :class:`Refused`,
    and writes nothing, when a file lacks a column or holds a row that cannot be read.
    """
    asked = list(_signals(signals))
    results = link_batches(asked, _residents(register, municipality))
    households = _households(register, {result.bsn for result in results if result.bsn})
    counts = dict.fromkeys(Outcome, 0)
    with open(to, "w", encoding="utf-8", newline="", opener=_for_me_alone) as file:
        writer = csv.writer(file)
        writer.writerow(LINK_COLUMNS)
        for result in results:
            counts[result.outcome] += 1
            writer.writerow(_told(result, households))
    return counts


def run(register: Path, signals: Path, to: Path, municipality: str, out: TextIO) -> int:
    """Link two files and print what came of it; returns the exit code: 0, or 1 when a file has problems."""
    try:
        counts = link_files(register, signals, to, municipality=municipality)
    except Refused as refusal:
        for problem in refusal.problems:
            print(f"{problem.nl} [{problem.code}]\n    → {problem.remedy_nl}", file=out)
        return 1
    for outcome, number in counts.items():
        print(f"{outcome:<8} {number:>9}", file=out)
    return 0


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _told(result: LinkResult, households: Mapping[str, str]) -> Sequence[object]:
    person = result.bsn or ""
    margin = "" if result.margin is None else f"{result.margin:g}"
    candidates = " ".join(candidate.bsn for candidate in result.candidates)
    reasons = " ".join(
        f"{_SIGNS[reason.side]}{reason.code.removeprefix('linkage.')}" for reason in result.reasons
    )
    return (
        result.signal_id, person, households.get(person, ""), result.outcome, result.rule_id,
        result.runner_up or "", margin, candidates, reasons,
    )  # fmt: skip


def _signals(path: Path) -> Iterator[SignalPerson]:
    for line, row in _rows(path, SIGNAL_COLUMNS, needed=("signal", "surname")):
        key, initials, prefix, surname, born, street, number, letter, addition, postcode, town, received = row
        (birth_date,) = _read(_register_date, [born], path, [line], "birth_date")
        (house_number,) = _read(_number, [number], path, [line], "house_number")
        (received_on,) = _read(_day, [received], path, [line], "received_on")
        yield SignalPerson(
            id=key, surname=surname, prefix=prefix, initials=initials, birth_date=birth_date, street=street,
            house_number=house_number, house_letter=letter, addition=addition, postcode=postcode, town=town,
            received_on=received_on,
        )  # fmt: skip


def _households(path: Path, people: Collection[str]) -> Mapping[str, str]:
    """Return the household of each of these people: as the file says it, else the address."""
    rows = _rows(path, ("person", "household", *ADDRESS), needed=("person",))
    return {person: said or "|".join(place) for _line, (person, said, *place) in rows if person in people}


def _residents(path: Path, municipality: str) -> Iterator[Residents]:
    """Yield the register in columns."""
    rows = _rows(path, REGISTER_COLUMNS, needed=("person", "surname"))
    for batch in batched(rows, BATCH):
        lines, cells = zip(*batch, strict=True)
        column = dict(zip(REGISTER_COLUMNS, zip(*cells, strict=True), strict=True))
        died = _read(_register_date, column["deceased_on"], path, lines, "deceased_on")
        yield Residents(
            bsns=column["person"], given_names=column["given_names"], prefixes=column["prefix"],
            surnames=column["surname"], partner_prefixes=column["partner_prefix"],
            partner_surnames=column["partner_surname"],
            birth_dates=_read(_register_date, column["birth_date"], path, lines, "birth_date"),
            live_here=[
                not day and where in {"", municipality}
                for day, where in zip(died, column["municipality"], strict=True)
            ],
            died=[bool(day) for day in died], doubted=[False] * len(lines),
            current=_places(column, "", path, lines), former=_places(column, "former_", path, lines),
        )  # fmt: skip


def _places(column: Mapping[str, Sequence[str]], which: str, path: Path, lines: Sequence[int]) -> Places:
    named = [column[f"{which}{name}"] for name in ADDRESS]
    known: Sequence[int] = range(len(lines))
    if which:  # few have an address of before
        known = [at for at, postcode in enumerate(named[4]) if postcode]
        named = [[cells[at] for at in known] for cells in named]
        lines = [lines[at] for at in known]
    street, number, letter, addition, postcode, _town = named
    return Places(
        known, street, _read(_number, number, path, lines, f"{which}house_number"), letter, addition,
        [""] * len(lines), list(map(plain_postcode, postcode)),
    )  # fmt: skip


def _read[T](
    reading: Callable[[str], T], cells: Sequence[str], path: Path, lines: Sequence[int], column: str
) -> list[T]:
    """Read a whole column; :class:`Refused` with the line of the first cell that cannot be read."""
    read: list[T] = []
    try:
        read.extend(map(reading, cells))
    except ValueError:
        raise Refused(ROW_UNREADABLE(file=path.name, line=lines[len(read)], column=column)) from None
    return read


def _rows(path: Path, columns: Sequence[str], *, needed: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and these columns of every row, stripped; what the file does not have is empty."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading = file.readline()
        rows = csv.reader(file, delimiter=";" if heading.count(";") > heading.count(",") else ",")
        names = [name.strip().lower() for name in re.split("[;,]", heading.replace('"', ""))]
        missing = [column for column in needed if column not in names]
        if missing:
            raise Refused(COLUMN_MISSING(file=path.name, column=column) for column in missing)
        width = len(names)
        pick = itemgetter(*(names.index(column) if column in names else width for column in columns))
        for line, row in enumerate(rows, start=2):
            row.extend([""] * (width + 1 - len(row)))
            yield line, list(map(str.strip, pick(row)))


def _number(text: str) -> int:
    """Return a house number, 0 for none; ``ValueError`` for anything else."""
    if text and not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError
    return int(text or 0)


def _register_date(text: str) -> str:
    """Return a date as the register writes it: eight digits, zeros for what is not known; empty for none."""
    if not text or (len(text) == 8 and text.isascii() and text.isdigit()):
        return text
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError
    return "".join(found.groups())


def _day(text: str) -> date:
    return date.fromisoformat(text) if text else date.max
