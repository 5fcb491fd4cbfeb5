"""Files as landlords' systems make them, with what a careful clerk would read in them; made at random from a seed.

A ledger is a list of tenants, a style (how dates, amounts, yes and no are written; layout, separator, encoding, titles
and totals around it) and the file that comes of both. What each accepted row must say stands in :class:`Tenant`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from tests.intake.samples import ENGLISH, ONE_ADDRESS_CELL, PLAIN, RECEIVED_ON, WORKBOOK

SURNAMES = (
    "Jansen", "Bakker", "Smit", "Öztürk", "Groß", "Çelik", "Yılmaz", "El Idrissi", "IJsbrandy", "Núñez", "D'Angelo",
    "Bakker-de Wit", "Müller", "Nguyen", "Łukasiewicz", "Hoek", "Zwart", "Aït Baha", "O'Neill", "Şahin",
)  # fmt: skip
PREFIXES = ("", "", "", "van", "de", "van der", "van 't", "in 't", "ten")
STREETS = (
    "Voorbeeldstraat",
    "Plein 1813",
    "Korte Beestenmarkt",
    "Laan van Meerdervoort",
    "1e Helmersstraat",
    "Èze",
)
TOWNS = ("Den Haag", "'s-Gravenhage", "Weert")
ADDITIONS = ("", "", "", "3", "hs", "bis")
DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class Tenant:
    """One row as it must be read: days as dates, the amount in cents."""

    reference: str
    initials: str
    prefix: str
    surname: str
    birth_date: date
    street: str
    house_number: int
    house_letter: str
    addition: str
    postcode: str
    town: str
    phone: str
    email: str
    cents: int
    months: int
    onset_on: date
    stepped_on: date
    crisis: bool

    def read(self) -> dict[str, object]:
        """Return what an accepted row holds of it, by the names of :class:`SignalRow`."""
        steps = dict.fromkeys(
            ("contact_sought_on", "pointed_to_help_on", "reminder_on", "informed_on"), self.stepped_on
        )
        return {
            **{name: getattr(self, name) for name in _AS_THEY_ARE},
            "birth_date": f"{self.birth_date:%Y%m%d}",
            "amount_cents": self.cents,
            **steps,
        }  # fmt: skip


_AS_THEY_ARE = (
    "reference", "initials", "prefix", "surname", "street", "house_number", "house_letter", "addition", "postcode",
    "town", "phone", "email", "months", "onset_on", "crisis",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How one ledger writes; ``layout`` maps fields to headings, ``noise`` is put around cells now and then."""

    layout: Mapping[str, str]
    day: Callable[[date], str]
    amount: Callable[[int], str]
    yes: str
    no: str
    separator: str
    encoding: str
    line_end: str
    quoting: int
    titles: int
    total: bool
    noise: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Ledger:
    """A made-up file: what is in it, row by row, and its bytes."""

    tenants: Sequence[Tenant]
    style: Style
    content: bytes


def _grouped(cents: int, group: str, point: str) -> str:
    return f"{cents // 100:,}".replace(",", group) + f"{point}{cents % 100:02}"


DAYS: Sequence[Callable[[date], str]] = (
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day.day}-{day.month}-{day.year}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: day.isoformat(),
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.isoformat()}T00:00:00",
    lambda day: f"{day:%d-%m-%Y} 0:00",
)
AMOUNTS: Sequence[Callable[[int], str]] = (
    lambda cents: f"{cents // 100},{cents % 100:02}",
    lambda cents: f"{cents // 100}.{cents % 100:02}",
    lambda cents: _grouped(cents, ".", ","),
    lambda cents: _grouped(cents, ",", "."),
    lambda cents: "€ " + _grouped(cents, ".", ","),
    lambda cents: "€\u00a0" + _grouped(cents, " ", ","),
    lambda cents: _grouped(cents, ".", ",") if cents % 100 else _grouped(cents, ".", ",")[:-2] + "-",
    lambda cents: f"EUR {cents // 100},{cents % 100:02}",
)
YES_NO = (
    ("J", "N"),
    ("ja", "nee"),
    ("true", "false"),
    ("1", "0"),
    ("X", ""),
    ("Yes", "No"),
    ("WAAR", "ONWAAR"),
)
# Of what a person sees in a spreadsheet nothing, or a space.
NOISE = (" ", "\u00a0", "\u200b", "\ufeff", "\u2009", "\t")


