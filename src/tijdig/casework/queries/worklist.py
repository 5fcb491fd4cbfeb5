"""The work list: whom first and why. A fixed number of queries, whatever the number of cases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.authority import cases_to_see, sight_of
from tijdig.casework.leave import covered_by
from tijdig.casework.loading import facts_of_case
from tijdig.casework.models import Case, Override, Referral, Task
from tijdig.casework.queries.clocks import CLOCKS
from tijdig.casework.queries.people import ShownPeople, shown_people
from tijdig.casework.queries.requests import marks_of, request_for_state
from tijdig.casework.rules.covenant_fields import (
    RESIDENT_STATUS,
    STATUS,
    TERMS,
    state_as_granted,
    status_of,
    tells_how_help_goes,
)
from tijdig.casework.rules.reasons import Reason, retold
from tijdig.casework.rules.states import (
    OPEN_REFERRALS,
    STATE_NAMES_NL,
    TO_LOOK_AT,
    CaseState,
    TaskKind,
)
from tijdig.casework.rules.terms import TermKind
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Disclosed, Request, Value, disclose
from tijdig.parties.queries import names_of_people

PAGE_SIZE = 50

type CaseIds = QuerySet[Task, UUID] | QuerySet[Referral, UUID]


class WorkFilter(StrEnum):
    """What part of the open cases to look at; ``TO_LOOK_AT`` holds closed ones too, when news came after closing."""

    ALL = "all"
    TO_TAKE_UP = "to-take-up"
    MINE = "mine"
    OVERDUE = "overdue"
    THREATENED = "threatened"
    FIND_OUT = "find-out"
    REFERRED = "referred"
    TO_CLOSE = "to-close"
    TO_LOOK_AT = "to-look-at"


FILTER_NAMES_NL: Mapping[WorkFilter, str] = {
    WorkFilter.ALL: "alle open zaken",
    WorkFilter.TO_TAKE_UP: "op te pakken",
    WorkFilter.MINE: "mijn zaken",
    WorkFilter.OVERDUE: "eerste gesprek te laat",
    WorkFilter.THREATENED: "bedreigend",
    WorkFilter.FIND_OUT: "eerst uitzoeken",
    WorkFilter.REFERRED: "doorgeleid",
    WorkFilter.TO_CLOSE: "voorstel om af te sluiten",
    WorkFilter.TO_LOOK_AT: "bericht of wijziging bekijken",
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What part of a filter to look at: one district, the cases of one colleague, or those that nobody has."""

    district: int | None = None
    owner: UUID | None = None
    unassigned: bool = False

    def condition(self, prefix: str = "") -> Q:
        """Return the condition that a case must meet; ``prefix`` leads to the case."""
        asked = Q(**{f"{prefix}district": self.district}) if self.district is not None else Q()
        if self.unassigned:
            return asked & Q(**{f"{prefix}owner__isnull": True})
        if self.owner is not None:
            asked &= Q(**{f"{prefix}owner": self.owner}) | Q(**{f"{prefix}second_owner": self.owner})
        return asked


EVERYWHERE = Narrowing()


@dataclass(frozen=True, slots=True)
class _Viewer:
    """Who looks, for whom they stand in today, on which day, and at what part."""

    actor: Actor
    people: frozenset[UUID]
    today: date
    narrowing: Narrowing
    see: Callable[[str], Q]

    def has(self, case: Case) -> bool:
        """Whether the case is one's own, or of someone one stands in for."""
        return not self.people.isdisjoint({case.owner, case.second_owner})


@dataclass(frozen=True, slots=True)
class WorkListRow:
    """One line. What is personal comes from ``disclosed`` only; reasons are empty when the covenant withholds them.

    ``state`` and the term are None where they are withheld; how help goes is told of one's own cases only.
    """

    case_id: UUID
    number: str
    version: int
    state: CaseState | None
    owner: UUID | None
    owner_name: str
    is_mine: bool
    is_covered: bool  # of a colleague for whom one stands in
    overridden: bool  # a person chose another place or route than was advised (R34)
    first_conversation_by: date | None
    is_overdue: bool
    disclosed: Disclosed
    route: str
    route_reasons: tuple[Reason, ...]
    rank_reasons: tuple[Reason, ...]
    contact_reasons: tuple[Reason, ...]  # why nothing goes out by itself (R23)

    @property
    def name(self) -> str:
        """Who it is about; empty when withheld."""
        return str(self.disclosed.values.get("bewoner.naam") or "")

    @property
    def address(self) -> str:
        """Where they live; empty when withheld."""
        return str(self.disclosed.values.get("bewoner.adres") or "")


@dataclass(frozen=True, slots=True)
class WorkList:
    """A page of the list. ``counts`` tells how many cases each filter holds; ``page`` counts from 1."""

    rows: tuple[WorkListRow, ...]
    counts: Mapping[WorkFilter, int]
    shown: WorkFilter
    page: int
    pages: int


