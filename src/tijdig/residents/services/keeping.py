"""Keep what a register answered about people, as the same facts that an extract would have given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ledger.services import record_event
from tijdig.residents.models import PERSON, BenefitFact, RegisterExtract, Resident, Source
from tijdig.residents.on_record import people_on_record
from tijdig.residents.rows import personal_values, resident_row
from tijdig.residents.rules.benefit_questions import BenefitAnswers
from tijdig.residents.rules.record import ResidentRecord
from tijdig.residents.services.forgetting import retire_imported
from tijdig.vault.fields import personal_fields, values
from tijdig.vault.keys import indexer
from tijdig.vault.services import erase_rows
from tijdig.vault.subjects import ciphers_of

BATCH = 1_000


@transaction.atomic
def keep_records(
    *, actor: Actor, records: Sequence[ResidentRecord], on: date, gone: Collection[str] = ()
) -> RegisterExtract:
    """Keep these records as of day ``on``, in place of what was known of these people; the same again changes nothing.

    ``gone`` are people (blind indexes) whom the register no longer knows: they are forgotten. Returns the extract that
    the answers of the API belong to, made at the first.
    """
    require(actor, Action.IMPORT_RESIDENTS)
    extract = _extract_of_the_api(actor, RegisterExtract.Kind.RESIDENTS, on)
    person = indexer(actor.controller_id, PERSON)
    told = {person(record.bsn): record for record in records}
    known = Resident.objects.filter(controller_id=actor.controller_id, person__in={*told, *gone})
    # Of an imported extract all keys are destroyed together, so whoever was in it gets a key of their own.
    erase_rows(actor=actor, rows=known.exclude(extract=extract, person__in=set(told)))
    again = list(known.filter(person__in=set(told)))
    for row in again:
        row.hold(personal_values(told.pop(row.person)))
        row.as_of = on
    new = [resident_row(extract, record) for record in told.values()]
    for row in new:
        row.as_of = on
    with people_on_record(actor, "keep-residents", Resident.subject_kind, PurposeCode.LINKAGE) as many:
        Resident.objects.bulk_update(again, [*personal_fields(Resident), "as_of"], batch_size=BATCH)
        many.touch(ciphers_of([*again, *Resident.objects.bulk_create(new)]))
        _renew(extract, Resident, on)
        record_event(
            actor=actor,
            action="keep-residents",
            object_kind="register-extract",
            object_id=str(extract.pk),
            details={"people": len(records), "new": len(new), "gone": len(gone), "as_of": f"{on:%Y-%m-%d}"},
        )
    return extract


@transaction.atomic
def keep_benefits(*, actor: Actor, answers: Sequence[BenefitAnswers], on: date) -> RegisterExtract:
    """Keep who receives a benefit, in place of what was known of these people; the others stay as they are.

    Returns the extract that the answers of the API belong to. A list that was imported before is forgotten at the
    first: whoever is not in it would be taken not to receive anything.
    """
    require(actor, Action.IMPORT_RESIDENTS)
    extract = _extract_of_the_api(actor, RegisterExtract.Kind.BENEFITS, on)
    retire_imported(actor=actor, kind=RegisterExtract.Kind.BENEFITS)
    person = indexer(actor.controller_id, PERSON)
    told = {person(bsn): (yes, one.as_of) for one in answers for bsn, yes in one.receives.items()}
    known = BenefitFact.objects.filter(controller_id=actor.controller_id, person__in=set(told))
    again = list(known)
    for row in again:
        row.participatiewet, row.as_of = told.pop(row.person)
    new = [
        BenefitFact(controller_id=actor.controller_id, extract=extract, person=who, as_of=as_of).hold(
            values(participatiewet=yes)
        )
        for who, (yes, as_of) in told.items()
    ]
    with people_on_record(actor, "keep-benefits", BenefitFact.subject_kind, PurposeCode.TRIAGE) as many:
        BenefitFact.objects.bulk_update(again, [*personal_fields(BenefitFact), "as_of"], batch_size=BATCH)
        many.touch(ciphers_of([*again, *BenefitFact.objects.bulk_create(new)]))
        _renew(extract, BenefitFact, on)
        record_event(
            actor=actor,
            action="keep-benefits",
            object_kind="register-extract",
            object_id=str(extract.pk),
            details={"people": len(again) + len(new), "new": len(new), "as_of": f"{on:%Y-%m-%d}"},
        )
    return extract


def _renew(extract: RegisterExtract, people: type[Resident] | type[BenefitFact], on: date) -> None:
    """Let the extract of the API tell how many it holds now, and as of when."""
    extract.people = people.objects.filter(extract=extract).count()
    extract.as_of, extract.imported_at = max(on, extract.as_of), timezone.now()
    extract.save(update_fields=["people", "as_of", "imported_at"])


def _extract_of_the_api(actor: Actor, kind: RegisterExtract.Kind, on: date) -> RegisterExtract:
    extract, _ = RegisterExtract.objects.select_for_update().get_or_create(
        controller_id=actor.controller_id,
        kind=kind,
        source=Source.API,
        replaced=False,
        defaults={
            "as_of": on,
            "imported_at": timezone.now(),
            "imported_by": actor.person_id,
            "people": 0,
        },
    )
    return extract
