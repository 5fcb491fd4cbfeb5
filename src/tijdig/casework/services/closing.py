"""Close a case with the right result, or open it again (R40–R42); the signals' status follows (R14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.advising import new_task, plain_task
from tijdig.casework.colleagues import required_case_director
from tijdig.casework.known import known_of_case
from tijdig.casework.models import Case
from tijdig.casework.rules.pause import brings_pause
from tijdig.casework.rules.results import RESULT_RULES, Closing, check_closing
from tijdig.casework.rules.states import ReferralState, TaskKind
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import (
    OpenChange,
    case_to_change,
    require_day,
    required_text,
    save_change,
)
from tijdig.casework.services.joining import advise_again, take_up_again
from tijdig.casework.services.tasks import finish_tasks
from tijdig.ddas import SignalStatus
from tijdig.intake.models import Signal
from tijdig.problems import Refused

# Statuses that linkage and covenant gave stay what they are, whatever becomes of the people who are helped.
GIVEN_BEFORE = frozenset(
    {SignalStatus.DECEASED, SignalStatus.NOT_RESIDENT, SignalStatus.REPEAT, SignalStatus.UNJUSTIFIED}
)


@transaction.atomic
def close_case(*, actor: Actor, case_id: UUID, version: int, closing: Closing, on: date) -> Case:
    """Close the case with a result and its conditions (R41); open referrals that nobody answered are withdrawn.

    A household whose eviction still threatens stays in view: a task to look again remains with the closed case (R27).

    Raises :class:`Refused` with *every* condition that is not met. A restricted sub-reason is kept with the case and
    appears in no event (R32).
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.CLOSE)
    require_day(on, change.case.received_on)
    form = replace(closing, closed_by=actor.person_id)
    problems = check_closing(change.view, form)
    if problems:
        raise Refused(problems)
    if form.second_person is not None:
        required_case_director(actor.controller_id, form.second_person)
    case = change.case
    case.result, case.sub_reason = form.result, form.sub_reason or ""
    case.result_helper, case.result_reason = form.helper.strip()[:200], form.reason.strip()[:500]
    case.result_second_person, case.closed_on = form.second_person, on
    case.tasks.filter(done_on__isnull=True).update(dropped=True)
    _plan_to_look_again(actor, change, form, on)
    case.referrals.filter(state=ReferralState.OFFERED).update(state=ReferralState.WITHDRAWN, ended_on=on)
    _set_status(change, RESULT_RULES[form.result].status)
    return save_change(actor=actor, change=change, details={"result": form.result.name.lower()})


@transaction.atomic
def reopen_case(*, actor: Actor, case_id: UUID, version: int, reason: str) -> Case:
    """Open a closed case again, for whoever does so; the reason is kept with the case as it is worked on.

    What a partner told after it was closed counts from now on: the case is advised anew, and the task to look is done.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.REOPEN)
    case = change.case
    why = required_text(reason, "waarom u heropent", "why you re-open")
    case.result, case.sub_reason, case.result_helper = "", "", ""
    case.result_reason, case.result_second_person, case.closed_on = why[:500], None, None
    case.proposed_result, case.proposed_reason = "", []
    case.owner = actor.person_id
    _set_status(change, SignalStatus.TAKEN_UP)
    today = timezone.localdate()
    if finish_tasks(actor=actor, case=case, kind=TaskKind.NEWS, on=today):
        take_up_again(actor=actor, case=case, covenant=change.covenant)
        advise_again(actor=actor, case=case, known=known_of_case(case, change.covenant), on=today)
    return save_change(actor=actor, change=change)


def _plan_to_look_again(actor: Actor, change: OpenChange, form: Closing, on: date) -> None:
    """What a closed case still asks: an eviction that threatens (R27), and the check of a pause that begins (R46)."""
    pause = change.covenant.pause
    if form.watch_on is not None:
        planned = plain_task(TaskKind.WATCH, change.covenant, max(form.watch_on, on))
        new_task(change.case, planned, actor).save()
    if pause.check_after is not None and brings_pause(change.covenant, form.result):
        planned = plain_task(TaskKind.PAUSE_CHECK, change.covenant, pause.check_after.after(on))
        new_task(change.case, planned, actor).save()


def _set_status(change: OpenChange, status: SignalStatus) -> None:
    ids = [signal.pk for signal in change.signals if signal.status not in GIVEN_BEFORE]
    if not ids:  # a case in which nobody was left to help: the person who closes it decides the status
        ids = [signal.pk for signal in change.signals]
    Signal.objects.filter(pk__in=ids).update(status=status)
