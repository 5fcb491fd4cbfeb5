"""The start of the day: what is new, what must be done by when and under which article, who waits for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.authority import sight_of
from tijdig.casework.leave import Away, covered_by, leaves
from tijdig.casework.models import Case, Referral, Task
from tijdig.casework.queries.clocks import CLOCKS
from tijdig.casework.queries.lines import ShownLine, shown_lines
from tijdig.casework.rules.lines import TERM_OF_TASK, Line, Part
from tijdig.casework.rules.states import TO_LOOK_AT, CaseState, ReferralState, TaskKind
from tijdig.casework.rules.terms import Term, TermKind, state_of_term
from tijdig.parties.queries import names_of_people
from tijdig.vault.rows import fetch_keys

# How far ahead the page looks, and how much of each part it shows: choices of the page, not of law or covenant.
SOON = timedelta(days=7)
MOST = 8
HANGING = (Part.TERMS, Part.TASKS)  # what goes with the open cases of somebody's day
ANSWERED = (ReferralState.ACCEPTED, ReferralState.REFUSED, ReferralState.REPORTED, ReferralState.RETURNED)


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """The first lines of a part, how many there are in all, and how many the covenant withholds from this viewer."""

    lines: tuple[ShownLine, ...]
    total: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Absence:
    """A colleague who is away or will be: until when, who stands in, how many open cases wait (None: not asked)."""

    leave: Away
    name: str
    replacement_name: str
    cases: int


@dataclass(frozen=True, slots=True)
class Day:
    """Everything for the first page of a working day."""

    parts: Mapping[Part, PartOfDay]
    covered: tuple[Absence, ...]
    away: tuple[Absence, ...]


type Found = tuple[Case, Line, Task | None]  # the task of which the line tells, whose words are sealed


@dataclass(frozen=True)
class _Scope:
    """Whose day it is: which cases, from which moment something is new, and up to which day one looks ahead."""

    actor: Actor
    people: frozenset[UUID]
    since: datetime | None
    today: date
    see: Callable[[str], Q]

    @property
    def helps(self) -> bool:
        """Whether it is the day of a case director, of own cases; else it is that of all cases."""
        return self.actor.role is Role.CASE_DIRECTOR

    def cases(self, prefix: str = "") -> Q:
        """The cases of this day: a case director's own and those one stands in for, a coordinator's all."""
        seen = self.see(prefix)
        if not self.helps:
            return seen
        own = Q(**{f"{prefix}owner__in": self.people}) | Q(**{f"{prefix}second_owner__in": self.people})
        return seen & own

    @property
    def referrals(self) -> QuerySet[Referral]:
        """All referrals of the municipality, each with its case."""
        return Referral.objects.filter(controller_id=self.actor.controller_id).select_related("case")

    @property
    def of_open_cases(self) -> Q:
        """What a referral meets that is of an open case of this day."""
        return self.cases("case__") & Q(case__closed_on__isnull=True)

    @property
    def open_cases(self) -> QuerySet[Case]:
        """The open cases of this day; a case director's few are found first, by whose they are."""
        return _open(self.actor).filter(Q(pk__in=self._own) if self.helps else self.cases())

    @cached_property
    def tasks(self) -> Mapping[Part, Q]:
        """The open tasks of each part that has any.

        A task goes when its case closes, except what is to be looked at: only for that, a case is looked up. What each
        condition asks first costs least, so that this is done for few. Those of HANGING are of any case.
        """
        case = Case.objects.filter(pk=OuterRef("case_id"))
        told_by_case = Q(kind=TaskKind.INFORM) & Q(Exists(case.filter(informed_on__isnull=True)))
        is_open = Q(Exists(case.filter(closed_on__isnull=True)))
        clocks, elsewhere = list(TERM_OF_TASK), [*TERM_OF_TASK, *TO_LOOK_AT, TaskKind.EVICTION]
        outlives = Q(kind__in=[kind for kind in clocks if kind in TO_LOOK_AT])
        return {
            Part.TERMS: Q(due_on__lte=self.horizon)
            & Q(kind__in=clocks)
            & ~(outlives & ~is_open)
            & ~told_by_case,
            # What is to be looked at on a day to come (an eviction, R27) comes on that day; what stands among the
            # terms, there.
            Part.NEW: Q(kind__in=TO_LOOK_AT)
            & (Q(due_on__isnull=True) | Q(due_on__lte=self.today))
            & ~(outlives & is_open)
            & (Q(Exists(case.filter(self.cases()))) if self.helps else Q()),
            # What came in, what threatens and what is a term stand elsewhere.
            Part.TASKS: Q(due_on__lte=self.today) & ~Q(kind__in=elsewhere),
        }

    @property
    def open_tasks(self) -> QuerySet[Task]:
        """All tasks that are to be done."""
        return Task.objects.filter(
            controller_id=self.actor.controller_id, done_on__isnull=True, dropped=False
        )

    @cached_property
    def own_tasks(self) -> Mapping[Part, Sequence[UUID]]:
        """Those of the own cases by the part they stand in, first to be done first: a few hundred, looked up once.

        Found by the cases alone: asked whose municipality as well, SQLite reads all of that.
        """
        stands_in = Choice(
            *(When(self.tasks[part], then=Value(part.value)) for part in HANGING), default=Value("")
        )
        tasks = Task.objects.filter(case__in=self.own, done_on__isnull=True, dropped=False)
        found = tasks.order_by("due_on", "planned_at", "pk").values_list("pk", stands_in)
        of_day = [(pk, part) for pk, part in found if part]
        return {part: [pk for pk, stands in of_day if stands == part] for part in HANGING}

    @cached_property
    def waiting_cases(self) -> Mapping[Part, Q]:
        """The open cases that nobody took up: those under threat apart, with the alarms that nobody answered yet."""
        alarms = self.open_tasks.filter(kind=TaskKind.EVICTION).order_by().values("case_id")
        free = Q(state=CaseState.NEW, threatened=True) & self.see("")
        return {
            Part.THREAT: free | (Q(pk__in=alarms) & self.cases()),
            Part.WAITING: Q(state=CaseState.NEW, threatened=False) & self.see(""),
        }

    @cached_property
    def task_totals(self) -> Mapping[str, int]:
        """How many tasks each part has, by its name: counted in one pass, when a part has more than the page shows."""
        return _totals(self.open_tasks, self.tasks)

    @cached_property
    def case_totals(self) -> Mapping[str, int]:
        """How many cases wait, by the name of the part: likewise."""
        return _totals(_open(self.actor), self.waiting_cases)

    @cached_property
    def own(self) -> Sequence[UUID]:
        """The open cases of this day of a case director: a few hundred, looked up once."""
        return list(self._own)

    @property
    def _own(self) -> QuerySet[Case, UUID]:
        return _open(self.actor).filter(self.cases()).order_by().values_list("pk", flat=True)

    @property
    def horizon(self) -> date:
        """The last day that the page looks at."""
        return self.today + SOON