def work_list(
    actor: Actor, *, shown: WorkFilter = WorkFilter.ALL, page: int = 1, narrowing: Narrowing = EVERYWHERE
) -> WorkList:
    """Return one page of open cases in order of rank, with the reasons of each (R29, R34).

    Raises :class:`Refused` for a role that reads no cases. Personal data is asked of ``disclosure`` for exactly the
    rows of this page; a decision record of each is written. A page beyond the last is the last.
    """
    viewer = _viewer(actor, narrowing)
    counts = _counts(viewer)
    pages = max(1, -(-counts[shown] // PAGE_SIZE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    # First whose turn it is, from the index alone: what comes before the page is then not read, only passed by.
    of_page = _filtered(viewer, shown).order_by("rank_key", "number").values("pk")[start : start + PAGE_SIZE]
    listed = with_choices(Case.objects.filter(pk__in=of_page)).select_related("data_key")
    cases = list(listed.order_by("rank_key", "number"))
    return WorkList(_rows(viewer, cases), counts, shown, page, pages)


def rows_of_cases(actor: Actor, cases: Sequence[Case]) -> tuple[WorkListRow, ...]:
    """Return these cases as rows of the list, in the same order: each asked of ``disclosure`` and recorded."""
    return _rows(_viewer(actor, EVERYWHERE), cases)


def _viewer(actor: Actor, narrowing: Narrowing) -> _Viewer:
    require(actor, Action.READ_CASES)
    today = timezone.localdate()
    covered = covered_by(actor.controller_id, actor.person_id, today)
    people = covered | {actor.person_id} if actor.person_id else covered
    return _Viewer(actor, frozenset(people), today, narrowing, sight_of(actor))


def _conditions(viewer: _Viewer) -> Mapping[WorkFilter, Q]:
    """What each filter asks of an open case itself; the index of the work list holds all of it."""
    people = sorted(viewer.people)
    return {
        WorkFilter.ALL: Q(),
        WorkFilter.TO_TAKE_UP: Q(state=CaseState.NEW),
        WorkFilter.MINE: Q(owner__in=people) | Q(second_owner__in=people),
        WorkFilter.OVERDUE: CLOCKS[TermKind.FIRST_CONVERSATION].waits
        & Q(first_conversation_by__lt=viewer.today),
        WorkFilter.THREATENED: Q(threatened=True),
        WorkFilter.TO_CLOSE: ~Q(proposed_result=""),
    }


def _cases_with(viewer: _Viewer) -> Mapping[WorkFilter, CaseIds]:
    """The ids of the cases that a task or referral puts behind these filters."""
    actor = viewer.actor
    seen = viewer.see("case__") & viewer.narrowing.condition("case__")
    tasks = Task.objects.filter(seen, controller_id=actor.controller_id, done_on__isnull=True, dropped=False)
    referrals = Referral.objects.filter(seen, controller_id=actor.controller_id, case__closed_on__isnull=True)
    return {
        WorkFilter.FIND_OUT: _any_of(tasks.filter(kind=TaskKind.FIND_OUT, case__closed_on__isnull=True)),
        WorkFilter.REFERRED: _any_of(*(referrals.filter(state=state) for state in sorted(OPEN_REFERRALS))),
        WorkFilter.TO_LOOK_AT: _any_of(*(tasks.filter(kind=kind) for kind in TO_LOOK_AT)),
    }


def _any_of(*parts: QuerySet[Task] | QuerySet[Referral]) -> CaseIds:
    """Return the ids of the cases of these rows; each part is looked up by itself, else SQLite reads every row."""
    first, *others = (part.order_by().values_list("case_id", flat=True).distinct() for part in parts)
    return first.union(*others) if others else first


def _open(viewer: _Viewer) -> QuerySet[Case]:
    asked = viewer.see("") & viewer.narrowing.condition()
    return Case.objects.filter(asked, controller_id=viewer.actor.controller_id, closed_on__isnull=True)


def _filtered(viewer: _Viewer, shown: WorkFilter) -> QuerySet[Case]:
    conditions = _conditions(viewer)
    if shown in conditions:
        return _open(viewer).filter(conditions[shown])
    return Case.objects.filter(controller_id=viewer.actor.controller_id, pk__in=_cases_with(viewer)[shown])


def _counts(viewer: _Viewer) -> dict[WorkFilter, int]:
    """Count each filter: one pass over the index of open cases, and one over each index of tasks and referrals."""
    conditions = _conditions(viewer)
    counted = (
        _open(viewer)
        .order_by()
        .aggregate(
            **{
                shown.name: Count("pk", filter=condition) if condition else Count("pk")
                for shown, condition in conditions.items()
            }
        )
    )
    found = {shown: int(counted[shown.name]) for shown in conditions}
    found |= {shown: case_ids.count() for shown, case_ids in _cases_with(viewer).items()}
    return {shown: found[shown] for shown in WorkFilter}


def _rows(viewer: _Viewer, cases: Sequence[Case]) -> tuple[WorkListRow, ...]:
    actor = viewer.actor
    people = shown_people(actor.controller_id, [case.pk for case in cases])
    owners = names_of_people(actor.controller_id, {case.owner for case in cases if case.owner is not None})
    ranks = {case.pk: retold(case.rank_reasons) for case in cases}
    requests = [_request(actor, case, people[case.pk], ranks[case.pk]) for case in cases]
    helping = [case for case in cases if _may_ask_how_help_goes(viewer, case)]
    requests += [request_for_state(case, actor.party, PurposeCode.HELP) for case in helping]
    answers = iter(disclose(actor=actor, requests=requests) if requests else ())
    for_triage = {case.pk: next(answers) for case in cases}
    for_help = {case.pk: frozenset(next(answers).granted) for case in helping}
    return tuple(
        _row(
            viewer,
            case,
            for_triage[case.pk],
            for_help.get(case.pk, frozenset()),
            ranks=ranks[case.pk],
            owners=owners,
        )
        for case in cases
    )


def _may_ask_how_help_goes(viewer: _Viewer, case: Case) -> bool:
    """The list is there for triage; how help goes is for helping, and one helps in one's own cases."""
    return (
        viewer.actor.role is Role.CASE_DIRECTOR
        and viewer.has(case)
        and tells_how_help_goes(CaseState(case.state))
    )


def _request(actor: Actor, case: Case, people: ShownPeople, ranks: Sequence[Reason]) -> Request:
    facts = facts_of_case(case)
    fields: dict[str, Value] = {
        "bewoner.naam": people.names,
        "bewoner.adres": people.addresses,
        RESIDENT_STATUS: (*people.register_states, *marks_of(facts)),
        "huishouden.minderjarigen": case.minors,
        "uitkering.participatiewet": case.benefit,
        "zaak.route": case.route,
        "zaak.rang": tuple(reason.nl for reason in ranks),
        STATUS: STATE_NAMES_NL[status_of(CaseState(case.state))],
        TERMS: case.first_conversation_by,
    }
    return Request(
        subject_kind="case",
        subject_id=str(case.pk),
        sender=actor.party,
        purpose=PurposeCode.TRIAGE,
        covenant_hash=case.covenant_hash,  # the door looks up what governs today
        fields=fields,
        facts=facts,
    )


def _row(
    viewer: _Viewer,
    case: Case,
    disclosed: Disclosed,
    for_help: frozenset[str],
    *,
    ranks: tuple[Reason, ...],
    owners: Mapping[UUID, str],
) -> WorkListRow:
    granted = disclosed.granted
    told_terms = TERMS in granted
    is_mine = viewer.actor.person_id is not None and viewer.actor.person_id in {case.owner, case.second_owner}
    return WorkListRow(
        case_id=case.pk,
        number=case.number,
        version=case.version,
        state=state_as_granted(CaseState(case.state), {*granted, *for_help}),
        owner=case.owner,
        owner_name=owners.get(case.owner, "") if case.owner else "",
        is_mine=is_mine,
        is_covered=viewer.has(case) and not is_mine,
        overridden=_is_overridden(case) and "zaak.route" in granted,
        first_conversation_by=case.first_conversation_by if told_terms else None,
        is_overdue=told_terms and _is_overdue(case, viewer.today),
        disclosed=disclosed,
        route=case.route if "zaak.route" in granted else "",
        route_reasons=retold(case.route_reasons) if "zaak.route" in granted else (),
        rank_reasons=ranks if "zaak.rang" in granted else (),
        contact_reasons=retold(case.contact_reasons) if RESIDENT_STATUS in granted else (),
    )


def with_choices(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Let each case tell what a person chose last instead of the advice (R34), in the same query."""
    chosen = Override.objects.filter(case=OuterRef("pk")).order_by("-made_at").values("kind")
    return cases.annotate(last_choice=Subquery(chosen[:1]))


def _is_overridden(case: Case) -> bool:
    """Whether that choice stands; who went back to the advice chose nothing."""
    return getattr(case, "last_choice", None) not in {None, Override.Kind.ADVICE}


def _is_overdue(case: Case, today: date) -> bool:
    waits = case.closed_on is None and case.spoken_on is None and not case.proposed_result
    return waits and case.first_conversation_by < today


def numbers_of_cases(actor: Actor, case_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the numbers of these cases of the actor's controller, by id; nothing of who they are about."""
    require(actor, Action.READ_CASES)
    seen = Case.objects.filter(cases_to_see(actor), controller_id=actor.controller_id, pk__in=list(case_ids))
    return dict(seen.order_by("number").values_list("pk", "number"))
