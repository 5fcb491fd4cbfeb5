"""Referrals: the municipality offers a case to a helper, who accepts or refuses, and reports back (R30)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import covenant_of_case, facts_of_case
from tijdig.casework.models import Case, Referral
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.atw import term_end
from tijdig.casework.rules.referrals import Answer, check_may_refer, check_referral_step, next_state
from tijdig.casework.rules.states import SPOKEN_OUTCOMES, ReferralOutcome, ReferralState, TaskKind
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import (
    CHANGED_BY_COLLEAGUE,
    case_to_change,
    require_day,
    required_text,
    save_change,
)
from tijdig.casework.services.referring_back import task_of_return
from tijdig.casework.services.tasks import finish_tasks
from tijdig.disclosure.services_processing import record_change
from tijdig.problems import NotFound, Refused
from tijdig.vault.fields import values


@transaction.atomic
def refer_case(*, actor: Actor, case_id: UUID, version: int, party: str, reason: str, on: date) -> Case:
    """Offer the case to a helping partner, with the reason that the partner will read.

    Raises :class:`Refused` when the covenant has no exchange that lets this partner have the case now (the benefit
    is not known to be absent, there is no consent), and when the partner has it already.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.REFER)
    require_day(on, change.case.received_on)
    problems = check_may_refer(
        change.covenant, change.view, party=party, facts=facts_of_case(change.case), on=on
    )
    if problems:
        raise Refused(problems)
    Referral.objects.create(
        controller_id=actor.controller_id,
        case=change.case,
        party=party,
        covenant_hash=change.case.covenant_hash,
        offered_on=on,
        offered_by=actor.person_id,
        answer_by=term_end(on, change.covenant.terms.answer_referral),
        **values(reason=required_text(reason, "waarom u verwijst", "why you refer")[:500]),
    )
    finish_tasks(actor=actor, case=change.case, kind=TaskKind.REFER, on=on, code=party)
    finish_tasks(actor=actor, case=change.case, kind=TaskKind.REFERRAL_BACK, on=on)  # another way was found
    return save_change(actor=actor, change=change, details={"party": party})


@transaction.atomic
def withdraw_referral(*, actor: Actor, case_id: UUID, version: int, referral_id: UUID, on: date) -> Case:
    """Take back a referral that was not answered yet."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.COMPLETE_TASK)
    referral = change.case.referrals.filter(pk=referral_id).first()
    if referral is None:
        raise NotFound
    _step(referral, Answer.WITHDRAW, on)
    finish_tasks(actor=actor, case=change.case, kind=TaskKind.REFERRAL_LATE, on=on, code=referral.party)
    return save_change(actor=actor, change=change, details={"party": referral.party})


@transaction.atomic
def answer_referral(
    *, actor: Actor, referral_id: UUID, version: int, accept: bool, on: date, reason: str = ""
) -> Referral:
    """The helper accepts the case, or refuses it with a reason; then the municipality must find another way.

    Whoever accepts has it on her name, and the covenant's term to report back runs from that day.
    """
    referral = _referral_of_helper(actor, referral_id, version)
    referral.answered_by, referral.answered_on = actor.person_id, on
    if accept:
        term = covenant_of_case(referral.case).terms.report_referral
        referral.assigned_to = actor.person_id
        referral.report_by = term_end(on, term) if term else None
    else:
        referral.answer_reason = required_text(reason, "waarom u weigert", "why you refuse")[:500]
    return _record_step(actor, referral, Answer.ACCEPT if accept else Answer.REFUSE, on)


@transaction.atomic
def report_back(
    *, actor: Actor, referral_id: UUID, version: int, outcome: ReferralOutcome, report: str, on: date
) -> Referral:
    """The helper reports how it went: the tenant was helped, declined, or was not reached.

    Who was helped or declined was spoken to: where nobody did before, that is the first conversation (R28).
    """
    referral = _referral_of_helper(actor, referral_id, version)
    referral.outcome = outcome
    referral.report = report.strip()[:1000]
    referral.ended_on = on
    reported = _record_step(actor, referral, Answer.REPORT, on)
    if outcome in SPOKEN_OUTCOMES:
        Case.objects.filter(pk=referral.case_id, spoken_on__isnull=True).update(spoken_on=on)
    return reported


@transaction.atomic
def return_case(*, actor: Actor, referral_id: UUID, version: int, reason: str, on: date) -> Referral:
    """The helper gives an accepted case back, with the reason."""
    referral = _referral_of_helper(actor, referral_id, version)
    referral.answer_reason = required_text(reason, "waarom u de zaak teruggeeft", "why you return the case")[
        :500
    ]
    referral.ended_on = on
    return _record_step(actor, referral, Answer.RETURN, on)


def _referral_of_helper(actor: Actor, referral_id: UUID, version: int) -> Referral:
    """Lock a referral to the actor's own organisation; anyone else's does not exist (A6)."""
    require(actor, Action.ANSWER_REFERRAL)
    referral = (
        Referral.objects.select_for_update()
        .filter(controller_id=actor.controller_id, party=actor.party, pk=referral_id)
        .first()
    )
    if referral is None:
        raise NotFound
    if referral.version != version:
        raise Refused(CHANGED_BY_COLLEAGUE())
    return referral


def _step(referral: Referral, answer: Answer, on: date) -> None:
    state = ReferralState(referral.state)
    problem = check_referral_step(state, answer)
    if problem is not None:
        raise Refused(problem)
    require_day(on, referral.offered_on)
    referral.state = next_state(state, answer)
    if answer is Answer.WITHDRAW:
        referral.ended_on = on
    referral.version += 1
    referral.save()


def _record_step(actor: Actor, referral: Referral, answer: Answer, on: date) -> Referral:
    _step(referral, answer, on)
    finish_tasks(actor=actor, case=referral.case, kind=TaskKind.REFERRAL_LATE, on=on, code=referral.party)
    task_of_return(referral, answer, actor, on)
    # The municipality's page of the case is out of date now (K6).
    Case.objects.filter(pk=referral.case_id).update(version=F("version") + 1)
    record_change(
        actor=actor,
        action=f"referral.{answer}",
        object_kind="case",
        object_id=str(referral.case_id),
        processings=about_case(referral.case_id, covenant_of_case(referral.case)),
        details={"party": referral.party, "state": referral.state, "outcome": referral.outcome},
    )
    return referral
