"""The last rehearsal of a draft."""

from __future__ import annotations

from uuid import UUID

from tijdig.rehearse.models import Rehearsal


def last_rehearsal(controller_id: str, draft_id: UUID) -> Rehearsal | None:
    """Return the rehearsal of this draft that was asked for last, or None."""
    asked = Rehearsal.objects.filter(controller_id=controller_id, draft_id=draft_id)
    return asked.order_by("-asked_at", "id").first()
