"""Forget people of the register: their rows and their keys (E2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from tijdig.actors import Actor
from tijdig.ledger.services import record_event
from tijdig.residents.models import BenefitFact, RegisterExtract, Resident, Source
from tijdig.vault.services import destroy_group, erase_rows


@transaction.atomic
def forget_extract(*, actor: Actor, extract: RegisterExtract) -> int:
    """Delete the people of an extract and destroy their keys (E2); returns how many people that were."""
    count = Resident.objects.filter(extract=extract).delete()[0]
    count += BenefitFact.objects.filter(extract=extract).delete()[0]
    if count:
        destroy_group(actor=actor, group=extract.key_group.hex)
    return count


@transaction.atomic
def forget_people(*, actor: Actor, keep: Collection[str]) -> int:
    """Forget whom the register was asked for over its API and nobody needs any more; returns how many.

    ``keep`` are the people (blind indexes) that signals are or may be about: all others go, the household of a tenant
    too. What was imported by file is left alone.
    """
    asked = Resident.objects.filter(controller_id=actor.controller_id, extract__source=Source.API)
    unneeded = set(asked.values_list("person", flat=True)) - set(keep)
    count = erase_rows(actor=actor, rows=asked.filter(person__in=unneeded)) if unneeded else 0
    if count:
        record_event(
            actor=actor,
            action="forget-residents",
            object_kind="controller",
            object_id=actor.controller_id,
            details={"people": count},
        )
    return count


@transaction.atomic
def forget_people_of_before(*, actor: Actor, extract: RegisterExtract, day: date) -> int:
    """Forget whom the register was asked for before this day, when the term of triage facts ends; returns how many."""
    rows = (
        model.objects.filter(controller_id=actor.controller_id, extract=extract, as_of__lt=day)
        for model in (Resident, BenefitFact)
    )
    count = sum(erase_rows(actor=actor, rows=old) for old in rows)
    if count:
        record_event(
            actor=actor,
            action="forget-residents",
            object_kind="register-extract",
            object_id=str(extract.pk),
            details={"people": count},
        )
    return count


@transaction.atomic
def retire_imported(*, actor: Actor, kind: RegisterExtract.Kind) -> int:
    """Forget what was imported of this kind, once an API is asked instead; returns how many people.

    Whoever is still needed was asked for first: they are kept among the answers of the API.
    """
    count = 0
    standing = RegisterExtract.objects.filter(
        controller_id=actor.controller_id, kind=kind, source=Source.FILE, replaced=False
    )
    for extract in standing:
        count += forget_extract(actor=actor, extract=extract)
    if standing.update(replaced=True):
        record_event(
            actor=actor,
            action="retire-extracts",
            object_kind="controller",
            object_id=actor.controller_id,
            details={"people": count},
        )
    return count