def day(actor: Actor, *, since: datetime | None) -> Day:
    """Return the start of this person's day; what came after ``since`` is new (None: everything is).

    A case director sees what is to be done in own cases and those of who is away; a coordinator in all. Each line is
    asked of ``disclosure`` and recorded; one that the covenant withholds is counted, not shown. Raises
    :class:`Refused` for a role that reads no cases.
    """
    scope = _scope(actor, since)
    covered = scope.people - {actor.person_id}
    found = _found(scope)
    shown = iter(shown_lines(actor, _told([one for lines, _total in found.values() for one in lines])))
    parts = {part: _part([next(shown) for _ in lines], total) for part, (lines, total) in found.items()}
    away = _absences(actor, scope.today)
    return Day(parts, tuple(one for one in away if one.leave.person in covered), away)


def counts_of_day(actor: Actor, *, since: datetime | None) -> Mapping[Part, int]:
    """Return how many lines each part of this person's day has, and nothing of whom they are about."""
    return {part: total for part, (_lines, total) in _found(_scope(actor, since)).items()}


def _scope(actor: Actor, since: datetime | None) -> _Scope:
    require(actor, Action.READ_CASES)
    today = timezone.localdate()
    covered = covered_by(actor.controller_id, actor.person_id, today)
    people = covered | {actor.person_id} if actor.person_id else covered
    return _Scope(actor, frozenset(people), since, today, sight_of(actor))


