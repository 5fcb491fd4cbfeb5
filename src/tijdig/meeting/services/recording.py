"""Put what was done around a meeting in both logs (L2, R58)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from tijdig.actors import Actor
from tijdig.casework.on_record import about_case
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services_processing import record_change
from tijdig.ledger.services import Detail
from tijdig.meeting.loading import covenant_of_meeting
from tijdig.meeting.models import Meeting


@transaction.atomic
def record_of_meeting(
    *,
    actor: Actor,
    action: str,
    meeting: Meeting,
    details: Mapping[str, Detail],
    case_id: UUID | None = None,
) -> Meeting:
    """Record an action (``meeting.plan``), about the household of a case when there is one; return the meeting."""
    record_change(
        actor=actor,
        action=action,
        object_kind="meeting",
        object_id=str(meeting.pk),
        processings=about_case(case_id, covenant_of_meeting(meeting), PurposeCode.MEETING) if case_id else (),
        details=details,
    )
    return meeting
