"""WHAT: the delivery as a whole may be taken: party, covenant, day, and columns; if not, no row is looked at.

WHY: no exchange without a covenant in force (R1, R4) to which the deliverer is a party (R3); a closed schema (R10); and
only fields that the covenant lets this party give (C1), refused by name, never silently dropped.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from tijdig.covenant.rules.document import Covenant
from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.withdrawal import tells_news_only
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.fields import FIELD_BY_NAME, Kind
from tijdig.intake.rules.headings import forbidden_kind
from tijdig.intake.rules.table import Table
from tijdig.intake.rules.values.house_numbers import read_address
from tijdig.intake.rules.values.yes_no import NO
from tijdig.problems import Problem, ProblemKind

UNKNOWN_PARTY = ProblemKind(
    code="intake.unknown-party",
    rule="R1",
    nl="{party} is geen partij bij dit convenant.",
    en="{party} is not a party to this covenant.",
    remedy_nl="Kies een partij die het convenant heeft ondertekend.",
    remedy_en="Choose a party that signed the covenant.",
)
NOT_A_SIGNAL_PARTNER = ProblemKind(
    code="intake.not-a-signal-partner",
    rule="R3",
    nl="{party} mag volgens dit convenant geen signalen aanleveren.",
    en="Under this covenant {party} may not deliver signals.",
    remedy_nl="Vraag de gemeente of het convenant hierin moet voorzien.",
    remedy_en="Ask the municipality whether the covenant should provide for this.",
)
COVENANT_NOT_IN_FORCE = ProblemKind(
    code="intake.covenant-not-in-force",
    rule="R4",
    nl="Het convenant geldt van {start} tot en met {end}. Een aanlevering van {on} wordt niet aangenomen.",
    en="The covenant runs from {start} up to and including {end}. A delivery of {on} is not accepted.",
    remedy_nl="Vraag de gemeente welk convenant nu geldt.",
    remedy_en="Ask the municipality which covenant is in force now.",
)
OUTSIDE_WINDOW = ProblemKind(
    code="intake.outside-window",
    rule="R8",
    nl="Aanleveren is afgesproken van dag {first} tot en met dag {last} van de maand. Dit is toch gelezen.",
    en="Delivery is agreed from day {first} to day {last} of the month. This was read all the same.",
    remedy_nl="Lever de volgende keer binnen deze dagen aan. Een crisissignaal mag op elke dag.",
    remedy_en="Deliver within these days next time. A crisis signal may come on any day.",
)
MISSING_COLUMN = ProblemKind(
    code="intake.missing-column",
    rule="R10",
    nl="Er is geen kolom voor: {field}.",
    en="There is no column for: {field}.",
    remedy_nl="Voeg deze kolom toe, of wijs aan in welke kolom dit gegeven staat.",
    remedy_en="Add this column, or point out which column holds this value.",
)
FORBIDDEN_COLUMN = ProblemKind(
    code="intake.forbidden-column",
    rule="R10",
    nl="Deze kolom mag u niet aanleveren: geen vrije tekst, gezondheid, gezin, inkomen of afkomst.",
    en="You may not deliver this column: no free text, health, household, income or origin.",
    remedy_nl="Haal deze kolom uit het bestand en lever het opnieuw aan. Er is niets bewaard.",
    remedy_en="Remove this column from the file and deliver again. Nothing was kept.",
)
BSN_COLUMN = ProblemKind(
    code="intake.bsn-column",
    rule="R11",
    nl="Deze kolom is voor het burgerservicenummer. Dat mag u niet aanleveren.",
    en="This column is for the citizen service number (BSN). You may not deliver it.",
    remedy_nl="Haal deze kolom uit het bestand en lever het opnieuw aan. Er is niets bewaard.",
    remedy_en="Remove this column from the file and deliver again. Nothing was kept.",
)
COLUMN_NOT_AGREED = ProblemKind(
    code="intake.column-not-agreed",
    rule="C1",
    nl="Het convenant laat niet toe dat u dit gegeven aanlevert: {field}.",
    en="The covenant does not let you deliver this: {field}.",
    remedy_nl="Maak deze kolom leeg of haal die weg. Er is niets bewaard.",
    remedy_en="Empty this column or remove it. Nothing was kept.",
)
COLUMN_NOT_READ = ProblemKind(
    code="intake.column-not-read",
    rule="R10",
    nl="Deze kolom is niet gelezen en niet bewaard.",
    en="This column was not read and not kept.",
)

HIDDEN_SHEETS = ProblemKind(
    code="intake.hidden-sheets",
    rule="S3",
    nl="Dit werkboek heeft ook {count} verborgen werkblad(en). Die zijn niet gelezen.",
    en="This workbook has {count} hidden sheet(s) as well. They were not read.",
    remedy_nl="Horen die rijen erbij? Maak het werkblad zichtbaar en lever het bestand opnieuw aan.",
    remedy_en="Do those rows belong to it? Make the sheet visible and deliver the file again.",
)

NOT_ON_BEHALF = ProblemKind(
    code="intake.not-on-behalf",
    rule="R1",
    nl="{party} levert volgens het convenant alleen aan voor: {names}.",
    en="By the covenant {party} delivers only for: {names}.",
    remedy_nl="Kies een van deze partijen.",
    remedy_en="Choose one of these parties.",
)

_ALWAYS_NEEDED = ("reference", "surname", "amount")


def check_party_may_deliver(covenant: Covenant, party: str, on_behalf_of: str = "") -> tuple[Problem, ...]:
    """Refuse a party that did not sign, that is no signal partner, or an agent that may not deliver for this one."""
    known = covenant.parties.get(party)
    if known is None:
        return (UNKNOWN_PARTY(party=party),)
    if known.is_signal_partner and on_behalf_of in {"", party}:
        return ()
    if not known.delivers_for and not known.is_signal_partner:
        return (NOT_A_SIGNAL_PARTNER(party=known.name),)
    if on_behalf_of in known.delivers_for:
        return ()
    names = ", ".join(covenant.parties[code].name for code in known.delivers_for or (party,))
    return (NOT_ON_BEHALF(party=known.name, names=names),)


def check_covenant_is_in_force(covenant: Covenant, received_on: date) -> tuple[Problem, ...]:
    """Refuse a delivery outside the covenant's term; signatures are judged where they are kept."""
    if covenant.valid_from <= received_on <= covenant.valid_until:
        return ()
    days = (covenant.valid_from, covenant.valid_until, received_on)
    start, end, on = (f"{day:%d-%m-%Y}" for day in days)
    return (COVENANT_NOT_IN_FORCE(start=start, end=end, on=on),)


