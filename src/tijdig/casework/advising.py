"""Put triage's advice on a case, and say which tasks follow from it. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.models import Case, Override, Task
from tijdig.casework.rules.atw import term_end
from tijdig.casework.rules.case_facts import SignalView, facts_of_signals, kept_facts
from tijdig.casework.rules.contact_choice import check_may_write, contact_reasons
from tijdig.casework.rules.partner_news import last_paid_on
from tijdig.casework.rules.reasons import Reason, fact_description, retold, stored
from tijdig.casework.rules.route_actions import ActionKind, RouteAction, read_actions
from tijdig.casework.rules.states import TASK_NAMES_NL, TaskKind
from tijdig.casework.rules.triage import Triage, put_first, put_last
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts, usable_value
from tijdig.vault.fields import values


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task that the advice asks for."""

    kind: TaskKind
    code: str = ""
    party: str = ""
    requires: str = ""
    description: str = ""
    due_on: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same task as one that was planned before."""
        return self.kind.value, self.code


def put_advice_on(
    case: Case,
    advice: Triage,
    *,
    facts: Facts,
    covenant: Covenant,
    on: date,
    overrides: Sequence[Override] = (),
) -> None:
    """Set route, rank, terms and the facts behind them on ``case``; a person's overrides stand (R34)."""
    case.route = advice.route or ""
    case.route_to = advice.to
    case.route_actions = list(advice.actions)
    case.route_reasons = stored(advice.route_reasons)
    case.rank_key = advice.rank_key
    case.rank_reasons = stored(advice.rank_reasons)
    case.to_find_out = list(advice.to_find_out)
    case.threatened = advice.threatened
    case.threatened_since = advice.threatened_since
    case.minors = _answer(facts, "huishouden.minderjarigen", covenant, on)
    case.benefit = _answer(facts, "uitkering.participatiewet", covenant, on)
    case.facts = kept_facts(facts)
    _put_contact_on(case, contact_reasons(covenant, facts, on, before=_names_of_reasons(case)))
    case.first_conversation_by = advice.first_conversation_by
    case.inform_by = advice.inform_by
    for override in overrides:
        put_override_on(case, override, covenant)


def _put_contact_on(case: Case, reasons: tuple[Reason, ...]) -> None:
    """Set why contact waits for a person; a choice stands until there is a reason that it did not know of."""
    before = _names_of_reasons(case)
    case.contact_reasons = stored(reasons)
    if _names_of_reasons(case) - before:
        case.may_write, case.contact_choice_reason = None, ""


def _names_of_reasons(case: Case) -> frozenset[str]:
    return frozenset(one.told.params["name"] for one in retold(case.contact_reasons))


def put_news_on(case: Case, signals: Sequence[SignalView]) -> None:
    """Set on ``case`` what the partners told last: the stage of the eviction, its day, and that it was paid."""
    said = facts_of_signals(signals)
    stage, day = said.get("ontruiming.fase"), said.get("ontruiming.datum")
    case.eviction_stage = str(stage.value) if stage else ""
    case.eviction_on = day.value if day and isinstance(day.value, date) else None
    paid = [on for signal in signals if (on := last_paid_on(signal.news)) is not None]
    case.paid_reported_on = max(paid, default=None)


def put_override_on(case: Case, override: Override, covenant: Covenant) -> None:
    """Let a person's choice stand in place of the advice, in the order in which they were made."""
    if override.kind == Override.Kind.FIRST:
        case.rank_key = put_first(case.rank_key)
    elif override.kind == Override.Kind.LAST:
        case.rank_key = put_last(case.rank_key)
    elif override.kind == Override.Kind.ROUTE:
        for route in covenant.routes:
            if route.name == override.route:
                case.route, case.route_to, case.route_actions = route.name, route.to, list(route.actions)


def tasks_of_advice(case: Case, covenant: Covenant, on: date) -> tuple[PlannedTask, ...]:
    """Return the tasks that route and unknown facts ask for, as they stand on the case (R30).

    An invitation is a letter: where contact waits for a person's choice, choosing is the task (R23).
    """
    found_out = tuple(
        PlannedTask(
            TaskKind.FIND_OUT,
            code=fact,
            party=covenant.municipality.code,
            description=f"Eerst uitzoeken: {fact_description(fact)}",
            due_on=case.first_conversation_by,
        )
        for fact in case.to_find_out
    )
    writes = check_may_write(waits_for_choice=bool(case.contact_reasons), may_write=case.may_write) is None
    asked = tuple(
        _of_action(action, case, covenant, on)
        for action in read_actions(case.route_actions)
        if writes or action.kind is not ActionKind.INVITE
    )
    chosen_first = () if writes or case.may_write is not None else (_contact_choice(case, covenant),)
    return (*asked, *chosen_first, *found_out)


def _contact_choice(case: Case, covenant: Covenant) -> PlannedTask:
    """The task to choose; its code names the reasons, so that a new reason is a new task."""
    planned = plain_task(TaskKind.CONTACT_CHOICE, covenant, case.first_conversation_by)
    return replace(planned, code="+".join(sorted(_names_of_reasons(case)))[:64])


def _of_action(action: RouteAction, case: Case, covenant: Covenant, on: date) -> PlannedTask:
    if action.kind is ActionKind.INVITE:
        return PlannedTask(
            TaskKind.INVITE,
            party=covenant.municipality.code,
            description=f"Uitnodigen voor één gesprek: {' en '.join(action.disciplines)}",
            due_on=term_end(on, covenant.terms.joint_invitation),
        )
    if action.kind is ActionKind.REFER:
        return PlannedTask(
            TaskKind.REFER,
            code=case.route_to,
            party=case.route_to,
            description=f"Verwijzen naar {covenant.parties[case.route_to].name}",
            due_on=case.first_conversation_by,
        )
    terms = covenant.tasks[action.task]
    return PlannedTask(
        TaskKind.COVENANT,
        code=terms.code,
        party=terms.party,
        requires=terms.requires,
        description=terms.description[:200],
        due_on=term_end(on, terms.term) if terms.term else None,
    )


def new_task(case: Case, planned: PlannedTask, actor: Actor, *, from_advice: bool = False) -> Task:
    """Return the row for a planned task, not saved yet."""
    return Task(
        controller_id=case.controller_id,
        case=case,
        kind=planned.kind,
        code=planned.code,
        party=planned.party,
        requires=planned.requires,
        due_on=planned.due_on,
        planned_at=timezone.now(),
        planned_by=actor.person_id,
        from_advice=from_advice,
        **values(description=planned.description),
    )


def plain_task(kind: TaskKind, covenant: Covenant, due_on: date | None) -> PlannedTask:
    """Return a task that the software asks for by itself: a death, a move, a term."""
    return PlannedTask(
        kind, party=covenant.municipality.code, description=TASK_NAMES_NL[kind].capitalize(), due_on=due_on
    )


def _answer(facts: Facts, name: str, covenant: Covenant, on: date) -> bool | None:
    value = usable_value(name, facts, on, covenant.freshness)
    return value if isinstance(value, bool) else None
