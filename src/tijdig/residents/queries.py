"""What other rooms ask of the register: records to match with, and facts for triage."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from tijdig.residents.models import PERSON, BenefitFact, RegisterExtract, Resident
from tijdig.residents.rules.record import NameUse, PreviousAddress, RegisteredAddress, ResidentRecord
from tijdig.residents.rules.triage_facts import Extracts, TriageFacts, triage_facts
from tijdig.vault.keys import indexer
from tijdig.vault.rows import opened_rows


def register_of(controller_id: str) -> RegisterExtract | None:
    """Return the import of residents that stands, or None when there has been none."""
    return _standing(controller_id, RegisterExtract.Kind.RESIDENTS)


def benefits_of(controller_id: str) -> RegisterExtract | None:
    """Return the import of benefit facts that stands, or None when there has been none."""
    return _standing(controller_id, RegisterExtract.Kind.BENEFITS)


def people_with(controller_id: str, numbers: Collection[str]) -> Mapping[str, str]:
    """Return the blind index by which each of these BSNs is known here, by BSN."""
    person = indexer(controller_id, PERSON)
    return {number: person(number) for number in numbers}


def resident_records(controller_id: str) -> Iterator[ResidentRecord]:
    """Yield every record of a controller, opened in memory, one batch at a time."""
    for values, _ in opened_rows(Resident.objects.filter(controller_id=controller_id).order_by()):
        yield _record(values)


def records_of(controller_id: str, people: Collection[str]) -> Mapping[str, ResidentRecord]:
    """Return the records of these people (blind indexes); who is not in the register is not in the answer."""
    rows = Resident.objects.filter(controller_id=controller_id, person__in=set(people))
    return {person: _record(values) for values, (person,) in opened_rows(rows, "person")}


def household_facts(controller_id: str, person: str, on: date) -> TriageFacts:
    """Return the facts for triage of one person on a day."""
    return facts_for_triage(controller_id, {person}, on)[person]


def facts_for_triage(controller_id: str, people: Collection[str], on: date) -> Mapping[str, TriageFacts]:
    """Return the facts for triage of many people (blind indexes) on a day; everyone asked for is in the answer."""
    register, benefits = register_of(controller_id), benefits_of(controller_id)
    wanted = set(people)
    rows = Resident.objects.filter(controller_id=controller_id, person__in=wanted)
    found_rows = {
        person: (_record(values), place) for values, (person, place) in opened_rows(rows, "person", "place")
    }
    places = _people_at(controller_id, {place for _, place in found_rows.values()})
    facts = BenefitFact.objects.filter(controller_id=controller_id, person__in=wanted)
    receives = {
        person: values.get("participatiewet", False) for values, (person,) in opened_rows(facts, "person")
    }
    extracts = Extracts(register.as_of if register else None, benefits.as_of if benefits else None)
    found: dict[str, TriageFacts] = {}
    for person in people:
        record, place = found_rows.get(person, (None, ""))
        found[person] = triage_facts(
            record,
            places.get(place, ()),
            municipality=controller_id,
            benefit=receives.get(person, False if benefits and benefits.complete else None),
            extracts=extracts,
            on=on,
        )
    return found


def people_around(controller_id: str, people: Collection[str]) -> tuple[ResidentRecord, ...]:
    """Return the records of these people (blind indexes) and of everyone registered at their places, each once."""
    rows = Resident.objects.filter(controller_id=controller_id, person__in=set(people))
    at_their_places = _people_at(controller_id, set(rows.values_list("place", flat=True)))
    around = [
        *records_of(controller_id, people).values(),
        *(one for many in at_their_places.values() for one in many),
    ]
    return tuple({one.bsn: one for one in around}.values())


def _people_at(controller_id: str, places: Collection[str]) -> Mapping[str, list[ResidentRecord]]:
    """Return who is registered at each of these places, in one query; nobody at a place that is not known."""
    found: dict[str, list[ResidentRecord]] = {place: [] for place in places if place}
    rows = Resident.objects.filter(controller_id=controller_id, place__in=found)
    for values, (place,) in opened_rows(rows, "place"):
        found[place].append(_record(values))
    return found


def _standing(controller_id: str, kind: RegisterExtract.Kind) -> RegisterExtract | None:
    standing = RegisterExtract.objects.filter(controller_id=controller_id, kind=kind, replaced=False)
    return standing.order_by("-imported_at").first()


def _record(values: Mapping[str, Any]) -> ResidentRecord:
    """Return the record of a row's personal values; what is blank is not among them."""
    return ResidentRecord(
        **{name: values[name] for name in _TEXTS if name in values},
        name_use=NameUse(values["name_use"]) if "name_use" in values else NameUse.OWN,
        address=RegisteredAddress(**{name: values[name] for name in _ADDRESS if name in values}),
        previous_addresses=tuple(
            PreviousAddress(
                former["municipality"],
                RegisteredAddress(**{name: former[name] for name in _ADDRESS}),
                former["until"],
            )
            for former in values.get("previous_addresses", ())
        ),
        child_birth_dates=tuple(values.get("child_birth_dates", ())),
    )


_ADDRESS = ("street", "house_number", "house_letter", "addition", "designation", "postcode", "town")
_TEXTS = (
    "bsn", "given_names", "prefix", "surname", "partner_prefix", "partner_surname", "birth_date", "municipality",
    "moved_in_on", "deceased_on", "emigrated_on", "secrecy", "under_investigation",
)  # fmt: skip
