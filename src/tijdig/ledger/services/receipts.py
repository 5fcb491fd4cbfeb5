"""Receipts that can be checked (T4): recorded, proven to stand in the log, and held against it later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require, system_actor
from tijdig.ledger.keys import key_of, signed_note
from tijdig.ledger.models import ReceiptRecord, ReceiptSalt, new_salt
from tijdig.ledger.queries import newest_note, tile_reader
from tijdig.ledger.rules.check_code import check_code, read_check_code
from tijdig.ledger.rules.checkpoint import Malformed, open_checkpoint
from tijdig.ledger.rules.merkle import inclusion_proof
from tijdig.ledger.rules.receipt import (
    Content,
    File,
    Proof,
    check_receipt,
    paper_text,
    read_receipt,
    with_proof,
)
from tijdig.ledger.rules.record import canonical_json, commitment_of, leaf_of
from tijdig.ledger.rules.tiles import TileMissing, perfect_from
from tijdig.ledger.services.recording import record_event
from tijdig.ledger.services.sealing import seal_logs
from tijdig.ledger.trace import current_span, current_trace
from tijdig.problems import ProblemKind, Refused

NOT_PROVABLE = ProblemKind(
    code="ledger.receipt-not-provable",
    rule="T4",
    nl="Er is nu geen bewijs te maken: het logboek is niet in orde.",
    en="No receipt can be made now: the log is not in order.",
    remedy_nl="Probeer het later opnieuw, of vraag de gemeente. Uw aanlevering is wel ontvangen.",
    remedy_en="Try again later, or ask the municipality. Your delivery was received.",
)
CODE_MISTYPED = ProblemKind(
    code="ledger.receipt-code-mistyped",
    rule="T4",
    nl="Deze controlecode kan niet kloppen: er staat een teken verkeerd, of er ontbreekt er een.",
    en="This check code cannot be right: a sign is wrong, or one is missing.",
    remedy_nl="Typ de zestien tekens over die op het bewijs staan.",
    remedy_en="Type over the sixteen signs that stand on the receipt.",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a receipt tells: its kind and id, the number of the receipt, the hash of the covenant it fell under."""

    kind: str
    id: str
    number: str
    covenant_hash: str


@transaction.atomic
def record_receipt(*, actor: Actor, subject: Subject, content: Content) -> ReceiptSalt:
    """Record in the transaction of the release that the actor's party gets this receipt; returns what opens it.

    Each time leaves its event; the same content for the same party has one record to prove, that of the first time.
    ``content`` is what the receipt says, with its ``number``: text, whole numbers, lists and named values.
    """
    record_event(
        actor=actor, action="issue-receipt", object_kind=subject.kind, object_id=subject.id,
        details={"covenant": subject.covenant_hash},
    )  # fmt: skip
    canonical = canonical_json(content)
    kept = ReceiptSalt.objects.filter(
        controller_id=actor.controller_id, object_kind=subject.kind, object_id=subject.id
    )
    for one in kept.order_by("pk"):
        if commitment_of(bytes(one.salt), canonical) == bytes(one.content) and _is_of(actor, one):
            return one
    salt = new_salt()
    commitment = commitment_of(salt, canonical)
    ReceiptRecord.objects.create(
        controller_id=actor.controller_id,
        at=timezone.now(),
        trace_id=current_trace(),
        span_id=current_span(),
        number=subject.number,
        party=actor.party,
        covenant=subject.covenant_hash,
        content=commitment,
        code=check_code(commitment),
    )
    return ReceiptSalt.objects.create(
        controller_id=actor.controller_id,
        object_kind=subject.kind,
        object_id=subject.id,
        content=commitment,
        salt=salt,
    )


def _is_of(actor: Actor, kept: ReceiptSalt) -> bool:
    code = check_code(bytes(kept.content))
    records = ReceiptRecord.objects.filter(
        controller_id=actor.controller_id, code=code, party=actor.party, content=bytes(kept.content)
    )
    return records.exists()


def prove_receipt(*, opening: ReceiptSalt, content: Content) -> Proof:
    """Return the proof that the log holds this receipt, sealing its record first where that has no place yet.

    Outside any transaction: what is proven must stay. Raises :class:`Refused` when the log is not in order: nothing is
    handed out that would not hold.
    """
    if _record(opening).position is None:
        seal_logs(actor=system_actor(opening.controller_id))
    record = _record(opening)
    key = key_of(opening.controller_id)
    note = newest_note(opening.controller_id) or ""
    checkpoint = open_checkpoint(note, key)
    if checkpoint is None or record.position is None or record.position >= checkpoint.size:
        raise Refused(NOT_PROVABLE())
    try:
        path = inclusion_proof(
            perfect_from(tile_reader(opening.controller_id)), record.position, checkpoint.size
        )
    except TileMissing:
        raise Refused(NOT_PROVABLE()) from None
    proof = Proof(
        content=content,
        salt=bytes(opening.salt),
        record=record.canonical(),
        record_salt=bytes(record.salt),
        position=record.position,
        path=path,
        checkpoint=note,
        key=key,
    )
    if check_receipt(File(proof), key):
        raise Refused(NOT_PROVABLE())
    return proof


