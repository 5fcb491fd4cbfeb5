"""A person's own judgement: a fact from the conversation, another route or place than the advice (R29, R34)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.advising import put_override_on, tasks_of_advice
from tijdig.casework.known import known_of_case
from tijdig.casework.models import Case, Override
from tijdig.casework.rules.settable_facts import check_settable
from tijdig.casework.rules.standing_facts import with_said
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import case_to_change, require_day, required_text, save_change
from tijdig.casework.services.joining import advise_again, replan
from tijdig.casework.services.tasks import finish_tasks
from tijdig.covenant.rules.facts import FactScalar, FactSource, KnownFact
from tijdig.problems import NotFound, Refused
from tijdig.vault.fields import values


@transaction.atomic
def set_fact(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    fact: str,
    value: FactScalar,
    source: FactSource,
    on: date,
) -> Case:
    """Record what was found out about one fact, and advise anew: route, rank, terms and tasks may change.

    ``source`` is the tenant (conversation) or casework (looked up). Raises :class:`Refused` for a fact that such a
    source may not set, or a value of the wrong type. The task to find it out counts as done.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.SET_FACT)
    require_day(on, date.min)
    known = KnownFact(value, on, source)
    problem = check_settable(fact, known)
    if problem is not None:
        raise Refused(problem)
    finish_tasks(actor=actor, case=change.case, kind=TaskKind.FIND_OUT, on=on, code=fact)
    now = known_of_case(change.case, change.covenant)
    facts = with_said(now.signals, now.facts, fact, known)
    as_of = max(kept.as_of for kept in facts.values() if kept is not None)
    advise_again(actor=actor, case=change.case, known=replace(now, facts=facts), on=as_of)
    return save_change(actor=actor, change=change, details={"fact": fact, "source": source.value})


@transaction.atomic
def override_triage(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    kind: Override.Kind,
    reason: str,
    on: date,
    route: str = "",
) -> Case:
    """Choose another route of the covenant, put the case first or last, or go back to the advice, with a reason (R34).

    The advice itself stays readable in the case's reasons. :class:`NotFound` for a route that the covenant lacks.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.OVERRIDE_TRIAGE)
    case, covenant = change.case, change.covenant
    if kind == Override.Kind.ROUTE and route not in {one.name for one in covenant.routes}:
        raise NotFound
    why = required_text(reason, "waarom u afwijkt", "why you deviate")
    if kind == Override.Kind.ADVICE:
        case.overrides.all().delete()
    override = Override.objects.create(
        controller_id=actor.controller_id,
        case=case,
        kind=kind,
        made_by=actor.person_id,
        made_at=timezone.now(),
        **values(route=route if kind == Override.Kind.ROUTE else "", reason=why[:500]),
    )
    if kind == Override.Kind.ADVICE:
        advise_again(actor=actor, case=case, known=known_of_case(case, covenant), on=on)
    else:
        put_override_on(case, override, covenant)
        replan(actor=actor, case=case, planned=tasks_of_advice(case, covenant, on))
    return save_change(actor=actor, change=change, details={"kind": str(kind)})
