"""What the covenant proposes for the agenda (R47)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import cases_to_see
from tijdig.casework.loading import facts_of_case, governing
from tijdig.casework.models import Case
from tijdig.casework.rules.case_facts import read_kept_facts
from tijdig.casework.rules.covenant_fields import MESSAGE
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.covenant.rules.period import Period
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Request, disclose
from tijdig.meeting.loading import meeting_of_actor
from tijdig.meeting.models import AgendaItem, MeetingAction, Wish
from tijdig.meeting.queries.actions import IS_OPEN
from tijdig.meeting.rules.agenda import Standing, proposes_threats_only, reasons_to_discuss
from tijdig.problems import Problem
from tijdig.vault.registers import opened_rows

MOST_PROPOSED = 25  # an agenda, not a list of everyone; the first in order of rank
AT_FIRST, AT_MOST = 50, 400  # cases opened together: mostly the first few have a reason, at times hardly any


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """An open case that the covenant's criteria propose, with the criteria that hold.

    ``wishes`` are what helpers wrote who want to discuss it, as far as the covenant gives it to the municipality.
    """

    case_id: UUID
    number: str
    reasons: tuple[Problem, ...]
    wishes: tuple[str, ...] = ()


def proposed_agenda(actor: Actor, meeting_id: UUID) -> tuple[ProposedItem, ...]:
    """Return the open cases that the covenant proposes and that are not tabled yet, in order of rank.

    Only those that this person may open (A5). Ids, numbers, reasons and what helpers wrote: who they are about is for
    the pack, once they are tabled on a basis.
    """
    require(actor, Action.TABLE_CASE)
    meeting = meeting_of_actor(actor, meeting_id)
    today = timezone.localdate()
    covenant = governing(actor.controller_id, meeting.covenant_hash, today)
    left = _Left(covenant, today, _with_open_actions(actor.controller_id), _wishes(actor.controller_id))
    waiting = (
        Case.objects.filter(
            cases_to_see(actor),
            left.narrowing(),
            controller_id=actor.controller_id,
            closed_on__isnull=True,
            proposed_result="",
        )
        .exclude(agenda_items__meeting=meeting)
        .order_by("rank_key", "number")
    )
    return _with_wishes(actor, left, list(islice(_proposed(left, waiting), MOST_PROPOSED)))


def _proposed(left: _Left, waiting: QuerySet[Case]) -> Iterator[ProposedItem]:
    """Yield the cases that have a reason, in order; no more are opened than are asked for."""
    start, at_once = 0, AT_FIRST
    while True:
        some = list(opened_rows(waiting[start : start + at_once], "id", "number", "received_on"))
        for personal, (case_id, number, received_on) in some:
            reasons = left.reasons(case_id, received_on, read_kept_facts(personal.get("facts", {})))
            if reasons:
                yield ProposedItem(case_id, number, reasons)
        if len(some) < at_once:
            return
        start, at_once = start + at_once, min(2 * at_once, AT_MOST)


@dataclass(frozen=True, slots=True)
class _Left:
    """What earlier meetings and the participants left, by which a case may be proposed."""

    covenant: Covenant
    today: date
    open_actions: frozenset[UUID]
    wishes: Mapping[UUID, tuple[Wish, ...]]

    def reasons(self, case_id: UUID, received_on: date, facts: Facts) -> tuple[Problem, ...]:
        """Return why to discuss a case with these facts; nothing when nothing proposes it."""
        standing = Standing(
            facts,
            received_on,
            case_id in self.open_actions,
            tuple(self.covenant.name_of(one.party) for one in self.wishes.get(case_id, ())),
        )
        return reasons_to_discuss(self.covenant, standing, self.today)

    def narrowing(self) -> Q:
        """Return what every case with a reason meets, by columns alone: the facts of the others stay sealed."""
        if not proposes_threats_only(self.covenant):
            return Q()
        named = Q(threatened=True) | Q(pk__in=self.open_actions) | Q(pk__in=self.wishes.keys())
        longest = self.covenant.meeting.proposals.open_longer_than
        return named if longest is None else named | Q(received_on__lte=_day_before(longest, self.today))


def _day_before(longest: Period, today: date) -> date:
    """Return a day after which no case can be open for longer; the exact day is for the rule to judge."""
    margin = timedelta(days=3)  # months differ by three days at most
    return today if longest.working_days else longest.before(today) + margin


def _with_wishes(actor: Actor, left: _Left, items: Sequence[ProposedItem]) -> tuple[ProposedItem, ...]:
    """Add what helpers wrote: it travels from the helper to the municipality, decided and recorded like its message."""
    asked = [wish for item in items for wish in left.wishes.get(item.case_id, ()) if wish.reason]
    requests = [
        Request(
            "case",
            str(wish.case_id),
            wish.party,
            PurposeCode.MEETING,
            left.covenant.hash,
            {MESSAGE: wish.reason},
            facts_of_case(wish.case),
        )
        for wish in asked
    ]
    answers = disclose(actor=actor, requests=requests) if requests else ()
    told: dict[UUID, tuple[str, ...]] = {}
    for wish, answer in zip(asked, answers, strict=True):
        if MESSAGE in answer.granted:
            told[wish.case_id] = (*told.get(wish.case_id, ()), str(answer.values[MESSAGE]))
    return tuple(replace(item, wishes=told.get(item.case_id, ())) for item in items)


def _with_open_actions(controller_id: str) -> frozenset[UUID]:
    undone = MeetingAction.objects.filter(IS_OPEN, controller_id=controller_id)
    return frozenset(undone.order_by("case_id").values_list("case_id", flat=True).distinct())


def _wishes(controller_id: str) -> Mapping[UUID, tuple[Wish, ...]]:
    """The wishes that no meeting has met: the case was not tabled after them."""
    met = AgendaItem.objects.filter(
        controller_id=controller_id,
        case__meeting_wishes__isnull=False,
        tabled_at__gte=F("case__meeting_wishes__asked_at"),
    ).values("case__meeting_wishes")
    found: dict[UUID, list[Wish]] = defaultdict(list)
    open_wishes = Wish.objects.filter(controller_id=controller_id, case__closed_on__isnull=True)
    for wish in open_wishes.exclude(pk__in=met).select_related("case").order_by("asked_at", "pk"):
        found[wish.case_id].append(wish)
    return {case_id: tuple(wishes) for case_id, wishes in found.items()}