def _record(opening: ReceiptSalt) -> ReceiptRecord:
    code = check_code(bytes(opening.content))
    record = ReceiptRecord.objects.filter(
        controller_id=opening.controller_id, code=code, content=bytes(opening.content)
    ).first()
    if record is None:
        raise Refused(NOT_PROVABLE())
    return record


def bind_pages(*, proof: Proof, pages: bytes) -> bytes:
    """Return the pages of a receipt (PDF) with the proof in them, signed together."""
    controller_id = proof.key.name.rpartition("/")[2]
    return with_proof(pages, proof, signed_note(controller_id, paper_text(proof, pages)))


@dataclass(frozen=True, slots=True)
class ReceiptCheck:
    """What the log says of a receipt, and no more: since when, where, under which covenant, and whether it is as given.

    ``is_same`` is None when no file was handed in to compare.
    """

    code: str
    recorded_at: datetime | None = None
    position: int | None = None
    covenant_hash: str = ""
    is_same: bool | None = None

    @property
    def is_known(self) -> bool:
        """Whether the log holds it, for who asks."""
        return self.recorded_at is not None


@transaction.atomic
def look_up_receipt(*, actor: Actor, code: str = "", file: bytes | None = None) -> ReceiptCheck:
    """Hold the code of a receipt, the file itself, or both, against the log of the actor's controller (T4).

    A landlord's clerk is told of receipts of the own party only; another's is not known. The question is recorded.
    Raises :class:`Refused` for a code that cannot be one.
    """
    require(actor, Action.CHECK_RECEIPT)
    typed = read_check_code(code) if code.strip() else ""
    if typed is None:
        raise Refused(CODE_MISTYPED())
    handed_in = _read(file)
    told = str(handed_in.proof.told.get("code", "")) if handed_in else ""
    checked = _known(actor, typed or told)
    if handed_in and not checked.is_known:
        checked = _known_to_the_tree(actor, handed_in)
    if file is not None and checked.is_known:
        is_same = bool(handed_in) and told == checked.code and _is_sound(actor, handed_in)
        checked = replace(checked, is_same=is_same)
    _record_look(actor, checked)
    return checked


def _read(file: bytes | None) -> File | None:
    try:
        return read_receipt(file) if file is not None else None
    except Malformed:
        return None


def _known(actor: Actor, code: str) -> ReceiptCheck:
    records = ReceiptRecord.objects.filter(
        controller_id=actor.controller_id, code=code, position__isnull=False
    )
    if actor.role is Role.LANDLORD_CLERK:
        records = records.filter(party=actor.party)
    record = records.order_by("position").first() if code else None
    if record is None:
        return ReceiptCheck(code)
    return ReceiptCheck(code, record.at, record.position, record.covenant)


def _known_to_the_tree(actor: Actor, file: File) -> ReceiptCheck:
    """Look where the record stood: when that was erased, the tree still keeps its hash (T6)."""
    told, proof = file.proof.told, file.proof
    code = str(told.get("code", ""))
    if actor.role is Role.LANDLORD_CLERK and told.get("party") != actor.party:
        return ReceiptCheck(code)
    try:
        stands = perfect_from(tile_reader(actor.controller_id))(0, proof.position)
        at = datetime.fromisoformat(str(told.get("at")))
    except (TileMissing, ValueError, OverflowError):
        return ReceiptCheck(code)
    if stands != leaf_of(proof.record_salt, proof.record):
        return ReceiptCheck(code)
    return ReceiptCheck(code, at, proof.position, str(told.get("covenant", "")))


def _is_sound(actor: Actor, file: File | None) -> bool:
    return file is not None and not check_receipt(file, key_of(actor.controller_id))


def _record_look(actor: Actor, checked: ReceiptCheck) -> None:
    result = "unknown" if not checked.is_known else "altered" if checked.is_same is False else "known"
    record_event(
        actor=actor,
        action=Action.CHECK_RECEIPT,
        object_kind="receipt",
        object_id=checked.code if checked.is_known else "",
        result=result,
    )