def _found(scope: _Scope) -> dict[Part, tuple[list[Found], int]]:
    return {
        Part.THREAT: _first_cases(scope, Part.THREAT),
        Part.TERMS: _terms(scope),
        Part.NEW: _new(scope),
        Part.REFERRALS: _referrals(scope),
        Part.TASKS: _tasks(scope),
        Part.WAITING: _first_cases(scope, Part.WAITING),
    }


def _told(found: Sequence[Found]) -> list[tuple[Case, Line]]:
    """Open what was found, with one question for all keys, and add the words of the tasks."""
    tasks = [task for _case, _line, task in found if task is not None]
    fetch_keys([*(case for case, _line, _task in found), *tasks])
    return [
        (case, line if task is None else replace(line, text=task.description)) for case, line, task in found
    ]


def _part(lines: Sequence[ShownLine | None], total: int) -> PartOfDay:
    told = tuple(line for line in lines if line is not None)
    return PartOfDay(told, total, len(lines) - len(told))


def _open(actor: Actor) -> QuerySet[Case]:
    return Case.objects.filter(controller_id=actor.controller_id, closed_on__isnull=True)


def _first[Row: Case | Task | Referral](
    rows: QuerySet[Row], total: Callable[[], int] | None = None
) -> tuple[list[Row], int]:
    """Return the first rows, and how many there are; ``total`` tells when that is more."""
    first = list(rows[: MOST + 1])
    if len(first) <= MOST:
        return first, len(first)
    return first[:MOST], total() if total is not None else rows.order_by().count()


def _totals(rows: QuerySet[Case] | QuerySet[Task], conditions: Mapping[Part, Q]) -> Mapping[str, int]:
    counts = {part.name: Count("pk", filter=condition) for part, condition in conditions.items()}
    return rows.order_by().aggregate(**counts)


def _first_of[Row: Case | Task | Referral](ids: Sequence[UUID], rows: QuerySet[Row]) -> tuple[list[Row], int]:
    """Return the first of the rows with these ids, and how many there are."""
    found = rows.in_bulk(ids[:MOST])
    return [found[pk] for pk in ids[:MOST]], len(ids)


def _first_of_day[Row: Case | Referral](
    scope: _Scope, rows: QuerySet[Row], all_there_are: QuerySet[Row]
) -> tuple[list[Row], int]:
    """Return the same of what hangs on the cases of the day; of someone's own they are few, so looked up once."""
    if scope.helps:
        return _first_of(list(rows.values_list("pk", flat=True)), all_there_are)
    return _first(rows)


def _first_tasks(scope: _Scope, part: Part, *order: str) -> tuple[list[Task], int]:
    tasks = scope.open_tasks.select_related("case")
    if scope.helps and part in HANGING:
        return _first_of(scope.own_tasks[part], tasks)
    in_order = tasks.filter(scope.tasks[part]).order_by(*order, "pk")
    if scope.helps:
        return _first_of(list(in_order.values_list("pk", flat=True)), tasks)
    return _first(in_order, lambda: scope.task_totals[part.name])


def _first_cases(scope: _Scope, part: Part) -> tuple[list[Found], int]:
    cases = _open(scope.actor).filter(scope.waiting_cases[part]).order_by("rank_key", "number")
    first, total = _first(cases, lambda: scope.case_totals[part.name])
    return [(one, Line(part, one.first_conversation_by), None) for one in first], total


