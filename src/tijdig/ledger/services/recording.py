"""Record what happened, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.trace import current_span, current_trace
from tijdig.tenancy import under

type Detail = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to one thing: in which span, with what result, why, and what else is worth knowing."""

    object_id: str
    span_id: str
    result: str = "done"
    reasons: Sequence[str] = ()
    details: Mapping[str, Detail] = field(default_factory=dict)


def record_event(
    *,
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: str,
    result: str = "done",
    reasons: Sequence[str] = (),
    details: Mapping[str, Detail] | None = None,
) -> AuditEvent:
    """Record one event; must be called inside the transaction of the change that it tells of (R58).

    ``reasons`` are problem codes, ``details`` counts, codes and dates: never names, addresses, BSNs or amounts.
    Raises ``TransactionManagementError`` outside a transaction, so that no change is ever kept without its event.
    """
    happened = Happened(object_id, current_span(), result, reasons, details or {})
    with _in_the_transaction_of_the_change(actor):
        return AuditEvent.objects.create(**_columns(actor, action, object_kind, happened))


def record_events(*, actor: Actor, action: str, object_kind: str, happened: Sequence[Happened]) -> None:
    """Record the same act on many things as :func:`record_event` does on one: an event each, written together."""
    with _in_the_transaction_of_the_change(actor):
        AuditEvent.objects.bulk_create(
            AuditEvent(**_columns(actor, action, object_kind, one)) for one in happened
        )


@contextmanager
def _in_the_transaction_of_the_change(actor: Actor) -> Iterator[None]:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event needs the transaction of the change")
    with under(actor.controller_id):  # who signs in is under no municipality yet, and may be of several
        yield


def _columns(actor: Actor, action: str, object_kind: str, one: Happened) -> dict[str, Any]:
    return {
        "controller_id": actor.controller_id,
        "at": timezone.now(),
        "trace_id": current_trace(),
        "span_id": one.span_id,
        "person_id": actor.person_id,
        "organisation_id": actor.organisation_id,
        "party": actor.party,
        "role": actor.role,
        "action": action,
        "object_kind": object_kind,
        "object_id": one.object_id,
        "result": one.result,
        "reasons": list(one.reasons),
        "details": dict(one.details),
    }