def tenant(random: Random, number: int) -> Tenant:
    """Make a tenant of whom nothing is wrong."""
    phone = random.randrange(10_000_000, 100_000_000)
    return Tenant(
        reference=f"{random.choice(('K', 'HUUR', '00'))}-{number:04}",
        initials="".join(f"{letter}." for letter in random.sample("ABCDEFGHIJKLMNOPRSTVWZ", random.randint(1, 3))),
        prefix=random.choice(PREFIXES),
        surname=random.choice(SURNAMES),
        birth_date=date(1930, 1, 1) + timedelta(days=random.randrange(27_000)),
        street=random.choice(STREETS),
        house_number=random.randint(1, 999),
        house_letter=random.choice(("", "", "A", "b")),
        addition=random.choice(ADDITIONS),
        postcode=f"{random.randint(1000, 9999)}{random.choice('BCDEG')}{random.choice('HJKLM')}",
        town=random.choice(TOWNS),
        phone=f"+316{phone}",
        email=f"t{number}@voorbeeld.nl",
        cents=random.choice((random.randrange(5_000, 99_999), random.randrange(100_000, 2_000_000), 123_400)),
        months=random.randint(2, 30),
        onset_on=RECEIVED_ON - timedelta(days=random.randint(62, 900)),
        stepped_on=RECEIVED_ON - timedelta(days=random.randint(14, 60)),
        crisis=random.random() < 0.1,
    )  # fmt: skip


def style(random: Random) -> Style:
    """Make a style; the order of its columns is random too."""
    layout = random.choice((PLAIN, ONE_ADDRESS_CELL, ENGLISH, WORKBOOK))
    columns = list(layout.items())
    random.shuffle(columns)
    yes, no = random.choice(YES_NO)
    return Style(
        layout=dict(columns),
        day=random.choice(DAYS),
        amount=random.choice(AMOUNTS),
        yes=yes,
        no=no,
        separator=random.choice((";", ",", "\t", "|")),
        encoding=random.choice(("utf-8", "utf-8-sig", "cp1252")),
        line_end=random.choice(("\r\n", "\n")),
        quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        titles=random.choice((0, 0, 1, 3)),
        total=random.random() < 0.2,
        noise=NOISE if random.random() < 0.3 else (),
    )


def cells_of(one: Tenant, written: Style) -> dict[str, str]:
    """Return the tenant's cells by field, as this style writes them."""
    day, merged = written.day, f"{one.house_number}{one.house_letter}"
    steps = ("contact_sought_on", "pointed_to_help_on", "reminder_on", "offer_to_share_on", "informed_on")
    return {
        **{name: str(getattr(one, name)) for name in _AS_THEY_ARE},
        "birth_date": day(one.birth_date),
        "postcode": f"{one.postcode[:4]} {one.postcode[4:]}",
        "phone": "06-" + one.phone[4:],
        "amount": written.amount(one.cents),
        "onset_on": day(one.onset_on),
        **{name: day(one.stepped_on) for name in steps},
        "address": " ".join(part for part in (one.street, merged, one.addition) if part),
        "objection": written.no,
        "crisis": written.yes if one.crisis else written.no,
        "warm_transfer": written.no,
    }


def writable(one: Tenant, written: Style) -> bool:
    """Whether the style's encoding has all letters of this tenant."""
    try:
        " ".join(cells_of(one, written).values()).encode(written.encoding)
    except UnicodeEncodeError:
        return False
    return True


def csv_ledger(seed: int) -> Ledger:
    """Make a CSV file of this seed."""
    random = Random(seed)
    written = style(random)
    made = (tenant(random, number) for number in range(random.randint(1, 12)))
    tenants = [one for one in made if writable(one, written)]
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=written.separator, lineterminator=written.line_end, quoting=written.quoting
    )  # type: ignore[call-overload, unused-ignore]
    for number in range(written.titles):
        writer.writerow([("Huurachterstanden", "Peildatum 2 september", "")[number]])
    writer.writerow(written.layout.values())
    for one in tenants:
        cells = cells_of(one, written)
        writer.writerow([_noisy(cells[name], written, random) for name in written.layout])
    if written.total:
        total = written.amount(sum(one.cents for one in tenants))
        writer.writerow([total if name == "amount" else "" for name in written.layout])
    return Ledger(tenants, written, out.getvalue().encode(written.encoding))


