"""Made-up deliveries in the four layouts and in our own template; a row is made by naming what differs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.rows import CheckedDelivery
from tijdig.intake.rules.table import FileKind, Table

RECEIVED_ON = date(2026, 9, 2)
COVENANT_FILE = Path(__file__).parent.parent / "covenants" / "landelijk-0518.toml"

# A row that nothing is wrong with, by field.
GOOD: Mapping[str, str] = {
    "reference": "K-1001", "initials": "A.B.", "prefix": "van der", "surname": "Linde", "birth_date": "04-11-1971",
    "street": "Voorbeeldstraat", "house_number": "12", "house_letter": "A", "addition": "", "postcode": "2511 ca",
    "town": "Den Haag", "phone": "06-12345678", "email": "linde@voorbeeld.nl", "amount": "1.234,56", "months": "3",
    "onset_on": "01-06-2026", "contact_sought_on": "12-08-2026", "pointed_to_help_on": "12-08-2026",
    "reminder_on": "29-07-2026", "offer_to_share_on": "29-07-2026", "informed_on": "29-07-2026",
    "objection": "N", "crisis": "N", "warm_transfer": "N",
}  # fmt: skip

PLAIN = {name: name for name in GOOD} | {
    "reference": "kenmerk", "initials": "voorletters", "prefix": "tussenvoegsel", "surname": "achternaam",
    "birth_date": "geboortedatum", "street": "straat", "house_number": "huisnummer", "house_letter": "huisletter",
    "addition": "toevoeging", "town": "woonplaats", "phone": "telefoon", "amount": "bedrag", "months": "maanden",
    "onset_on": "ontstaansdatum", "contact_sought_on": "contact_gezocht", "pointed_to_help_on": "gewezen_op_hulp",
    "reminder_on": "herinnering", "offer_to_share_on": "aanbod_doorgeven", "informed_on": "geinformeerd",
    "objection": "bezwaar", "crisis": "crisis", "warm_transfer": "warme_overdracht",
}  # fmt: skip


def covenant() -> Covenant:
    found = read_covenant(COVENANT_FILE.read_bytes()).covenant
    assert found is not None
    return found


def table_of(
    *rows: Mapping[str, str], headings: Mapping[str, str] = PLAIN, extra: Sequence[str] = ()
) -> Table:
    """A table with these rows (differences from GOOD); ``extra`` are headings that no field has."""
    names = list(headings)
    cells = [
        tuple((GOOD | row).get(name, "") for name in names) + tuple(row.get(heading, "") for heading in extra)
        for row in rows
    ]
    return Table(
        kind=FileKind.CSV,
        headings=(*headings.values(), *extra),
        rows=Rows.of(cells, len(names) + len(extra)),
        lines=tuple(range(2, len(cells) + 2)),
        encoding="utf-8",
        separator=";",
    )


def checked(
    *rows: Mapping[str, str],
    extra: Sequence[str] = (),
    without: Sequence[str] = (),
    agreed: Covenant | None = None,
    party: str = "havenlicht",
    on: date = RECEIVED_ON,
) -> CheckedDelivery:
    headings = {name: heading for name, heading in PLAIN.items() if name not in without}
    table = table_of(*rows, headings=headings, extra=extra)
    return check_delivery(
        table, propose_columns(table.headings), covenant=agreed or covenant(), party=party, received_on=on
    )


def codes(result: CheckedDelivery, row: int = 1) -> set[str]:
    return {item.problem.code.removeprefix("intake.") for item in result.refused if item.row == row}


def csv_file(
    *rows: Mapping[str, str],
    headings: Mapping[str, str] = PLAIN,
    separator: str = ";",
    encoding: str = "utf-8",
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(headings.values())
    writer.writerows([[(GOOD | row).get(name, "") for name in headings] for row in rows])
    return text.getvalue().encode(encoding)


# --- The four layouts, as landlords' systems make them -------------------------------------------------------------
ONE_ADDRESS_CELL = {
    "reference": "Huurdernr", "surname": "Naam huurder", "initials": "Voorl.", "prefix": "Tussenv.",
    "birth_date": "Geb.datum", "address": "Adres", "postcode": "Postcode", "town": "Plaats", "phone": "Tel.",
    "amount": "Saldo", "months": "Achterst. mnd", "onset_on": "Datum oudste post",
    "contact_sought_on": "Dat. huisbezoek", "pointed_to_help_on": "Dat. info SHV",
    "reminder_on": "Dat. 1e herinnering", "offer_to_share_on": "Dat. aanbod gemeente",
    "informed_on": "Dat. aankondiging", "objection": "Bezwaar J/N", "crisis": "Ontruiming J/N",
    "warm_transfer": "Warm J/N",
}  # fmt: skip
ENGLISH = {
    "reference": "customer_id", "initials": "initials", "prefix": "prefix", "surname": "last_name",
    "birth_date": "date_of_birth", "street": "street", "house_number": "house_number",
    "house_letter": "house_letter", "addition": "house_number_addition", "postcode": "postal_code", "town": "city",
    "phone": "phone", "amount": "amount_due", "months": "months_due", "onset_on": "oldest_invoice",
    "contact_sought_on": "personal_contact", "pointed_to_help_on": "referred_to_debt_help",
    "reminder_on": "reminder_sent", "offer_to_share_on": "offer_made", "informed_on": "announced",
    "objection": "objected", "crisis": "disconnection_announced",
}  # fmt: skip
WORKBOOK = {
    "reference": "Relatie", "initials": "Voorletters", "prefix": "Voorvoegsel", "surname": "Achternaam",
    "birth_date": "Geboortedatum", "street": "Straatnaam", "house_number": "Huisnr", "house_letter": "Letter",
    "addition": "Toev", "postcode": "Postcode", "town": "Woonplaats", "phone": "Mobiel",
    "amount": "Openstaand bedrag", "months": "Aantal maanden", "onset_on": "Oudste vordering",
    "contact_sought_on": "Persoonlijk contact", "pointed_to_help_on": "Verwezen naar SHV",
    "reminder_on": "Herinnering", "offer_to_share_on": "Aanbod", "informed_on": "Aankondiging",
    "objection": "Bezwaar", "crisis": "Crisis", "warm_transfer": "Warme overdracht",
}  # fmt: skip
# Headings that say nothing to anyone but their owner.
BAD_LAYOUT_COLUMNS = {"reference": "Sleutel", "amount": "Kolom X"}
_ISO = {
    name: "-".join(reversed(value.split("-")))
    for name, value in GOOD.items()
    if name.endswith(("_on", "date"))
}

LAYOUTS: Mapping[str, bytes] = {
    "utf-8, semicolons": csv_file({}),
    "windows-1252, one address cell": csv_file(
        {"surname": "Linde, van der", "prefix": "", "address": "Voorbeeldstraat 12 A", "amount": "€ 1.234,56"},
        headings=ONE_ADDRESS_CELL, encoding="cp1252",
    ),
    "utf-8 with mark, commas, ISO dates": csv_file(
        _ISO | {"amount": "1234.56", "objection": "false", "crisis": "false"},
        headings=ENGLISH, separator=",", encoding="utf-8-sig",
    ),
}  # fmt: skip


def workbook(
    *rows: Mapping[str, object],
    titles: Sequence[str] = ("Voorbeeld: huurachterstanden", "peildatum 02-09-2026", ""),
    hidden_copy: bool = False,
    second_sheet: bool = False,
) -> bytes:
    """An XLSX as a ledger makes it: title lines, a heading line, date and number cells."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        names = ["Achterstanden", *(["Kopie"] if hidden_copy or second_sheet else [])]
        for name in names:
            sheet = book.add_worksheet(name)
            for line, title in enumerate(titles):
                sheet.write_string(line, 0, title)
            sheet.write_row(len(titles), 0, list(WORKBOOK.values()))
            for number, row in enumerate(rows, start=len(titles) + 1):
                for column, field in enumerate(WORKBOOK):
                    _write(sheet, number, column, row.get(field, _typed(field)), day)
            if hidden_copy and name == "Kopie":
                sheet.hide()
    return target.getvalue()


def _typed(field: str) -> object:
    value = GOOD[field]
    if field.endswith(("_on", "date")):
        day, month, year = map(int, value.split("-"))
        return date(year, month, day)
    typed: dict[str, object] = {"amount": 1234.56, "months": 3, "house_number": 12}
    return typed.get(field, "nee" if value == "N" else value)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, day: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, str(value))
