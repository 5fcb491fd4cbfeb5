"""The people that cases are about, as the register names them; only for putting into a disclosure request."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tijdig.casework.loading import CASE_OF_LINK, standing_links
from tijdig.residents.queries import records_of
from tijdig.residents.rules.record import NameUse, RegisteredAddress, ResidentRecord


@dataclass(frozen=True, slots=True)
class PersonText:
    """Name, address and birth date (LO3) of one person, ready to be shown once ``disclosure`` permits it."""

    name: str
    address: str
    birth_date: str


def people_of(controller_id: str, numbers: Collection[str]) -> Mapping[str, PersonText]:
    """Return the people with these numbers; who is not in the register (any more) is not in the answer."""
    wanted = {number for number in numbers if number}
    records = records_of(controller_id, wanted) if wanted else {}
    return {
        person: PersonText(written_name(record), written_address(record.address), record.birth_date)
        for person, record in records.items()
    }


def written_name(record: ResidentRecord) -> str:
    """Return initials and surname as the person uses it: own, partner's, or both in the chosen order."""
    initials = "".join(f"{name[0]}." for name in record.given_names.split())
    own = " ".join(part for part in (record.prefix, record.surname) if part)
    partner = " ".join(part for part in (record.partner_prefix, record.partner_surname) if part)
    used = {
        NameUse.OWN: own,
        NameUse.PARTNER: partner or own,
        NameUse.PARTNER_THEN_OWN: f"{partner}-{own}" if partner else own,
        NameUse.OWN_THEN_PARTNER: f"{own}-{partner}" if partner else own,
    }[record.name_use]
    return f"{initials} {used}".strip()


def written_address(home: RegisteredAddress) -> str:
    """Return street, number, postcode and town on one line; empty when the address is not known."""
    number = "" if home.house_number is None else str(home.house_number)
    parts = (home.street, home.designation, number, home.house_letter, home.addition)
    house = " ".join(part for part in parts if part)
    place = " ".join(part for part in (written_postcode(home.postcode), home.town) if part)
    return ", ".join(part for part in (house, place) if part)


def written_postcode(postcode: str) -> str:
    """Return a postcode as it stands on an envelope, with a space between digits and letters; others unchanged."""
    known = re.fullmatch(r"(\d{4})([A-Z]{2})", postcode)
    return f"{known[1]} {known[2]}" if known else postcode


@dataclass(frozen=True, slots=True)
class ShownPeople:
    """Whom a case is about, ready to be put into a request: names, addresses, and how the register has them."""

    names: str
    addresses: str
    register_states: tuple[str, ...]


def shown_people(controller_id: str, case_ids: Collection[UUID]) -> Mapping[UUID, ShownPeople]:
    """Return whom each case is about, first the one of the signal that came first; every case is in the answer.

    Two queries, whatever the number of cases; no signal is read.
    """
    links = standing_links(case_ids).order_by("signal__received_on", "signal__row", "signal_id")
    found: dict[UUID, list[tuple[str, str]]] = {}
    for case_id, person, state in links.values_list(CASE_OF_LINK, "person", "register_state"):
        found.setdefault(case_id, []).append((person, state))
    people = people_of(controller_id, {person for many in found.values() for person, _state in many})
    return {case_id: _together(found.get(case_id, []), people) for case_id in case_ids}


def _together(links: Sequence[tuple[str, str]], people: Mapping[str, PersonText]) -> ShownPeople:
    persons = [people[person] for person in dict.fromkeys(person for person, _ in links) if person in people]
    return ShownPeople(
        names=", ".join(dict.fromkeys(one.name for one in persons)),
        addresses=", ".join(dict.fromkeys(one.address for one in persons if one.address)),
        register_states=tuple(dict.fromkeys(state for _, state in links)),
    )