def _noisy(cell: str, written: Style, random: Random) -> str:
    fitting = [one for one in written.noise if written.encoding != "cp1252" or one in {" ", "\u00a0", "\t"}]
    if not fitting or random.random() < 0.8:
        return cell
    return random.choice(fitting) + cell + random.choice(fitting)


def workbook_ledger(seed: int) -> Ledger:
    """Make a workbook of this seed: days and amounts in cells of their own type, or as text."""
    random = Random(seed)
    written = style(random)
    tenants = [tenant(random, number) for number in range(random.randint(1, 8))]
    typed = random.random() < 0.7
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Achterstanden")
        day_format = book.add_format({"num_format": "dd-mm-yyyy"})
        for number in range(written.titles):
            sheet.write_string(number, 0, ("Huurachterstanden", "Peildatum 2 september", "")[number])
        sheet.write_row(written.titles, 0, list(written.layout.values()))
        for line, one in enumerate(tenants, start=written.titles + 1):
            cells, values = cells_of(one, written), one.read()
            for column, name in enumerate(written.layout):
                value = values.get(name) if name != "birth_date" else one.birth_date
                if typed and isinstance(value, date):
                    sheet.write_datetime(line, column, value, day_format)
                elif typed and name == "amount":
                    sheet.write_number(line, column, one.cents / 100)
                elif typed and name in {"months", "house_number"}:
                    sheet.write_number(line, column, int(cells[name]))
                elif cells[name]:
                    sheet.write_string(line, column, _noisy(cells[name], written, random))
    return Ledger(tenants, written, target.getvalue())


def damaged(content: bytes, seed: int) -> bytes:
    """Return the bytes with one to six kinds of harm done to them, of this seed."""
    random = Random(seed)
    harmed = bytearray(content)
    for _time in range(random.randint(1, 6)):
        _HARMS[random.randrange(len(_HARMS))](harmed, random)
    return bytes(harmed)


def damaged_inside(content: bytes, seed: int) -> bytes:
    """Return a workbook of which one part was harmed and packed again, so that its archive is whole."""
    random = Random(seed)
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as whole, ZipFile(out, "w", ZIP_DEFLATED) as made:
        names = whole.namelist()
        chosen = random.choice([name for name in names if "sheet" in name or "sharedStrings" in name])
        for name in names:
            part = whole.read(name)
            made.writestr(name, damaged(part, seed) if name == chosen else part)
    return out.getvalue()


def _flip(harmed: bytearray, random: Random) -> None:
    if harmed:
        harmed[random.randrange(len(harmed))] ^= 1 << random.randrange(8)


def _cut(harmed: bytearray, random: Random) -> None:
    start = random.randrange(len(harmed) + 1)
    del harmed[start : start + random.randint(1, 40)]


def _truncate(harmed: bytearray, random: Random) -> None:
    del harmed[random.randrange(len(harmed) + 1) :]


def _insert(harmed: bytearray, random: Random) -> None:
    start = random.randrange(len(harmed) + 1)
    harmed[start:start] = random.choice(
        (b'"', b";", b",", b"\n", b"\r", b"\x00", b"\xff", b"\xc3\xa9", b"=1+1", b"\t", random.randbytes(8), b"9" * 30)
    )  # fmt: skip


def _repeat(harmed: bytearray, random: Random) -> None:
    start = random.randrange(len(harmed) + 1)
    harmed[start:start] = harmed[start : start + random.randint(1, 300)]


def _swap_lines(harmed: bytearray, random: Random) -> None:
    lines = bytes(harmed).split(b"\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    harmed[:] = b"\n".join(lines)


_HARMS = (_flip, _cut, _truncate, _insert, _repeat, _swap_lines)
