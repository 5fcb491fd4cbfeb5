"""What who holds the meeting sees beside the cases: the order, who is there, who can act, who has which paper (R47)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import signals_of_cases
from tijdig.meeting.loading import covenant_of_meeting, meeting_of_actor, own_cases, parties_of_case
from tijdig.meeting.models import AgendaItem, Meeting, PaperVersion
from tijdig.meeting.rules.agenda import participants
from tijdig.meeting.rules.papers import PaperKind, mark_of
from tijdig.parties.queries import people_of_party
from tijdig.problems import NotFound


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item in the order of the meeting: its number, and whether it was discussed."""

    item_id: UUID
    number: str
    is_decided: bool
    actions: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A participant: whether it is there (None: not noted), how many cases are its own, and which pack it has.

    ``pack_version`` 0: none was made yet. ``pack_is_current``: it holds the cases that are on the agenda now.
    """

    party: str
    name: str
    present: bool | None
    cases: int
    pack_version: int
    pack_made_on: date | None
    pack_is_current: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as who holds it runs through it."""

    meeting: Meeting
    lines: tuple[AgendaLine, ...]
    seats: tuple[Seat, ...]

    @property
    def left(self) -> int:
        """How many cases have no decision yet."""
        return sum(not line.is_decided for line in self.lines)

    def place_of(self, item_id: UUID) -> int:
        """Return the place of this item in the order, from 1."""
        return next((n for n, line in enumerate(self.lines, start=1) if line.item_id == item_id), 0)

    def beside(self, item_id: UUID) -> tuple[UUID | None, UUID | None]:
        """Return the item before this one and the one after it; None where there is none."""
        ids = [line.item_id for line in self.lines]
        place = ids.index(item_id) if item_id in ids else -1
        before = ids[place - 1] if place > 0 else None
        after = ids[place + 1] if 0 <= place < len(ids) - 1 else None
        return before, after


def held_meeting(actor: Actor, meeting_id: UUID) -> Held:
    """Return the order of the meeting, in order of rank, and its participants: for who holds it."""
    require(actor, Action.HOLD_MEETING)
    meeting = meeting_of_actor(actor, meeting_id)
    items = meeting.items.select_related("case").annotate(agreed=Count("actions"))
    lines = tuple(
        AgendaLine(one.pk, one.case.number, one.decided_at is not None, one.agreed)
        for one in items.order_by("case__rank_key", "tabled_at", "pk")
    )
    return Held(meeting, lines, _seats(meeting))


def _seats(meeting: Meeting) -> tuple[Seat, ...]:
    covenant = covenant_of_meeting(meeting)
    items = {one.case_id: str(one.pk) for one in meeting.items.all()}
    signals = signals_of_cases(items)
    noted = {one.party: one.present for one in meeting.presences.all()}
    papers = {
        one.party: one
        for one in PaperVersion.objects.filter(meeting=meeting, kind=PaperKind.PACK).order_by("number")
    }
    seats = []
    for party in participants(covenant):
        own = own_cases(covenant, party, list(items), signals)
        paper = papers.get(party)
        mark = mark_of(sorted(items[case_id] for case_id in own))
        seats.append(
            Seat(
                party=party,
                name=covenant.parties[party].name,
                present=noted.get(party),
                cases=len(own),
                pack_version=paper.number if paper else 0,
                pack_made_on=timezone.localdate(paper.made_at) if paper else None,
                pack_is_current=paper is not None and paper.mark == mark,
            )
        )
    return tuple(seats)


def who_can_act(actor: Actor, item_id: UUID) -> tuple[tuple[str, str, Mapping[UUID, str]], ...]:
    """Return the parties whose case this is: code, name, and the names of their people."""
    require(actor, Action.HOLD_MEETING)
    item = (
        AgendaItem.objects.filter(controller_id=actor.controller_id, pk=item_id)
        .select_related("meeting")
        .first()
    )
    if item is None:
        raise NotFound
    covenant = covenant_of_meeting(item.meeting)
    return tuple(
        (party, covenant.parties[party].name, people_of_party(actor.controller_id, party))
        for party in parties_of_case(covenant, item.case_id)
    )


def next_day_after(meeting: Meeting) -> date | None:
    """Return the day of the meeting that is planned after this one; None when none is."""
    after = Meeting.objects.filter(controller_id=meeting.controller_id, on__gt=meeting.on).order_by("on")
    found = after.first()
    return found.on if found else None


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """The last pack of one's own organisation: its version, when, and whether the agenda changed since."""

    version: int
    made_on: date
    is_current: bool


def own_paper(actor: Actor, meeting: Meeting, mark: str) -> OwnPaper | None:
    """Return the last pack that the actor's organisation made of this meeting; None when there is none."""
    require(actor, Action.ATTEND_MEETING)
    papers = PaperVersion.objects.filter(meeting=meeting, party=actor.party, kind=PaperKind.PACK)
    last = papers.order_by("-number").first()
    return OwnPaper(last.number, timezone.localdate(last.made_at), last.mark == mark) if last else None
