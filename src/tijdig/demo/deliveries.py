"""What the two landlords of the demo export from their rent ledgers: invented arrears with the noise ledgers have.

Two layouts: Wonen Limburg's separate columns (UTF-8) and St. Joseph's single address cell (Windows-1252). Some rows
are wrong on purpose, each for one reason that the check page then explains.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tijdig.demo.people import Inhabitant

WIDE = (
    "kenmerk;voorletters;tussenvoegsel;achternaam;geboortedatum;straat;huisnummer;huisletter;toevoeging;postcode;"
    "woonplaats;telefoon;email;bedrag;maanden;ontstaansdatum;contact_gezocht;gewezen_op_hulp;herinnering;"
    "aanbod_doorgeven;geinformeerd;bezwaar;crisis;warme_overdracht"
)
NARROW = (
    "Huurdernr;Naam huurder;Voorl.;Tussenv.;Geb.datum;Adres;Postcode;Plaats;Tel.;Saldo;Achterst. mnd;"
    "Datum oudste post;Dat. huisbezoek;Dat. info SHV;Dat. 1e herinnering;Dat. aanbod gemeente;Dat. aankondiging;"
    "Bezwaar J/N;Ontruiming J/N;Warm J/N"
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One tenant in arrears as the landlord's ledger knows them; amounts in cents, dates of the R5 facts."""

    reference: str
    initials: str
    prefix: str
    surname: str
    born: date | None
    street: str
    number: str
    addition: str
    postcode: str
    cents: int
    months: int
    onset: date
    contact: date | None
    help: date
    reminder: date | None
    offer: date
    informed: date
    objected: bool = False
    crisis: bool = False


@dataclass(frozen=True, slots=True)
class Arrears:
    """A tenant whose rent runs behind: since when, with whom, and how much per month."""

    tenant: Inhabitant
    reference: str
    since: date
    monthly_cents: int
    crisis_from: date | None = None


def ledger_row(arrears: Arrears, on: date, rng: Random) -> LedgerRow:
    """Return the ledger's row for these arrears on this day, with a slip of the pen now and then."""
    tenant = arrears.tenant
    months = max(0, (on.year - arrears.since.year) * 12 + on.month - arrears.since.month)
    reminder = on - timedelta(days=rng.randrange(18, 34))
    slip = rng.random()
    surname = tenant.surname
    if slip < 0.12:
        surname = surname[0] + surname[2] + surname[1] + surname[3:] if len(surname) > 4 else surname
    elif slip < 0.24:
        surname = surname.upper()
    elif slip < 0.30 and tenant.prefix:
        surname = f"{surname}, {tenant.prefix}"
    unsure = 0.30 <= slip < 0.38  # what a ledger knows of a tenant of long ago: one initial, no birth date
    return LedgerRow(
        reference=arrears.reference,
        initials=tenant.initials[:2] if unsure else tenant.initials,
        prefix="" if "," in surname else tenant.prefix,
        surname=surname,
        born=None if unsure else tenant.born,
        street=tenant.home.street,
        number=str(tenant.home.number),
        addition=tenant.home.addition,
        postcode=tenant.home.postcode,
        cents=months * arrears.monthly_cents,
        months=months,
        onset=arrears.since,
        contact=reminder + timedelta(days=rng.randrange(1, 10)),
        help=reminder + timedelta(days=rng.randrange(1, 10)),
        reminder=reminder,
        offer=reminder,
        informed=reminder,
        crisis=arrears.crisis_from is not None and arrears.crisis_from <= on,
    )


def with_mistakes(rows: list[LedgerRow], on: date) -> list[LedgerRow]:
    """Return the rows with five of them spoilt, each in a way that the checks refuse for a reason of its own."""
    spoilt = list(rows)
    spoilt[1] = replace(spoilt[1], contact=None)
    spoilt[3] = replace(spoilt[3], reminder=None)
    spoilt[4] = replace(spoilt[4], cents=-spoilt[4].cents)
    spoilt[6] = replace(spoilt[6], onset=on + timedelta(days=12))
    spoilt[7] = replace(spoilt[7], objected=True)
    return spoilt


def _day(day: date | None) -> str:
    return day.strftime("%d-%m-%Y") if day else ""


def _euros(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02}"


def _yes_no(*, answer: bool) -> str:
    return "J" if answer else "N"


def _wide_line(row: LedgerRow, place: str) -> str:
    cells = (
        row.reference, row.initials, row.prefix, row.surname, _day(row.born), row.street, row.number, "",
        row.addition, row.postcode, place, "", "", _euros(row.cents), str(row.months), _day(row.onset),
        _day(row.contact), _day(row.help), _day(row.reminder), _day(row.offer), _day(row.informed),
        _yes_no(answer=row.objected), _yes_no(answer=row.crisis), "N",
    )  # fmt: skip
    return ";".join(cells)


def _narrow_line(row: LedgerRow) -> str:
    address = f"{row.street} {row.number}{' ' + row.addition if row.addition else ''}"
    cells = (
        row.reference, row.surname, row.initials, row.prefix, _day(row.born), address, row.postcode,
        "Weert", "", f"€ {_euros(row.cents)}", str(row.months), _day(row.onset), _day(row.contact),
        _day(row.help), _day(row.reminder), _day(row.offer), _day(row.informed), _yes_no(answer=row.objected),
        _yes_no(answer=row.crisis), "N",
    )  # fmt: skip
    return ";".join(cells)


def wide_export(rows: list[LedgerRow], place: str = "Weert") -> bytes:
    """Return Wonen Limburg's export: a column per field, UTF-8; ``place`` is where all of its tenants live."""
    return ("\r\n".join([WIDE, *(_wide_line(row, place) for row in rows)]) + "\r\n").encode("utf-8")


def narrow_export(rows: list[LedgerRow]) -> bytes:
    """Return St. Joseph's export: one address cell, Windows-1252; letters outside it as their base letter."""
    text = "\r\n".join([NARROW, *map(_narrow_line, rows)]) + "\r\n"
    return text.translate(str.maketrans("ıİŞşĞğ", "iISsGg")).encode("cp1252")
