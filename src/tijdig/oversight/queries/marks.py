"""Surnames and addresses as keyed hashes, so that a review can compare a person's own with those of a case (L9, E5).

The key is not in the database, is another for each controller, and serves nothing else. Of who works here only the
hashes are kept; of tenants nothing is kept: theirs are made in memory while a review is drawn.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from itertools import batched
from uuid import UUID

from tijdig.casework.loading import LinkedSignal, signals_of_cases
from tijdig.keyring import secret
from tijdig.linkage.rules.normalising import address_key, plain_postcode, signal_name
from tijdig.oversight.models import OwnMark
from tijdig.oversight.queries.readings import AT_ONCE
from tijdig.oversight.rules.unusual import Marks
from tijdig.parties.queries import names_of_people
from tijdig.residents.queries import records_of
from tijdig.residents.rules.record import ResidentRecord

KEY = "own-marks"
NAME, ADDRESS = "n:", "a:"


def marks_of_name(controller_id: str, surname: str) -> set[str]:
    """Return the marks of a surname, of each half when it is two, without prefixes, accents and case."""
    name = signal_name("", surname)
    cores = {name.spelling.core, *name.halves} - {""}
    return {NAME + _keyed(controller_id, core) for core in cores}


def marks_of_whole_name(controller_id: str, name: str) -> set[str]:
    """Return the marks of the surname in a name as colleagues write it: ``Anna Jansen-de Vries``."""
    words = name.split()
    surnames = [*(word for word in words[1:] if "-" in word), *words[-1:]]
    return set[str]().union(*(marks_of_name(controller_id, surname) for surname in surnames))


def mark_of_address(controller_id: str, postcode: str, house_number: int | None, *suffix: str) -> str:
    """Return the mark of an address; empty when postcode or number is not known."""
    if not plain_postcode(postcode) or not house_number:
        return ""
    return ADDRESS + _keyed(controller_id, address_key(postcode, house_number, *suffix))


def _keyed(controller_id: str, text: str) -> str:
    own_key = hmac.digest(secret(KEY), controller_id.encode(), "sha256")
    return hmac.new(own_key, text.encode(), "sha256").hexdigest()[:60]


def marks_of_people(controller_id: str, people: Collection[UUID]) -> Mapping[UUID, Marks]:
    """Return the marks of each of these people: the surname they are known by here, and what they declared."""
    kept: dict[UUID, set[str]] = {
        person: marks_of_whole_name(controller_id, name)
        for person, name in names_of_people(controller_id, people).items()
    }
    declared = OwnMark.objects.filter(controller_id=controller_id, person_id__in=people).order_by("pk")
    for person, mark in declared.values_list("person_id", "mark"):
        kept.setdefault(person, set()).add(mark)
    return {person: _sorted(marks) for person, marks in kept.items()}


def marks_of_cases(controller_id: str, case_ids: Collection[str]) -> Mapping[str, Marks]:
    """Return the marks of the people behind each case: as signalled, and as the register has them."""
    found: dict[str, Marks] = {}
    for ids in batched(sorted(UUID(one) for one in case_ids), AT_ONCE):
        signals = signals_of_cases(ids)
        people = {one.link.person for linked in signals.values() for one in linked if one.link.person}
        records = records_of(controller_id, people) if people else {}
        for case, linked in signals.items():
            marks = set[str]().union(*(_of_signal(controller_id, one, records) for one in linked))
            found[str(case)] = _sorted(marks)
    return found


def _of_signal(controller_id: str, one: LinkedSignal, records: Mapping[str, ResidentRecord]) -> set[str]:
    signal, record = one.signal, records.get(one.link.person)
    suffix = (signal.house_letter, signal.addition)
    marks = marks_of_name(controller_id, signal.surname)
    marks.add(mark_of_address(controller_id, signal.postcode, signal.house_number, *suffix))
    if record is not None:
        home = record.address
        marks |= marks_of_name(controller_id, record.surname) | marks_of_name(
            controller_id, record.partner_surname
        )
        marks.add(
            mark_of_address(controller_id, home.postcode, home.house_number, home.house_letter, home.addition)
        )
    return marks


def _sorted(marks: Collection[str]) -> Marks:
    return Marks(
        frozenset(mark for mark in marks if mark.startswith(NAME)),
        frozenset(mark for mark in marks if mark.startswith(ADDRESS)),
    )
