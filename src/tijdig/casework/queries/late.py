"""All terms that are late, over all cases: for who must see that somebody acts on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import sight_of
from tijdig.casework.models import Case, Referral, Task
from tijdig.casework.queries.clocks import CLOCKS
from tijdig.casework.queries.lines import ShownLine, shown_lines
from tijdig.casework.rules.lines import TERM_OF_TASK, Line, Part
from tijdig.casework.rules.states import ReferralState
from tijdig.casework.rules.terms import Term, TermKind, TermState

PAGE_SIZE = 50

# A term of a case: which case, its last day, which term, and of whom an answer is waited for.
type Late = tuple[UUID, date, str, str]
# Rows of several tables, each as a Late: the type checker knows the columns of one table only.
type LateRows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class LateTerms:
    """One page of late terms, longest late first; ``total`` on all pages, ``withheld`` of this one."""

    lines: tuple[ShownLine, ...]
    total: int
    page: int
    withheld: int


def late_terms(actor: Actor, *, page: int) -> LateTerms:
    """Return one page of the terms that were not met in time; a page past the last one gives the last.

    Raises :class:`Refused` for a role other than the coordinator, who watches over all cases. Each line is
    asked of ``disclosure`` and recorded as a read; one that the covenant withholds is counted, not shown.
    """
    require(actor, Action.WATCH_TERMS)
    today = timezone.localdate()
    clocks, tasks, referrals = _late(actor, today)
    # Each counted from its index: together, every row would be put down first.
    total = sum(rows.count() for rows in (*clocks.values(), *tasks.values(), referrals))
    page = max(1, min(page, -(-total // PAGE_SIZE)))
    late = _together(clocks, tasks, referrals).order_by("due", "of", "term")
    rows: Sequence[Late] = list(late[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    cases = Case.objects.in_bulk({case_id for case_id, *_ in rows})
    shown = shown_lines(actor, [(cases[row[0]], _line(row)) for row in rows])
    told = tuple(line for line in shown if line is not None)
    return LateTerms(told, total, page, len(shown) - len(told))


def _line(row: Late) -> Line:
    _case_id, due_on, kind, party = row
    return Line(Part.TERMS, due_on, term=Term(TermKind(kind), due_on, TermState.LATE, None), party=party)


def _late(
    actor: Actor, today: date
) -> tuple[Mapping[TermKind, QuerySet[Case]], Mapping[TermKind, QuerySet[Task]], QuerySet[Referral]]:
    """Every late term, of the case itself and of tasks per kind, of referrals: what ran out of the page of the day."""
    see = sight_of(actor)
    cases = Case.objects.filter(see(""), controller_id=actor.controller_id, closed_on__isnull=True)
    # Also in a closed case: there the check of the collection pause (R46) is all that is left of these.
    open_tasks = Task.objects.filter(
        see("case__"),
        controller_id=actor.controller_id,
        done_on__isnull=True,
        dropped=False,
        due_on__lt=today,
    )
    tasks = {term: open_tasks.filter(kind=kind).order_by() for kind, term in TERM_OF_TASK.items()}
    # To inform the tenant for the first time is a term that the case itself tells. Only for these, cases are looked up.
    tasks[TermKind.INFORM] = tasks[TermKind.INFORM].filter(case__informed_on__isnull=False)
    referrals = Referral.objects.filter(
        see("case__"),
        controller_id=actor.controller_id,
        case__closed_on__isnull=True,
        state=ReferralState.OFFERED,
        answer_by__lt=today,
    )
    clocks = {
        term: cases.filter(clock.waits, **{f"{clock.due}__lt": today}).order_by()
        for term, clock in CLOCKS.items()
    }
    return clocks, tasks, referrals.order_by()


def _together(
    clocks: Mapping[TermKind, QuerySet[Case]],
    tasks: Mapping[TermKind, QuerySet[Task]],
    referrals: QuerySet[Referral],
) -> LateRows:
    first, *others = (
        *(_rows(cases, term, "pk", CLOCKS[term].due) for term, cases in clocks.items()),
        *(_rows(of_kind, term, "case_id", "due_on") for term, of_kind in tasks.items()),
        _rows(referrals, TermKind.ANSWER_REFERRAL, "case_id", "answer_by", party=F("party")),
    )
    return first.union(*others, all=True)


def _rows(rows: LateRows, kind: TermKind, case: str, due: str, *, party: F | None = None) -> LateRows:
    found: LateRows = (
        rows.order_by()
        .annotate(
            of=F(case),
            due=F(due),
            term=Value(kind.value, CharField()),
            whom=party or Value("", CharField()),
        )
        .values_list("of", "due", "term", "whom")
    )
    return found
