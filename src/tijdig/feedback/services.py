"""Issue receipts and feedback files. Each release is decided by the covenant and leaves an audit event (L1, R58)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.queries import covenant_of_hash
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.services import Request, Value, disclose
from tijdig.disclosure.services_processing import Processing, record_processing
from tijdig.feedback.queries import all_feedback_of_landlord, receipts_on_page
from tijdig.feedback.receipts import content_of, delivery_receipt_of, receipt_request, signal_receipt_of
from tijdig.feedback.rules.files import FeedbackRow, FileKind, feedback_file
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.ownership import own_deliveries
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import ReceiptSalt
from tijdig.ledger.rules.receipt import write_proof
from tijdig.ledger.services import Subject, bind_pages, prove_receipt, record_event, record_receipt
from tijdig.ledger.trace import new_span, some_trace
from tijdig.letters.receipts import DeliveryReceipt, Seal, SignalReceipt, delivery_receipt, signal_receipt
from tijdig.linkage.on_record import about_signals
from tijdig.months import Month
from tijdig.problems import NotFound, Refused


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """A file to send: its name (no personal data), content and media type."""

    name: str
    content: bytes
    media_type: str


def issue_receipt(*, actor: Actor, signal_id: UUID) -> bytes:
    """Return the receipt (PDF) of one of the landlord's own signals (R15), with its proof in it (T4).

    Another's is :class:`NotFound`. Everything on it goes through ``disclose``; when the covenant withholds any of it
    there is no receipt, but a :class:`Refused` with the covenant's reasons: half a receipt would be a false one.
    ``Refused`` too when the log is not in order. Outside any transaction: the record is sealed first.
    """
    return _paper(_of_signal(actor, signal_id))


def issue_receipts(*, actor: Actor, delivery_id: UUID, page: int) -> bytes:
    """Return the receipts of one page of a delivery's signals together, a PDF for each in a ZIP (R15).

    Each is decided, recorded and proven as by :func:`issue_receipt`, and nothing is handed out unless all are. Raises
    :class:`NotFound` for a delivery or page without own signals. Names in it hold ids only.
    """
    told = [(one, _of_signal(actor, one)) for one in receipts_on_page(actor, delivery_id, page)]
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:  # a PDF is compressed already
        for signal_id, receipt in told:
            archive.writestr(f"ontvangstbewijs-{signal_id}.pdf", _paper(receipt))
    return packed.getvalue()


def issue_receipt_proof(*, actor: Actor, signal_id: UUID) -> bytes:
    """Return the proof of the receipt of one own signal by itself (JSON, T4); refuses as :func:`issue_receipt` does."""
    told = _of_signal(actor, signal_id)
    return write_proof(prove_receipt(opening=told.opening, content=told.content))


def issue_delivery_receipt(*, actor: Actor, delivery_id: UUID) -> bytes:
    """Return the receipt (PDF) of a delivery of the actor's organisation, or by it for another, taken in (R1, R15).

    With its proof in it (T4). Raises :class:`NotFound`, and :class:`Refused` when the log is not in order.
    """
    return _paper(_of_delivery(actor, delivery_id))


def issue_delivery_proof(*, actor: Actor, delivery_id: UUID) -> bytes:
    """Return the proof of a delivery's receipt by itself (JSON, T4)."""
    told = _of_delivery(actor, delivery_id)
    return write_proof(prove_receipt(opening=told.opening, content=told.content))


@dataclass(frozen=True, slots=True)
class _Told[Receipt: (SignalReceipt, DeliveryReceipt)]:
    """A receipt as it was released and recorded, before it has its proof."""

    receipt: Receipt
    content: Mapping[str, object]
    opening: ReceiptSalt


def _paper(told: _Told[SignalReceipt] | _Told[DeliveryReceipt]) -> bytes:
    """Seal, prove, typeset with the code on it, and put the proof into the PDF."""
    proof = prove_receipt(opening=told.opening, content=told.content)
    at = datetime.fromisoformat(str(proof.told["at"]))
    seal = Seal(str(proof.told["code"]), timezone.localdate(at), proof.position)
    if isinstance(told.receipt, SignalReceipt):
        pages = signal_receipt(replace(told.receipt, seal=seal))
    else:
        pages = delivery_receipt(replace(told.receipt, seal=seal))
    return bind_pages(proof=proof, pages=pages)


def _recorded[Receipt: (SignalReceipt, DeliveryReceipt)](
    actor: Actor, subject: Subject, receipt: Receipt, processings: Sequence[Processing] = ()
) -> _Told[Receipt]:
    """Record a receipt in both logs (L2); that of a delivery holds counts only, and is about nobody."""
    content = content_of(receipt)
    with some_trace(), new_span():
        opening = record_receipt(actor=actor, subject=subject, content=content)
        record_processing(actor=actor, action="issue-receipt", processings=processings)
    return _Told(receipt, content, opening)


@transaction.atomic
def _of_signal(actor: Actor, signal_id: UUID) -> _Told[SignalReceipt]:
    require(actor, Action.READ_DELIVERIES)
    signal = (
        Signal.objects.select_related("delivery")
        .filter(pk=signal_id, controller_id=actor.controller_id, party_code=actor.party)
        .first()
    )
    if signal is None:
        raise NotFound
    covenant = _covenant(signal.covenant_hash)
    request = receipt_request(actor, signal)
    receipt = signal_receipt_of(signal, _all_of(actor, request), covenant, timezone.localdate())
    about = about_signals(actor.controller_id, [signal], request.purpose)
    subject = Subject("signal", str(signal.pk), receipt.number, signal.covenant_hash)
    return _recorded(actor, subject, receipt, about)


@transaction.atomic
def _of_delivery(actor: Actor, delivery_id: UUID) -> _Told[DeliveryReceipt]:
    require(actor, Action.READ_DELIVERIES)
    delivery = Delivery.objects.filter(
        own_deliveries(actor),
        pk=delivery_id,
        controller_id=actor.controller_id,
        state=DeliveryState.ACCEPTED,
    ).first()
    if delivery is None:
        raise NotFound
    receipt = delivery_receipt_of(delivery, _covenant(delivery.covenant_hash), timezone.localdate())
    subject = Subject("delivery", str(delivery.pk), receipt.number, delivery.covenant_hash)
    return _recorded(actor, subject, receipt)


@transaction.atomic
def export_feedback(*, actor: Actor, month: Month, kind: FileKind) -> FeedbackFile:
    """Return the month's feedback as a file (R43, S4): what disclosure released, of the rows that tell something.

    The audit event holds the month, the kind and the number of rows.
    """
    lines = all_feedback_of_landlord(actor, month)
    rows = [
        FeedbackRow(line.reference, line.received_on, line.code, line.sentence_nl)
        for line in lines
        if line.code
    ]
    record_event(
        actor=actor, action="export-feedback", object_kind="month", object_id=str(month),
        details={"kind": kind.value, "rows": len(rows)},
    )  # fmt: skip
    return FeedbackFile(f"terugmeldingen-{month}.{kind.value}", feedback_file(rows, kind), kind.media_type)


def _covenant(covenant_hash: str) -> Covenant:
    covenant = covenant_of_hash(covenant_hash)
    if covenant is None:
        raise NotFound
    return covenant


def _all_of(actor: Actor, request: Request) -> Mapping[str, Value]:
    (answer,) = disclose(actor=actor, requests=[request])
    if answer.withheld:
        reasons = {reason.code: reason for refusal in answer.withheld.values() for reason in refusal.reasons}
        raise Refused(reasons.values())
    return answer.values
