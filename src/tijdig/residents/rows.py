"""From a record to the row that is kept of it; whoever reads it back is in :mod:`tijdig.residents.queries`."""

from __future__ import annotations

from tijdig.residents.models import RegisterExtract, Resident
from tijdig.residents.rules.record import PreviousAddress, ResidentRecord
from tijdig.vault.fields import values


def resident_row(extract: RegisterExtract, record: ResidentRecord) -> Resident:
    """Return a new row of this extract for a record, not saved yet."""
    return Resident(controller_id=extract.controller_id, extract=extract).hold(personal_values(record))


def personal_values(record: ResidentRecord) -> dict[str, object]:
    """Return what a row holds of a record."""
    home = record.address
    return values(
        bsn=record.bsn,
        given_names=record.given_names,
        prefix=record.prefix,
        surname=record.surname,
        name_use=record.name_use,
        partner_prefix=record.partner_prefix,
        partner_surname=record.partner_surname,
        birth_date=record.birth_date,
        municipality=record.municipality,
        street=home.street,
        house_number=home.house_number,
        house_letter=home.house_letter,
        addition=home.addition,
        designation=home.designation,
        postcode=home.postcode,
        town=home.town,
        moved_in_on=record.moved_in_on,
        previous_addresses=[_former(former) for former in record.previous_addresses],
        deceased_on=record.deceased_on,
        emigrated_on=record.emigrated_on,
        secrecy=record.secrecy,
        under_investigation=record.under_investigation,
        child_birth_dates=list(record.child_birth_dates),
    )


def _former(former: PreviousAddress) -> dict[str, str | int | None]:
    home = former.address
    return {
        "municipality": former.municipality,
        "street": home.street,
        "house_number": home.house_number,
        "house_letter": home.house_letter,
        "addition": home.addition,
        "designation": home.designation,
        "postcode": home.postcode,
        "town": home.town,
        "until": former.until,
    }
