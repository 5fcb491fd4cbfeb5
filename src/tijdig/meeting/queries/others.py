"""Who came first, and when, where someone else's act stood in the way of one's own at the meeting (K6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tijdig.actors import Action, Actor, require
from tijdig.ledger.queries import events_of_object
from tijdig.meeting.loading import meeting_of_actor
from tijdig.meeting.models import Meeting
from tijdig.meeting.services.holding import WRITTEN_BY_COLLEAGUE
from tijdig.meeting.services.planning import MEETING_HAS_ENDED
from tijdig.meeting.services.tabling import TABLED_ALREADY
from tijdig.parties.queries import names_of_people


@dataclass(frozen=True, slots=True)
class Others:
    """What a colleague did (the code of the problem that came of it), who, and when; without the name if unknown."""

    code: str
    who: str
    at: datetime


def done_by_others(
    actor: Actor, meeting_id: UUID, codes: Collection[str], *, case_id: UUID | None = None, number: str = ""
) -> tuple[Others, ...]:
    """Return who did what stood in the way, for each problem (``codes``) that comes of someone else's act.

    ``case_id`` or ``number`` says which case it was about.
    """
    require(actor, Action.TABLE_CASE)
    meeting = meeting_of_actor(actor, meeting_id)
    found = [(code, _by_whom(meeting, code, case_id, number)) for code in codes]
    people = {by[0] for _, by in found if by is not None and by[0] is not None}
    names = names_of_people(actor.controller_id, people) if people else {}
    return tuple(Others(code, names.get(by[0], "") if by[0] else "", by[1]) for code, by in found if by)


def _by_whom(
    meeting: Meeting, code: str, case_id: UUID | None, number: str
) -> tuple[UUID | None, datetime] | None:
    if code == MEETING_HAS_ENDED.code and meeting.ended_at is not None:
        return meeting.ended_by, meeting.ended_at
    about = Q(case__number=number) if number else Q(case__pk=case_id)
    item = meeting.items.filter(about).first()
    if item is None:
        return None
    if code == TABLED_ALREADY.code:
        return item.proposed_by, item.tabled_at
    if code != WRITTEN_BY_COLLEAGUE.code:
        return None
    decided = events_of_object(meeting.controller_id, "meeting", str(meeting.pk)).filter(
        action="meeting.decide", details__case=str(item.case_id)
    )
    event = decided.first()
    return (event.person_id, event.at) if event else None
