"""Rows per second and peak memory of reading and checking a delivery, at 10,000 and 100,000 rows.

Run: ``python benchmarks/intake.py [--rows N ...]``. Prints a Markdown table; ``make bench`` puts it in the docs.
Parsing happens in its bounded process, checking in ours; both peaks are given. The rows are made up. Beside it, in the
same run, the same file with nothing but ``csv`` and a pydantic model of its columns: typed values, and no other check.
Seconds are those of a processor, of both processes together: on a busy machine a clock tells of its other work.
"""

from __future__ import annotations

import argparse
import csv
import io
import multiprocessing
import random
import resource
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from tijdig.covenant.rules.reading import read_covenant
from tijdig.intake.reading.limits import MEGABYTE, Limits
from tijdig.intake.reading.reader import read_table
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.fields import TEMPLATE_FIELDS

COVENANT = Path(__file__).resolve().parent.parent / "tests" / "covenants" / "landelijk-0518.toml"
RECEIVED_ON = date(2026, 9, 3)
LIMITS = Limits(
    file_bytes=200 * MEGABYTE, rows=1_000_000, cpu_seconds=120, wall_seconds=240, memory=4096 * MEGABYTE
)


def _day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


type Day = Annotated[date, BeforeValidator(_day)]


class BareRow(BaseModel):
    """A row as a program would read it that checks types and nothing else; names are those of the template's fields."""

    reference: str = Field(min_length=1)
    initials: str
    prefix: str
    surname: str = Field(min_length=1)
    birth_date: Day
    street: str
    house_number: int
    postcode: str = Field(pattern=r"^\d{4}[A-Z]{2}$")
    town: str
    phone: str
    amount: Annotated[Decimal, BeforeValidator(_amount)] = Field(gt=0)
    months: int
    onset_on: Day
    contact_sought_on: Day
    pointed_to_help_on: Day
    reminder_on: Day
    offer_to_share_on: Day
    informed_on: Day
    objection: Literal["J", "N"]
    crisis: Literal["J", "N"]
    warm_transfer: Literal["J", "N"]


def read_barely(content: bytes) -> int:
    """Return how many rows of the file fit the model."""
    names = [field.name for field in TEMPLATE_FIELDS]
    lines = csv.reader(io.StringIO(content.decode()), delimiter=";")
    next(lines)
    fitting = 0
    for line in lines:
        try:
            BareRow.model_validate(dict(zip(names, line, strict=True)))
        except ValidationError:
            continue
        fitting += 1
    return fitting


def made_up_file(rows: int, seed: int = 1) -> bytes:
    """Return a CSV in the layout of the template with this many made-up rows, one in fifty of them wrong."""
    chance = random.Random(seed)
    lines = [";".join(field.heading for field in TEMPLATE_FIELDS)]
    for number in range(rows):
        onset = RECEIVED_ON - timedelta(days=chance.randint(62, 200))
        step = (RECEIVED_ON - timedelta(days=chance.randint(5, 40))).strftime("%d-%m-%Y")
        born = date(1940, 1, 1) + timedelta(days=chance.randint(0, 24_000))
        thousands = -1 if number % 50 == 0 else chance.randint(1, 4)
        amount = f"{thousands}.{chance.randint(100, 999)},{chance.randint(10, 99)}"
        cells = {
            "reference": f"B{number:07}",
            "initials": chance.choice(["A.", "B.C.", "J.P.M.", "K.", "M.E."]),
            "prefix": chance.choice(["", "", "van", "de", "van der"]),
            "surname": "".join(chance.choices("abcdefghijklmnoprstuvwz", k=8)).capitalize(),
            "birth_date": born.strftime("%d-%m-%Y"),
            "street": chance.choice(["Lindelaan", "Kerkstraat", "Het Plein", "Zandweg"])
            + chance.choice(["", " Noord"]),
            "house_number": str(chance.randint(1, 400)),
            "postcode": f"{chance.randint(2490, 2599)}{chance.choice('ABCDEG')}{chance.choice('ABCDEG')}",
            "town": "Den Haag",
            "phone": f"06{chance.randint(10_000_000, 99_999_999)}",
            "amount": amount,
            "months": str(chance.randint(2, 6)),
            "onset_on": onset.strftime("%d-%m-%Y"),
            **dict.fromkeys(
                (
                    "contact_sought_on",
                    "pointed_to_help_on",
                    "reminder_on",
                    "offer_to_share_on",
                    "informed_on",
                ),
                step,
            ),
            "objection": "N",
            "crisis": "N",
            "warm_transfer": "N",
        }
        lines.append(";".join(cells.get(field.name, "") for field in TEMPLATE_FIELDS))
    return "\r\n".join(lines).encode()


def _processor() -> float:
    """Return the processor seconds of this process and of those that it started and that ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def measure(rows: int) -> str:
    """Return one line of the table; runs in a process of its own, so that peaks do not add up."""
    covenant = read_covenant(COVENANT.read_bytes()).covenant
    if covenant is None:
        raise SystemExit("the covenant of the benchmark cannot be read")
    content = made_up_file(rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = _processor()
    table = read_table(content, LIMITS)
    read = _processor()
    checked = check_delivery(
        table, propose_columns(table.headings), covenant=covenant, party="havenlicht", received_on=RECEIVED_ON
    )
    done = _processor()
    own, worker = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    begun = _processor()
    fitting = read_barely(content)
    barely = _processor() - begun
    if fitting != len(checked.accepted):
        raise SystemExit(f"{fitting} rows fit the bare model, {len(checked.accepted)} were accepted")
    return (
        f"| {rows:,} | {read - start:.2f} | {done - read:.2f} | {rows / (done - start):,.0f} | {barely:.2f} | "
        f"{(done - start) / barely:.1f} | {own} "
        f"(of which {before // 1024} before) | {worker} | {len(checked.accepted):,} | {checked.refused_rows:,} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000])
    sizes = parser.parse_args().rows
    print(
        "| rows | read (s) | check (s) | rows/s | csv + pydantic (s) | × "
        "| peak own (MB) | peak reader (MB) | accepted | refused |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    context = multiprocessing.get_context("spawn")
    for size in sizes:
        with context.Pool(1) as pool:
            print(pool.apply(measure, (size,)))


if __name__ == "__main__":
    main()
