"""Make cases findable by name, address and district, and draw the districts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import batched
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import LinkedSignal, SignalsById, signals_of_cases
from tijdig.casework.models import Case, CaseKey, District
from tijdig.casework.models.finding import ADDRESS, NAME
from tijdig.casework.rules.districts import Area, district_of, read_postcodes
from tijdig.casework.rules.finding import (
    Key,
    address_keys,
    initial_of_given_names,
    initial_of_ledger,
    name_keys,
)
from tijdig.casework.services.changing import required_text
from tijdig.inserting import insert_instances
from tijdig.ledger.services import record_event
from tijdig.problems import Problem, Refused
from tijdig.residents.queries import records_of
from tijdig.residents.rules.record import ResidentRecord
from tijdig.vault.keys import indexer

BATCH = 500


@transaction.atomic
def make_findable(
    *, actor: Actor, case_ids: Collection[UUID], known: SignalsById = MappingProxyType({})
) -> int:
    """Renew by which names and addresses these cases are found, and in which district they lie; return how many.

    The names are those of the register and of the partners; the district follows the address of whoever is registered,
    else the address that was delivered. ``known`` are the signals of cases that were read before. Nothing of it changes
    what people see of a case, so its version stays (K6).
    """
    areas = _areas(actor.controller_id)
    name, address = indexer(actor.controller_id, NAME), indexer(actor.controller_id, ADDRESS)
    for ids in batched(case_ids, BATCH):
        signals = {**signals_of_cases(one for one in ids if one not in known), **known}
        about = {one.link.person for found in signals.values() for one in found if one.link.person}
        records = records_of(actor.controller_id, about)
        CaseKey.objects.filter(controller_id=actor.controller_id, case__in=ids).delete()
        rows: list[CaseKey] = []
        placed: dict[int | None, list[UUID]] = {}
        for case_id in ids:
            found = signals.get(case_id, ())
            registered = [records[one.link.person] for one in found if one.link.person in records]
            rows += [
                CaseKey(controller_id=actor.controller_id, case_id=case_id, name=name(*key))
                for key in sorted(_names(found, registered))
            ]
            rows += [
                CaseKey(controller_id=actor.controller_id, case_id=case_id, address=address(*key))
                for key in sorted(_addresses(found, registered))
            ]
            placed.setdefault(district_of(_postcode(found, registered), areas), []).append(case_id)
        insert_instances(CaseKey, rows)
        for district, where in placed.items():
            Case.objects.filter(controller_id=actor.controller_id, pk__in=where).update(district=district)
    record_event(
        actor=actor,
        action="make-findable",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"cases": len(case_ids)},
    )
    return len(case_ids)


def _names(signals: Sequence[LinkedSignal], known: Sequence[ResidentRecord]) -> set[Key]:
    keys: set[Key] = set()
    for one in signals:
        signal = one.signal
        keys |= name_keys([(signal.prefix, signal.surname)], initial_of_ledger(signal.initials))
    for record in known:
        surnames = [(record.prefix, record.surname), (record.partner_prefix, record.partner_surname)]
        keys |= name_keys(surnames, initial_of_given_names(record.given_names))
    return keys


def _addresses(signals: Sequence[LinkedSignal], known: Sequence[ResidentRecord]) -> set[Key]:
    keys: set[Key] = set()
    for one in signals:
        keys |= address_keys(one.signal.street, one.signal.house_number, one.signal.postcode)
    for record in known:
        home = record.address
        keys |= address_keys(home.street, home.house_number, home.postcode)
    return keys


def _postcode(signals: Sequence[LinkedSignal], known: Sequence[ResidentRecord]) -> str:
    registered = (record.address.postcode for record in known)
    delivered = (one.signal.postcode for one in signals)
    return next((postcode for postcode in (*registered, *delivered) if postcode), "")


def _areas(controller_id: str) -> tuple[Area, ...]:
    return tuple(_area(one) for one in District.objects.filter(controller_id=controller_id).order_by("name"))


def _area(district: District) -> Area:
    ranges = read_postcodes(district.postcodes)
    return Area(district.pk, () if isinstance(ranges, Problem) else ranges)


@transaction.atomic
def keep_districts(*, actor: Actor, districts: Mapping[str, str]) -> int:
    """Draw the districts anew: name → postcodes (``6001-6003, 6005``); returns how many open cases were placed.

    Raises :class:`Refused` for postcodes that cannot be read, and keeps nothing then.
    """
    require(actor, Action.SET_DISTRICTS)
    problems = [read for text in districts.values() if isinstance(read := read_postcodes(text), Problem)]
    if problems:
        raise Refused(problems)
    kept = District.objects.filter(controller_id=actor.controller_id)
    kept.exclude(name__in=districts).delete()
    for name, postcodes in districts.items():
        District.objects.update_or_create(
            controller_id=actor.controller_id,
            name=required_text(name, "de naam van de wijk", "the name of the district")[:60],
            defaults={"postcodes": postcodes.strip()},
        )
    open_cases = Case.objects.filter(controller_id=actor.controller_id, closed_on__isnull=True).order_by("pk")
    placed = make_findable(actor=actor, case_ids=list(open_cases.values_list("pk", flat=True)))
    record_event(
        actor=actor,
        action="keep-districts",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"districts": len(districts), "cases": placed},
    )
    return placed
