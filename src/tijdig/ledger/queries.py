"""Read the audit log."""

from __future__ import annotations

from django.db.models import QuerySet

from tijdig.ledger.models import AuditEvent


def events_of_object(controller_id: str, object_kind: str, object_id: str) -> QuerySet[AuditEvent]:
    """Return what happened to one object, newest first."""
    return AuditEvent.objects.filter(
        controller_id=controller_id, object_kind=object_kind, object_id=object_id
    ).order_by("-id")


def events_of_controller(controller_id: str) -> QuerySet[AuditEvent]:
    """Return everything that happened under one controller, newest first."""
    return AuditEvent.objects.filter(controller_id=controller_id).order_by("-id")
