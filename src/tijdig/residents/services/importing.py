"""Take in register and benefit facts: a new extract replaces the one before as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched, chain, islice

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ledger.services import record_event
from tijdig.problems import Problem, ProblemKind, Refused
from tijdig.residents.models import PERSON, BenefitFact, RegisterExtract, Resident, Source
from tijdig.residents.on_record import people_on_record
from tijdig.residents.queries import source_of
from tijdig.residents.rows import personal_values
from tijdig.residents.rules.benefits import read_benefit_file
from tijdig.residents.rules.extract import read_extract_file
from tijdig.residents.rules.record import ResidentRecord
from tijdig.residents.services.forgetting import forget_extract
from tijdig.vault.fields import values
from tijdig.vault.keys import indexer
from tijdig.vault.registers import SealedBatch, seal_rows

BATCH = 5_000
BATCHES_AHEAD = 8

type Kept = Mapping[str, AESGCMSIV]  # the ciphers of rows that were just stored, by their id
type Batch = tuple[
    SealedBatch, Mapping[str, Sequence[str]]
]  # rows that are sealed, with their further columns

NOBODY_TAKEN = ProblemKind(
    code="residents.nobody-taken",
    rule="R23",
    nl="In dit bestand staat niemand die kan worden overgenomen. Wat er al was, blijft staan.",
    en="This file holds nobody who can be taken over. What was there stays.",
    remedy_nl="Kijk of u het goede bestand koos.",
    remedy_en="See whether you chose the right file.",
)
COMES_OVER_THE_API = ProblemKind(
    code="residents.comes-over-the-api",
    rule="R23",
    nl="De gemeente koos ervoor om dit rechtstreeks op te vragen. Het bestand is niet ingelezen.",
    en="The municipality chose to ask for this directly. The file was not imported.",
    remedy_nl="Toch een bestand? Laat de beheerder eerst de bron veranderen (tijdig register source).",
    remedy_en="A file after all? Let the operator change the source first (tijdig register source).",
)
OLDER_THAN_KEPT = ProblemKind(
    code="residents.older-than-kept",
    rule="R23",
    nl="Dit bestand is van {given}, ouder dan wat er al is ({kept}). Wat er al was, blijft staan.",
    en="This file is of {given}, older than what is there ({kept}). What was there stays.",
    remedy_nl="Lees het nieuwste bestand in.",
    remedy_en="Import the newest file.",
)


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did: people taken over, people left out, and every problem with its line and column."""

    extract_id: int
    people: int
    not_taken: int
    problems: tuple[Problem, ...]


def import_register_extract(*, actor: Actor, content: bytes, on: date) -> Import:
    """Replace what is known of the residents by this extract, which tells the state of ``on``.

    Raises :class:`Refused`, and changes nothing, when the file is no extract, when nobody in it can be taken over, when
    it is older than what is there, or when the register is asked over its API. People who cannot be taken over are told
    one by one. The file is read, and its first people are sealed, before anyone has to wait for the database.
    """
    require(actor, Action.IMPORT_RESIDENTS)
    _require_files(actor, RegisterExtract.Kind.RESIDENTS)
    read = read_extract_file(content)
    if not read.readable:
        raise Refused(read.problems)
    if not read.records:
        raise Refused((NOBODY_TAKEN(), *read.problems))
    sealed = _some_ahead(_sealed_residents(actor.controller_id, read.records))
    with (
        transaction.atomic(),
        people_on_record(actor, "import-residents", Resident.subject_kind, PurposeCode.LINKAGE) as many,
    ):
        extract = _begin_extract(actor, RegisterExtract.Kind.RESIDENTS, on, len(read.records))
        _keep_people(extract, sealed, many.touch)
        return _finish(actor, extract, read.people_not_taken, read.problems)


