"""A month in Weert in which some look where they have no business, and the policy under which that is reviewed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, time

import time_machine

from tests.built_once import built_once
from tests.web.cases import FAMILY, LONG, SINGLE, UNKNOWN_BENEFIT, Cases, build_cases
from tijdig.actors import Actor, Role, system_actor
from tijdig.casework.queries import case_page
from tijdig.casework.services import take_up_case
from tijdig.ledger.trace import new_trace
from tijdig.oversight.services.drawing import draw_due_reviews
from tijdig.oversight.services.policy import PolicySettings, declare_own_marks, set_review_policy
from tijdig.parties.models import RoleAssignment
from tijdig.parties.queries import actor_in, assignments_of_person

SYSTEM = system_actor("0988")
DRAWN_ON = date(2026, 5, 8)
POLICY = PolicySettings(
    sample_size=2,
    sign_within_days=14,
    work_from=time(7),
    work_until=time(19),
    work_days=(1, 2, 3, 4, 5),
    most_cases_a_day=3,
    roles_across_cases=(Role.COORDINATOR,),
    breach_hours=72,
)


@dataclass(frozen=True)
class Reviewed:
    """The cases, the director whose case FAMILY is, and a colleague who is curious."""

    cases: Cases
    director: Actor
    colleague: Actor
    officer: Actor

    def officer_assignment(self) -> RoleAssignment:
        return self.cases.world.town.assignments[Role.PRIVACY_OFFICER]


def at(moment: str) -> AbstractContextManager[object]:
    return time_machine.travel(f"{moment}+02:00", tick=False)


def look(actor: Actor, cases: Cases, bsn: str, moment: str) -> None:
    with at(moment), new_trace():
        case_page(actor, cases.by_person[bsn].pk)


@built_once
def build_month() -> Reviewed:
    """Readings of April: ordinary ones by the director; by the colleague one of each sign."""
    cases = build_cases()
    colleague = actor_of(cases.colleague("curious"))
    director, officer = cases.world.actor(Role.CASE_DIRECTOR), cases.world.actor(Role.PRIVACY_OFFICER)
    case = cases.by_person[FAMILY]
    with at("2026-04-07T10:00:00"):
        take_up_case(actor=director, case_id=case.pk, version=case.version)
        declare_own_marks(
            actor=colleague, surnames=["Geraedts"], postcode="6001 bp", house_number=41, suffix=""
        )
        set_review_policy(actor=officer, settings=POLICY)
    look(director, cases, FAMILY, "2026-04-07T10:05:00")
    look(director, cases, FAMILY, "2026-04-08T20:30:00")  # out of hours
    look(colleague, cases, FAMILY, "2026-04-09T11:00:00")  # no task
    look(colleague, cases, SINGLE, "2026-04-09T11:05:00")  # same surname
    look(colleague, cases, LONG, "2026-04-09T11:10:00")  # same address
    look(colleague, cases, UNKNOWN_BENEFIT, "2026-04-09T11:15:00")  # the fourth of the day: bulk
    return Reviewed(cases, director, colleague, officer)


def actor_of(assignment: RoleAssignment) -> Actor:
    return next(
        actor_in(one) for one in assignments_of_person(assignment.person_id) if one.id == assignment.pk
    )


@built_once
def build_review() -> Reviewed:
    """The same, and the review of the month drawn on its day."""
    month = build_month()
    with at(f"{DRAWN_ON}T06:00:00"):
        assert draw_due_reviews(actor=SYSTEM, on=DRAWN_ON) == 1
    return month
