"""What other rooms ask of the register: records to match with, and facts for triage."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from tijdig.residents.models import (
    PERSON,
    BenefitFact,
    RegisterExtract,
    RegisterSource,
    Resident,
    Source,
)
from tijdig.residents.rules.record import NameUse, PreviousAddress, RegisteredAddress, ResidentRecord
from tijdig.residents.rules.triage_facts import Extracts, TriageFacts, triage_facts
from tijdig.vault.keys import indexer
from tijdig.vault.registers import opened_rows


def register_of(controller_id: str) -> RegisterExtract | None:
    """Return the import of residents that stands, or None when there has been none."""
    return _standing(controller_id, RegisterExtract.Kind.RESIDENTS)


def benefits_of(controller_id: str) -> RegisterExtract | None:
    """Return the import of benefit facts that stands, or None when there has been none."""
    return _standing(controller_id, RegisterExtract.Kind.BENEFITS)


def chosen_sources(controller_id: str) -> RegisterSource:
    """Return how a municipality gets register and benefit facts: what it chose, else both by file (not saved)."""
    chosen = RegisterSource.objects.filter(controller_id=controller_id).first()
    return chosen or RegisterSource(controller_id=controller_id)


def source_of(controller_id: str, kind: RegisterExtract.Kind) -> Source:
    """Return where these facts of a municipality come from."""
    chosen = chosen_sources(controller_id)
    return Source(chosen.residents if kind is RegisterExtract.Kind.RESIDENTS else chosen.benefits)


def people_with(controller_id: str, numbers: Collection[str]) -> Mapping[str, str]:
    """Return the blind index by which each of these BSNs is known here, by BSN."""
    person = indexer(controller_id, PERSON)
    return {number: person(number) for number in numbers}


def places_of(controller_id: str, people: Collection[str]) -> Mapping[str, str]:
    """Return the blind index of where each of these people is registered, by person; who is unknown is not in it."""
    rows = Resident.objects.filter(controller_id=controller_id, person__in=set(people))
    return dict(rows.order_by().values_list("person", "place"))


def people_asked_until(controller_id: str, people: Collection[str], day: date) -> set[str]:
    """Return those of these people about whom an API answered last on this day or before."""
    rows = Resident.objects.filter(controller_id=controller_id, person__in=set(people), as_of__lte=day)
    return set(rows.order_by().values_list("person", flat=True))


def people_without_benefit_since(controller_id: str, people: Collection[str], day: date) -> set[str]:
    """Return those of these people of whom no benefit fact is known of this day or later."""
    facts = BenefitFact.objects.filter(controller_id=controller_id, person__in=set(people), as_of__gte=day)
    return set(people) - set(facts.order_by().values_list("person", flat=True))


def numbers_of(controller_id: str, people: Collection[str]) -> Mapping[str, str]:
    """Return the BSNs of these people (blind indexes); who is not in the register is not in the answer."""
    return {person: record.bsn for person, record in records_of(controller_id, people).items()}


def days_of_answers(extract: RegisterExtract) -> list[date]:
    """Return the days on which an API answered about the people who are kept of it, first to last."""
    days = {
        day
        for model in (Resident, BenefitFact)
        for day in model.objects.filter(extract=extract).order_by().values_list("as_of", flat=True).distinct()
        if day is not None
    }
    return sorted(days)


def imported_people(controller_id: str) -> set[str]:
    """Return everyone (blind index) who is known from an extract that was imported as a file."""
    rows = Resident.objects.filter(controller_id=controller_id, extract__source=Source.FILE)
    return set(rows.order_by().values_list("person", flat=True))


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
    """Return the facts for triage of many people (blind indexes) on a day; everyone asked for is in the answer.

    Where the register is asked over its API, each person's facts are of the day they were asked for, and nothing is
    known of children of others at the address: nothing was read of them.
    """
    register, benefits = register_of(controller_id), benefits_of(controller_id)
    wanted = set(people)
    rows = Resident.objects.filter(controller_id=controller_id, person__in=wanted)
    found_rows = {
        person: (_record(values), place, as_of)
        for values, (person, place, as_of) in opened_rows(rows, "person", "place", "as_of")
    }
    whole = register is None or register.source == Source.FILE
    places = _people_at(controller_id, {place for _, place, _ in found_rows.values()} if whole else set())
    facts = BenefitFact.objects.filter(controller_id=controller_id, person__in=wanted)
    receives = {
        person: (values.get("participatiewet", False), as_of)
        for values, (person, as_of) in opened_rows(facts, "person", "as_of")
    }
    extracts = Extracts(register.as_of if register else None, benefits.as_of if benefits else None)
    nothing = (False if benefits and benefits.complete else None, None)
    found: dict[str, TriageFacts] = {}
    for person in people:
        record, place, asked_on = found_rows.get(person, (None, "", None))
        benefit, benefit_asked_on = receives.get(person, nothing)
        found[person] = triage_facts(
            record,
            places.get(place, ()) if whole else None,
            municipality=controller_id,
            benefit=benefit,
            extracts=Extracts(
                asked_on or extracts.register_as_of, benefit_asked_on or extracts.benefits_as_of
            ),
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
