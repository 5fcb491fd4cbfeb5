"""Issue receipts and feedback files. Each release is decided by the covenant and leaves an audit event (L1, R58)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.queries import covenant_of_hash
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.services import Value, disclose
from tijdig.feedback.queries import all_feedback_of_landlord
from tijdig.feedback.receipts import delivery_receipt_of, receipt_request, signal_receipt_of
from tijdig.feedback.rules.files import FeedbackRow, FileKind, feedback_file
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.ownership import own_deliveries
from tijdig.intake.states import DeliveryState
from tijdig.ledger.services import record_event
from tijdig.letters.receipts import delivery_receipt, signal_receipt
from tijdig.months import Month
from tijdig.problems import NotFound, Refused


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """A file to send: its name (no personal data), content and media type."""

    name: str
    content: bytes
    media_type: str


@transaction.atomic
def issue_receipt(*, actor: Actor, signal_id: UUID) -> bytes:
    """Return the receipt (PDF) of one of the landlord's own signals (R15); another's is :class:`NotFound`.

    Everything on it goes through ``disclose``; when the covenant withholds any of it there is no receipt, but a
    :class:`Refused` with the covenant's reasons: half a receipt would be a false one.
    """
    require(actor, Action.READ_DELIVERIES)
    signal = (
        Signal.objects.select_related("delivery")
        .filter(pk=signal_id, controller_id=actor.controller_id, party_code=actor.party)
        .first()
    )
    if signal is None:
        raise NotFound
    covenant = _covenant(signal.covenant_hash)
    released = _all_of(actor, signal)
    record_event(
        actor=actor, action="issue-receipt", object_kind="signal", object_id=str(signal.pk),
        details={"covenant": signal.covenant_hash},
    )  # fmt: skip
    return signal_receipt(signal_receipt_of(signal, released, covenant, timezone.localdate()))


@transaction.atomic
def issue_delivery_receipt(*, actor: Actor, delivery_id: UUID) -> bytes:
    """Return the receipt (PDF) of a delivery of the actor's organisation, or by it for another, taken in (R1, R15)."""
    require(actor, Action.READ_DELIVERIES)
    delivery = Delivery.objects.filter(
        own_deliveries(actor),
        pk=delivery_id,
        controller_id=actor.controller_id,
        state=DeliveryState.ACCEPTED,
    ).first()
    if delivery is None:
        raise NotFound
    record_event(
        actor=actor, action="issue-receipt", object_kind="delivery", object_id=str(delivery.pk),
        details={"covenant": delivery.covenant_hash},
    )  # fmt: skip
    values = delivery_receipt_of(delivery, _covenant(delivery.covenant_hash), timezone.localdate())
    return delivery_receipt(values)


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


def _all_of(actor: Actor, signal: Signal) -> Mapping[str, Value]:
    (answer,) = disclose(actor=actor, requests=[receipt_request(actor, signal)])
    if answer.withheld:
        reasons = {reason.code: reason for refusal in answer.withheld.values() for reason in refusal.reasons}
        raise Refused(reasons.values())
    return answer.values
