"""When the meetings are in which someone takes part (R47)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import governing
from tijdig.covenant.queries import covenant_for_party
from tijdig.meeting.models import Meeting
from tijdig.meeting.rules.agenda import next_meeting, takes_part


def meetings_of(actor: Actor) -> tuple[Meeting, ...]:
    """Return the meetings under the actor's controller in which its organisation takes part, newest first."""
    require(actor, Action.ATTEND_MEETING)
    today = timezone.localdate()
    found = Meeting.objects.filter(controller_id=actor.controller_id).order_by("-on", "pk")
    hashes = {one.covenant_hash for one in found}
    covenants = {one: governing(actor.controller_id, one, today) for one in hashes}
    return tuple(one for one in found if takes_part(covenants[one.covenant_hash], actor.party))


def next_meeting_day(actor: Actor) -> date | None:
    """Return the day that the covenant's rhythm gives for the next meeting; None without a covenant in force."""
    today = timezone.localdate()
    covenant = covenant_for_party(actor.controller_id, actor.party, today)
    if covenant is None:
        return None
    last = Meeting.objects.filter(controller_id=actor.controller_id).order_by("-on").first()
    return next_meeting(covenant.meeting, last.on if last else None, today)