def check_party_has_an_exchange(agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a partner to whom no exchange gives anything to deliver."""
    if agreement.exchanges:
        return ()
    return (NOT_A_SIGNAL_PARTNER(party=agreement.covenant.parties[agreement.party].name),)


def check_columns_are_there(table: Table, plan: ColumnPlan, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a file without a column that every row needs: always, or because of the covenant's conditions."""
    present = plan.positions.keys()
    if tells_news_only(present):
        return ()
    needed = dict.fromkeys((*_ALWAYS_NEEDED, *agreement.fields_asked))
    missing = [name for name in needed if name not in present and not _counted(name, present)]
    if not {"house_number", "address"} & present:
        missing.append("house_number")
    has_place = "postcode" in present or ("town" in present and {"street", "address"} & present)
    if not has_place and not ("address" in present and _hold_postcodes(table, plan.positions["address"])):
        missing.append("postcode")
    return tuple(MISSING_COLUMN(field=FIELD_BY_NAME[name].in_words) for name in missing)


def _hold_postcodes(table: Table, position: int) -> bool:
    """Whether a postcode stands in some address of this column: then a row without is told by itself."""
    addresses = (read_address(cell).value for cell in table.rows.columns[position].distinct)
    return any(address.postcode for address in addresses if address)


def _counted(name: str, present: Collection[str]) -> bool:
    """Days are counted from the onset; a file without flags has no crisis and no warm transfer."""
    if name == "days":
        return "onset_on" in present
    return name in {"crisis", "warm_transfer"}


def _is_filled(table: Table, position: int) -> bool:
    return any(cell.strip() for cell in table.rows.columns[position].distinct)


def check_no_forbidden_columns(table: Table, plan: ColumnPlan) -> tuple[Problem, ...]:
    """Refuse a file with a filled column that may not be delivered (R10, R11), by the heading's words."""
    problems = []
    for column in plan.unread:
        kind = forbidden_kind(column.heading)
        if kind and _is_filled(table, column.position):
            problem = BSN_COLUMN if kind == "bsn" else FORBIDDEN_COLUMN
            problems.append(problem().at(column=column.heading))
    return tuple(problems)


def check_columns_are_agreed(table: Table, plan: ColumnPlan, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a file with a filled column for a field that no exchange lets this party deliver."""
    allowed = agreement.covenant_fields
    problems = []
    for column in plan.columns:
        field = FIELD_BY_NAME.get(column.field)
        if field is None or not field.covenant_field or field.covenant_field in allowed:
            continue
        cells = {cell.strip().lower() for cell in table.rows.columns[column.position].distinct} - {""}
        if cells - (NO if field.kind is Kind.YES_NO else frozenset()):
            problems.append(COLUMN_NOT_AGREED(field=field.in_words).at(column=column.heading))
    return tuple(problems)


def remarks_on_delivery(
    plan: ColumnPlan, agreement: Agreement, *, only_crises: bool, hidden_sheets: int = 0
) -> tuple[Problem, ...]:
    """Return what is worth telling and refuses nothing: columns and sheets not read, a day outside the window (R8).

    ``only_crises``: every row is a crisis; where the covenant says so, such a file may come on any day.
    """
    terms = agreement.covenant.delivery
    remarks = [COLUMN_NOT_READ().at(column=column.heading) for column in plan.unread]
    if hidden_sheets:
        remarks.append(HIDDEN_SHEETS(count=hidden_sheets))
    any_day = only_crises and terms.crisis_any_day
    if not (any_day or terms.window_from_day <= agreement.received_on.day <= terms.window_to_day):
        remarks.append(OUTSIDE_WINDOW(first=terms.window_from_day, last=terms.window_to_day))
    return tuple(remarks)
