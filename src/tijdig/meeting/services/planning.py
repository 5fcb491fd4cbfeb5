"""Plan meetings in the covenant's rhythm, and move them (R47)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.queries import covenant_for_party
from tijdig.covenant.rules.document import Covenant
from tijdig.meeting.loading import meeting_of_actor
from tijdig.meeting.models import Meeting
from tijdig.meeting.rules.agenda import next_meeting, planned_days
from tijdig.meeting.services.recording import record_of_meeting
from tijdig.problems import ProblemKind, Refused

NO_COVENANT_FOR_MEETING = ProblemKind(
    code="meeting.no-covenant",
    rule="R1",
    nl="Er is geen convenant in werking waaronder een overleg kan worden gepland.",
    en="No covenant is in force under which a meeting can be planned.",
    remedy_nl="Kijk bij Convenanten wat er nog ontbreekt.",
    remedy_en="See under Covenants what is still missing.",
)
DAY_IS_PAST = ProblemKind(
    code="meeting.day-is-past",
    rule="R47",
    nl="Deze dag is al voorbij.",
    en="This day is past.",
    remedy_nl="Kies vandaag of een dag die nog komt.",
    remedy_en="Choose today or a day to come.",
)
DAY_IS_TAKEN = ProblemKind(
    code="meeting.day-is-taken",
    rule="R47",
    nl="Op deze dag is er al een overleg.",
    en="There is a meeting on this day already.",
)
MEETING_HAS_ENDED = ProblemKind(
    code="meeting.has-ended",
    rule="R47",
    nl="Dit overleg is afgelopen.",
    en="This meeting has ended.",
    remedy_nl="Zet de zaak op de agenda van het volgende overleg.",
    remedy_en="Table the case for the next meeting.",
)


@transaction.atomic
def plan_meeting(*, actor: Actor, on: date | None = None) -> Meeting:
    """Plan the next meeting on ``on``, or on the day that follows from the covenant's rhythm; the same day is one."""
    require(actor, Action.HOLD_MEETING)
    covenant = _covenant(actor)
    today = timezone.localdate()
    return _planned(actor, covenant, on or next_meeting(covenant.meeting, _last_day(actor), today))


@transaction.atomic
def plan_ahead(*, actor: Actor, count: int) -> tuple[Meeting, ...]:
    """Plan the next ``count`` meetings (at most twelve) in the covenant's rhythm, after the last that is planned."""
    require(actor, Action.HOLD_MEETING)
    covenant = _covenant(actor)
    days = planned_days(covenant.meeting, _last_day(actor), timezone.localdate(), min(count, 12))
    return tuple(_planned(actor, covenant, day) for day in days)


@transaction.atomic
def move_meeting(*, actor: Actor, meeting_id: UUID, on: date) -> Meeting:
    """Move a meeting that has not ended to another day; what was tabled stays tabled.

    Raises :class:`Refused` for a day in the past, and for one on which there is a meeting already.
    """
    require(actor, Action.HOLD_MEETING)
    meeting = meeting_of_actor(actor, meeting_id)
    require_not_ended(meeting)
    if on < timezone.localdate():
        raise Refused(DAY_IS_PAST())
    same = Meeting.objects.filter(
        controller_id=actor.controller_id, covenant_hash=meeting.covenant_hash, on=on
    )
    if same.exclude(pk=meeting.pk).exists():
        raise Refused(DAY_IS_TAKEN())
    before, meeting.on = meeting.on, on
    meeting.save(update_fields=["on"])
    told = {"from": before.isoformat(), "on": on.isoformat()}
    return record_of_meeting(actor=actor, action="meeting.move", meeting=meeting, details=told)


def require_not_ended(meeting: Meeting) -> None:
    """Raise :class:`Refused` when the meeting has ended."""
    if meeting.ended_at is not None:
        raise Refused(MEETING_HAS_ENDED())


def _covenant(actor: Actor) -> Covenant:
    covenant = covenant_for_party(actor.controller_id, actor.party, timezone.localdate())
    if covenant is None:
        raise Refused(NO_COVENANT_FOR_MEETING())
    return covenant


def _last_day(actor: Actor) -> date | None:
    last = Meeting.objects.filter(controller_id=actor.controller_id).order_by("-on").first()
    return last.on if last else None


def _planned(actor: Actor, covenant: Covenant, day: date) -> Meeting:
    meeting, created = Meeting.objects.get_or_create(
        controller_id=actor.controller_id,
        covenant_hash=covenant.hash,
        on=day,
        defaults={"planned_by": actor.person_id, "planned_at": timezone.now()},
    )
    if created:
        record_of_meeting(
            actor=actor, action="meeting.plan", meeting=meeting, details={"on": day.isoformat()}
        )
    return meeting
