"""Record what happened, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.trace import current_span, current_trace
from tijdig.tenancy import under

type Detail = str | int | bool | None


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
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record_event needs the transaction of the change")
    with under(actor.controller_id):  # who signs in is under no municipality yet, and may be of several
        return AuditEvent.objects.create(
            controller_id=actor.controller_id,
            at=timezone.now(),
            trace_id=current_trace(),
            span_id=current_span(),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            party=actor.party,
            role=actor.role,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            result=result,
            reasons=list(reasons),
            details=dict(details or {}),
        )