def _terms(scope: _Scope) -> tuple[list[Found], int]:
    """The clocks that ran out or soon will, first to run out first."""
    rows: list[Found] = []
    total = 0
    cases = scope.open_cases
    for kind, clock in CLOCKS.items():
        soon = cases.filter(clock.waits, **{f"{clock.due}__lte": scope.horizon})
        in_order = soon.order_by(clock.due, "rank_key", "number")
        first, count = _first_of_day(scope, in_order, _open(scope.actor))
        rows += [(one, _clock(kind, getattr(one, clock.due), scope.today), None) for one in first]
        total += count
    tasks, count = _first_tasks(scope, Part.TERMS, "due_on", "planned_at")
    rows += [
        (one.case, _clock(TERM_OF_TASK[TaskKind(one.kind)], one.due_on, scope.today, task=one), None)
        for one in tasks
        if one.due_on
    ]
    rows.sort(key=lambda found: (found[1].due_on or date.max, found[0].rank_key, found[0].number))
    return rows[:MOST], total + count


def _clock(kind: TermKind, due_on: date, today: date, *, task: Task | None = None) -> Line:
    term = Term(kind, due_on, state_of_term(due_on, today), None)
    return Line(Part.TERMS, due_on, term=term, code=task.code if task else "")


def _tasks(scope: _Scope) -> tuple[list[Found], int]:
    """The tasks of today and those that are late."""
    first, total = _first_tasks(scope, Part.TASKS, "due_on", "planned_at")
    return [(one.case, _task_line(Part.TASKS, one), one) for one in first], total


def _task_line(part: Part, task: Task) -> Line:
    return Line(part, task.due_on, task=TaskKind(task.kind), code=task.code)


def _new(scope: _Scope) -> tuple[list[Found], int]:
    """What came to this person since the last day of work, and what waits to be looked at: messages, signals."""
    messages, waiting = _first_tasks(scope, Part.NEW, "planned_at")
    rows: list[Found] = [(one.case, _task_line(Part.NEW, one), one) for one in messages]
    if not scope.helps:
        return rows, waiting
    given = scope.open_cases.filter(given_at__isnull=False)
    given = given.exclude(given_by=scope.actor.person_id)
    if scope.since is not None:
        given = given.filter(given_at__gt=scope.since)
    cases, total = _first(given.order_by("rank_key", "number"))
    rows = [(one, Line(Part.NEW), None) for one in cases] + rows
    return rows[:MOST], total + waiting


def _referrals(scope: _Scope) -> tuple[list[Found], int]:
    """Referrals that wait for an answer, longest first, and those that were just answered before them."""
    answered = scope.referrals.filter(scope.of_open_cases, state__in=ANSWERED, pk__in=_told_lately(scope))
    news, told = _first(answered.order_by("-answered_on", "pk"))
    of_day = Q(case__in=scope.own) if scope.helps else scope.of_open_cases
    waits = scope.referrals.filter(of_day, state=ReferralState.OFFERED).order_by("answer_by", "pk")
    open_ones, waiting = _first_of_day(scope, waits, scope.referrals)
    rows: list[Found] = [
        (
            one.case,
            Line(Part.REFERRALS, _answer_by(one), referral=ReferralState(one.state), party=one.party),
            None,
        )
        for one in (*news, *open_ones)
    ]
    return rows[:MOST], told + waiting


def _told_lately(scope: _Scope) -> list[UUID]:
    """Return the referrals that were answered or ended since the last day of work, of anybody: a day's, so few.

    Each by its own index: asked in one condition, every referral that there ever was is read.
    """
    since = timezone.localdate(scope.since) if scope.since else scope.today
    ids = scope.referrals.order_by().values_list("pk", flat=True)
    return list(ids.filter(answered_on__gte=since).union(ids.filter(ended_on__gte=since)).order_by())


def _answer_by(referral: Referral) -> date | None:
    return referral.answer_by if referral.state == ReferralState.OFFERED else None


def _absences(actor: Actor, today: date) -> tuple[Absence, ...]:
    """Who is away today, each with the open cases that wait meanwhile."""
    now = [one for one in leaves(actor.controller_id, today) if one.first_day <= today]
    people = {one.person for one in now} | {one.replacement for one in now if one.replacement}
    names = names_of_people(actor.controller_id, people) if people else {}
    return tuple(
        Absence(
            one,
            names.get(one.person, ""),
            names.get(one.replacement, "") if one.replacement else "",
            _open(actor).filter(Q(owner=one.person) | Q(second_owner=one.person)).count(),
        )
        for one in now
    )
