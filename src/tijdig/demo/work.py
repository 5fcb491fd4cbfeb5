"""What the invented staff did with the cases so far, so that the visitor finds a month in full swing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tijdig.actors import Actor
from tijdig.casework.models import Case
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import CaseState, ReferralOutcome
from tijdig.casework.rules.withholding import WithheldRent
from tijdig.casework.services import (
    answer_referral,
    close_case,
    invite_jointly,
    log_attempt,
    record_answer,
    record_conversation,
    record_informed,
    record_offer,
    refer_case,
    report_back,
    take_up_case,
    withhold_rent,
)
from tijdig.ddas import AttemptKind, PartOfDay, Result
from tijdig.demo.cast import Cast
from tijdig.problems import Refused

type Step = Callable[[Case], Case]


def work_through(cast: Cast, received_on: date, today: date, *, is_last: bool) -> None:
    """Work on the new cases of one month: all of an older one, nearly all of the next, the first few of the last one.

    Whoever receives a benefit is invited by both case directors; the others get advice, are referred to social work,
    want no help, or are out of reach, in turn. Some cases are still being worked on. A call reaches about half of the
    people who can be reached at all, a visit the others.
    """
    cases = list(
        Case.objects.filter(controller_id=cast["director"].controller_id, state=CaseState.NEW).order_by(
            "rank_key", "number"
        )
    )
    days = _Days(received_on, today)
    if is_last:
        chosen = cases[4:10]
    else:
        chosen = [case for index, case in enumerate(cases) if days.are_long_ago or index % 9 != 8]
    for index, case in enumerate(chosen):
        course = _still_busy if is_last else _COURSES[index % len(_COURSES)]
        _follow(cast, case, days, course)


class _Days:
    """Days after receipt, never later than today."""

    def __init__(self, received_on: date, today: date) -> None:
        self.received_on, self.today = received_on, today

    def after(self, days: int) -> date:
        return min(self.received_on + timedelta(days=days), self.today)

    def ahead(self, days: int) -> date:
        """A day that is still to come."""
        return self.today + timedelta(days=days)

    @property
    def are_long_ago(self) -> bool:
        return self.received_on + timedelta(days=55) < self.today


type Course = Callable[[Cast, Case, _Days], None]


def _follow(cast: Cast, case: Case, days: _Days, course: Course) -> None:
    director = cast["director"]
    case = take_up_case(actor=director, case_id=case.pk, version=case.version)
    if case.proposed_result:
        if case.proposed_result == Result.NOT_RESIDENT and course is not _still_busy:
            _close(director, case, Closing(Result.NOT_RESIDENT), days.after(3))
        return  # a death: what to do about the household is left for the visitor to decide
    case = record_informed(actor=director, case_id=case.pk, version=case.version, on=days.after(2))
    if case.benefit and course is not _still_busy:
        course = _joint_conversation
    course(cast, case, days)


def _attempt(
    actor: Actor, case: Case, kind: AttemptKind, on: date, part: PartOfDay, *, reached: bool
) -> Case:
    return log_attempt(
        actor=actor, case_id=case.pk, version=case.version, kind=kind, on=on, part=part, reached=reached
    )


def _talk(actor: Actor, case: Case, days: _Days, *, accepted: bool) -> Case:
    by_phone = int(case.number[-1]) % 2 == 0
    case = _attempt(actor, case, AttemptKind.PHONE, days.after(3), PartOfDay.MORNING, reached=by_phone)
    if not by_phone:
        case = _attempt(actor, case, AttemptKind.HOME_VISIT, days.after(8), PartOfDay.EVENING, reached=True)
    case = record_conversation(actor=actor, case_id=case.pk, version=case.version, on=days.after(8))
    case = record_offer(actor=actor, case_id=case.pk, version=case.version, on=days.after(8))
    return record_answer(
        actor=actor, case_id=case.pk, version=case.version, accepted=accepted, on=days.after(10)
    )


def _close(actor: Actor, case: Case, closing: Closing, on: date) -> None:
    close_case(actor=actor, case_id=case.pk, version=case.version, closing=closing, on=on)


def _invite(cast: Cast, case: Case, days: _Days) -> Case:
    return invite_jointly(
        actor=cast["director"],
        case_id=case.pk,
        version=case.version,
        on=days.after(1),
        second_person=cast["second-director"].person_id,
    )


def _joint_conversation(cast: Cast, case: Case, days: _Days) -> None:
    director = cast["director"]
    case = _invite(cast, case, days)
    case = _talk(director, case, days, accepted=True)
    starts_on = days.after(11)
    case = withhold_rent(
        actor=director,
        case_id=case.pk,
        version=case.version,
        on=starts_on,
        reference="PW-inhouding 0142",
        rent=WithheldRent(64_500, starts_on, days.ahead(180), days.ahead(60)),
    )
    closing = Closing(Result.ADVICE_OR_QUICK_FIX, clears_in_time=True, only_tips=False)
    _close(director, case, closing, days.after(21))


def _advice(cast: Cast, case: Case, days: _Days) -> None:
    case = _talk(cast["director"], case, days, accepted=True)
    closing = Closing(Result.ADVICE_OR_QUICK_FIX, clears_in_time=True, only_tips=False)
    _close(cast["director"], case, closing, days.after(20))


def _no_wish(cast: Cast, case: Case, days: _Days) -> None:
    case = _talk(cast["director"], case, days, accepted=False)
    _close(cast["director"], case, Closing(Result.NO_HELP_WANTED), days.after(12))


def _refer(cast: Cast, case: Case, on: date) -> Case | None:
    """Offer the case to social work; None when it may not: of a benefit nothing is known, or known too long ago."""
    try:
        return refer_case(
            actor=cast["director"],
            case_id=case.pk,
            version=case.version,
            party="amw",
            reason="Geen Participatiewet-uitkering; vraagt hulp bij de administratie.",
            on=on,
        )
    except Refused:
        return None


def _referred(cast: Cast, case: Case, days: _Days) -> None:
    director, helper = cast["director"], cast["social-worker"]
    offered = _refer(cast, case, days.after(4))
    if offered is None:
        _advice(cast, case, days)
        return
    case = _attempt(director, offered, AttemptKind.PHONE, days.after(3), PartOfDay.MORNING, reached=True)
    referral = case.referrals.get()
    referral = answer_referral(
        actor=helper, referral_id=referral.pk, version=referral.version, accept=True, on=days.after(6)
    )
    report_back(
        actor=helper,
        referral_id=referral.pk,
        version=referral.version,
        outcome=ReferralOutcome.HELPED,
        report="Administratie op orde gebracht; betaalt weer zelf.",
        on=days.after(25),
    )
    if days.are_long_ago:  # what came back lately is left for the visitor to look at
        case.refresh_from_db()
        _close(director, case, Closing(Result.FOLLOW_UP), days.after(28))


def _out_of_reach(cast: Cast, case: Case, days: _Days) -> None:
    director = cast["director"]
    case = _attempt(director, case, AttemptKind.PHONE, days.after(3), PartOfDay.MORNING, reached=False)
    case = _attempt(director, case, AttemptKind.LETTER, days.after(6), PartOfDay.MORNING, reached=False)
    case = _attempt(
        director, case, AttemptKind.HOME_VISIT, days.after(12), PartOfDay.AFTERNOON, reached=False
    )
    _close(director, case, Closing(Result.NO_CONTACT), days.after(25))


def _still_busy(cast: Cast, case: Case, days: _Days) -> None:
    case = _invite(cast, case, days) if case.benefit else (_refer(cast, case, days.after(15)) or case)
    _attempt(cast["director"], case, AttemptKind.PHONE, days.after(3), PartOfDay.MORNING, reached=False)


_COURSES: Sequence[Course] = (_referred, _advice, _no_wish, _referred, _out_of_reach, _advice)