def import_benefit_facts(*, actor: Actor, content: bytes, on: date) -> Import:
    """Replace what is known of benefits by this list; its own day of reference goes before ``on``.

    Raises :class:`Refused`, and changes nothing, when the file is no such list, when nobody in it can be taken over,
    or when it is older than what is there.
    """
    require(actor, Action.IMPORT_RESIDENTS)
    _require_files(actor, RegisterExtract.Kind.BENEFITS)
    read = read_benefit_file(content)
    if not read.readable:
        raise Refused(read.problems)
    if not read.receives:
        raise Refused((NOBODY_TAKEN(), *read.problems))
    sealed = _some_ahead(_sealed_benefits(actor.controller_id, read.receives))
    with (
        transaction.atomic(),
        people_on_record(actor, "import-benefits", BenefitFact.subject_kind, PurposeCode.TRIAGE) as many,
    ):
        extract = _begin_extract(actor, RegisterExtract.Kind.BENEFITS, read.as_of or on, len(read.receives))
        extract.complete = read.complete
        extract.save(update_fields=["complete"])
        _keep_people(extract, sealed, many.touch)
        lines_not_taken = len({problem.place.line for problem in read.problems})
        return _finish(actor, extract, lines_not_taken, read.problems)


def _sealed_residents(controller_id: str, records: Iterable[ResidentRecord]) -> Iterator[Batch]:
    """Yield these people sealed, each under a key of their own (E2), some thousands at a time."""
    for batch in batched(records, BATCH):
        yield seal_rows(Resident, controller_id, [personal_values(record) for record in batch]), {}


def _sealed_benefits(controller_id: str, receives: Mapping[str, bool]) -> Iterator[Batch]:
    """Yield who receives a benefit and who does not (by BSN), sealed in the same way."""
    person = indexer(controller_id, PERSON)
    for batch in batched(receives.items(), BATCH):
        personal = [values(participatiewet=receives_it) for _bsn, receives_it in batch]
        people = {"person": [person(bsn) for bsn, _receives_it in batch]}
        yield seal_rows(BenefitFact, controller_id, personal), people


def _some_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Have the first batches ready: of most municipalities that is everyone, and of none it fills the memory."""
    ready = list(islice(batches, BATCHES_AHEAD))
    return chain(ready, batches)


def _keep_people(extract: RegisterExtract, sealed: Iterable[Batch], then: Callable[[Kept], None]) -> None:
    """Keep the people of this extract, and tell the log of each."""
    for batch, each in sealed:
        same = {"extract_id": extract.pk, "as_of": None}
        then(batch.insert(same=same, each=each, group=extract.key_group.hex))


def _require_files(actor: Actor, kind: RegisterExtract.Kind) -> None:
    if source_of(actor.controller_id, kind) is not Source.FILE:
        raise Refused(COMES_OVER_THE_API())


def _begin_extract(actor: Actor, kind: RegisterExtract.Kind, on: date, people: int) -> RegisterExtract:
    standing = RegisterExtract.objects.filter(controller_id=actor.controller_id, kind=kind, replaced=False)
    newest = standing.filter(source=Source.FILE).order_by("-as_of").first()
    if newest is not None and newest.as_of > on:
        raise Refused(OLDER_THAN_KEPT(given=f"{on:%d-%m-%Y}", kept=f"{newest.as_of:%d-%m-%Y}"))
    for replaced in standing:
        forget_extract(actor=actor, extract=replaced)
    standing.update(replaced=True)
    return RegisterExtract.objects.create(
        controller_id=actor.controller_id,
        kind=kind,
        as_of=on,
        imported_at=timezone.now(),
        imported_by=actor.person_id,
        people=people,
    )


def _finish(actor: Actor, extract: RegisterExtract, not_taken: int, problems: Iterable[Problem]) -> Import:
    told = tuple(problems)
    record_event(
        actor=actor,
        action=f"import-{extract.kind}",
        object_kind="register-extract",
        object_id=str(extract.pk),
        reasons=sorted({problem.code for problem in told}),
        details={"people": extract.people, "not_taken": not_taken, "as_of": f"{extract.as_of:%Y-%m-%d}"},
    )
    return Import(extract.pk, extract.people, not_taken, told)
