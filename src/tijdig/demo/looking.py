"""What the invented staff looked at, so that the privacy officer finds a log with something in it, and a desk."""

from __future__ import annotations

from datetime import date, time, timedelta

from tijdig.actors import Actor, Role
from tijdig.casework.models import Case
from tijdig.casework.queries import case_page, cases_for_partner, referred_case, work_list
from tijdig.demo.cast import Cast
from tijdig.feedback.queries import feedback_of_landlord
from tijdig.ledger.trace import new_trace
from tijdig.months import Month
from tijdig.oversight.services.policy import PolicySettings, set_review_policy
from tijdig.rights.rules.requests import RequestKind
from tijdig.rights.services.requests import answer_request, record_request

# What an officer could have chosen; each municipality decides it for itself.
POLICY = PolicySettings(
    sample_size=20,
    sign_within_days=14,
    work_from=time(7, 30),
    work_until=time(18),
    work_days=(1, 2, 3, 4, 5),
    most_cases_a_day=40,
    roles_across_cases=(Role.COORDINATOR,),
    breach_hours=72,
)
CASES_EACH = 6


def look_around(cast: Cast, today: date) -> None:
    """Let everyone open the pages of their day: each reading passes the covenant and stands in the log (L2)."""
    set_review_policy(actor=cast["privacy-officer"], settings=POLICY)
    for director in ("director", "second-director"):
        _read_cases(cast[director])
    with new_trace("municipality:work_list"):
        work_list(cast["coordinator"])
    _read_referrals(cast["social-worker"])
    for clerk in ("clerk", "other-clerk"):
        with new_trace("landlord:feedback"):
            feedback_of_landlord(cast[clerk], Month.of(today).plus(-1))
    _ask_the_officer(cast["privacy-officer"], today)


def _read_cases(director: Actor) -> None:
    with new_trace("municipality:work_list"):
        work_list(director)
    own = Case.objects.filter(controller_id=director.controller_id, owner=director.person_id)
    for case_id in own.order_by("number").values_list("pk", flat=True)[:CASES_EACH]:
        with new_trace("municipality:case"):
            case_page(director, case_id)


def _read_referrals(helper: Actor) -> None:
    with new_trace("partner:referrals"):
        referred = cases_for_partner(helper)
    for one in referred[:CASES_EACH]:
        with new_trace("partner:referral"):
            referred_case(helper, one.referral_id)


def _ask_the_officer(officer: Actor, today: date) -> None:
    """One request whose month nearly runs out, and one that was answered (R55)."""
    received = today - timedelta(days=26)
    record_request(actor=officer, kind=RequestKind.ACCESS, reference="DEMO-0412", received_on=received)
    answered = record_request(
        actor=officer, kind=RequestKind.OBJECTION, reference="DEMO-0398", received_on=received
    )
    answer_request(actor=officer, request_id=answered.pk, answered_on=today - timedelta(days=9))
