"""The conversations that the invented staff agreed on, so that the visitor finds an appointment on the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tijdig.casework.models import Case
from tijdig.casework.rules.atw import next_working_day
from tijdig.contact.rules.appointments import Where
from tijdig.contact.services.appointments import Meeting, plan_appointment
from tijdig.demo.cast import Cast

PLACE = "Stadhuis Weert, kamer 2.14"
TAKES = timedelta(hours=1)
OPENS, LAST = 9, 16  # whole hours at which a conversation can begin
USUAL = 10


def agree_on_conversations(cast: Cast) -> None:
    """Give each household that was invited by two case directors its appointment (R30): one today, if it can be."""
    director = cast["director"]
    invited = Case.objects.filter(
        controller_id=director.controller_id, owner=director.person_id, invited_on__isnull=False
    ).filter(spoken_on__isnull=True, closed_on__isnull=True)
    for case, starts_at in zip(invited.order_by("number"), _moments(timezone.localtime()), strict=False):
        plan_appointment(
            actor=director,
            case_id=case.pk,
            version=case.version,
            meeting=Meeting(starts_at, starts_at + TAKES, Where.OFFICE, PLACE),
            second_person=cast["second-director"].person_id,
        )


def _moments(now: datetime) -> Iterator[datetime]:
    """Later today while the town hall is open, then at the usual hour of each working day that follows."""
    if now.hour < LAST:
        yield _at(now.date(), max(now.hour + 1, OPENS))
    day = now.date()
    while True:
        day = next_working_day(day + timedelta(days=1))
        yield _at(day, USUAL)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
