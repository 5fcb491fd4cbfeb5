"""What other rooms ask of the register: records to match with, and facts for triage."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from tijdig.residents.models import BenefitFact, RegisterExtract, Resident
from tijdig.residents.rules.record import NameUse, PreviousAddress, RegisteredAddress, ResidentRecord
from tijdig.residents.rules.triage_facts import Extracts, TriageFacts, triage_facts


def register_of(controller_id: str) -> RegisterExtract | None:
    """Return the import of residents that stands, or None when there has been none."""
    return _standing(controller_id, RegisterExtract.Kind.RESIDENTS)


def benefits_of(controller_id: str) -> RegisterExtract | None:
    """Return the import of benefit facts that stands, or None when there has been none."""
    return _standing(controller_id, RegisterExtract.Kind.BENEFITS)


def resident_records(controller_id: str) -> Iterator[ResidentRecord]:
    """Yield every record of a controller, one batch in memory at a time."""
    for row in Resident.objects.filter(controller_id=controller_id).iterator(chunk_size=5_000):
        yield _record(row)


def records_by_bsn(controller_id: str, numbers: Collection[str]) -> Mapping[str, ResidentRecord]:
    """Return the records of these people; who is not in the register is not in the answer."""
    rows = Resident.objects.filter(controller_id=controller_id, bsn__in=set(numbers))
    return {row.bsn: _record(row) for row in rows}


def household_facts(controller_id: str, bsn: str, on: date) -> TriageFacts:
    """Return the facts for triage of one person on a day."""
    return facts_for_triage(controller_id, {bsn}, on)[bsn]


def facts_for_triage(controller_id: str, numbers: Collection[str], on: date) -> Mapping[str, TriageFacts]:
    """Return the facts for triage of many people on a day; everyone asked for is in the answer."""
    register, benefits = register_of(controller_id), benefits_of(controller_id)
    records = records_by_bsn(controller_id, numbers)
    places = _people_at(controller_id, records.values())
    receives = dict(
        BenefitFact.objects.filter(controller_id=controller_id, bsn__in=set(numbers)).values_list(
            "bsn", "participatiewet"
        )
    )
    extracts = Extracts(register.as_of if register else None, benefits.as_of if benefits else None)
    found: dict[str, TriageFacts] = {}
    for bsn in numbers:
        record = records.get(bsn)
        found[bsn] = triage_facts(
            record,
            places[_place(record)] if record else (),
            municipality=controller_id,
            benefit=receives.get(bsn, False if benefits and benefits.complete else None),
            extracts=extracts,
            on=on,
        )
    return found


type _Place = tuple[str, int | None, str, str]


def _place(record: ResidentRecord) -> _Place:
    home = record.address
    return home.postcode, home.house_number, home.house_letter, home.addition


def _people_at(
    controller_id: str, residents: Collection[ResidentRecord]
) -> Mapping[_Place, list[ResidentRecord]]:
    """Return who is registered at each of these people's addresses, in one query."""
    found: dict[_Place, list[ResidentRecord]] = {_place(resident): [] for resident in residents}
    postcodes = {postcode for postcode, number, _, _ in found if postcode and number}
    for row in Resident.objects.filter(controller_id=controller_id, postcode__in=postcodes):
        record = _record(row)
        if _place(record) in found:
            found[_place(record)].append(record)
    return found


def _standing(controller_id: str, kind: RegisterExtract.Kind) -> RegisterExtract | None:
    standing = RegisterExtract.objects.filter(controller_id=controller_id, kind=kind, replaced=False)
    return standing.order_by("-imported_at").first()


def _record(row: Resident) -> ResidentRecord:
    return ResidentRecord(
        bsn=row.bsn,
        given_names=row.given_names,
        prefix=row.prefix,
        surname=row.surname,
        name_use=NameUse(row.name_use),
        partner_prefix=row.partner_prefix,
        partner_surname=row.partner_surname,
        birth_date=row.birth_date,
        municipality=row.municipality,
        address=RegisteredAddress(
            row.street,
            row.house_number,
            row.house_letter,
            row.addition,
            row.designation,
            row.postcode,
            row.town,
        ),
        moved_in_on=row.moved_in_on,
        previous_addresses=tuple(
            PreviousAddress(
                former["municipality"],
                RegisteredAddress(
                    former["street"],
                    former["house_number"],
                    former["house_letter"],
                    former["addition"],
                    former["designation"],
                    former["postcode"],
                    former["town"],
                ),
                former["until"],
            )
            for former in row.previous_addresses
        ),
        deceased_on=row.deceased_on,
        emigrated_on=row.emigrated_on,
        secrecy=row.secrecy,
        under_investigation=row.under_investigation,
        child_birth_dates=tuple(row.child_birth_dates),
    )
