"""A case whose links or signals changed is advised anew, and a person looks at it (R24, K4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town, statuses
from tests.sealed import person_of, rewrite
from tijdig.actors import Role
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import close_case, open_cases, refresh_case, set_fact, take_up_case
from tijdig.covenant.rules.facts import FactSource
from tijdig.ddas import Result, SignalStatus
from tijdig.intake.models import Signal
from tijdig.linkage.models import Candidate, Link
from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.linkage.services import decide_link, undo_link
from tijdig.problems import NotFound, Refused

SINGLE, FAMILY = BSNS[:2]


@pytest.fixture
def case(weert: Town) -> Case:
    """A case about a single tenant; the household with children is the other candidate of its signal."""
    weert.add_resident(SINGLE, benefit=False)
    weert.add_resident(FAMILY, children=["20150601"], benefit=True)
    weert.add_signal(SINGLE)
    (case,) = weert.open()
    return case


def add_candidate(link: Link, bsn: str, state: RegisterState = RegisterState.RESIDENT) -> Candidate:
    return Candidate.objects.create(
        controller_id=link.controller_id,
        link=link,
        position=1,
        person=person_of(link.controller_id, bsn),
        rule_id="K1",
        register_state=state,
    )


def undo(weert: Town, clock: time_machine.Traveller) -> Link:
    link = Link.objects.get()
    add_candidate(link, FAMILY)
    clock.move_to(MOMENT + timedelta(hours=1))
    return undo_link(actor=weert.people["coordinator"], link_id=link.pk, reason="Verkeerde persoon")


def decide(weert: Town, clock: time_machine.Traveller, link: Link) -> None:
    clock.move_to(MOMENT + timedelta(hours=2))
    candidate = link.candidates.get()
    decide_link(
        actor=weert.people["coordinator"], link_id=link.pk, candidate_id=candidate.pk, reason="Dit klopt"
    )


def test_r24_a_link_that_is_undone_takes_its_person_s_facts_from_the_case(
    weert: Town, case: Case, clock: time_machine.Traveller
) -> None:
    undo(weert, clock)

    opened = open_cases(actor=weert.system, on=RECEIVED)

    after = Case.objects.get()
    assert (opened.refreshed, after.version) == (1, case.version + 1)
    # Nothing is fetched about the candidate before a person decided.
    assert (case.benefit, after.benefit, after.minors) == (False, None, None)
    assert Task.objects.filter(kind=TaskKind.CHECK_SIGNALS, done_on__isnull=True).count() == 1


def test_r24_a_link_that_is_decided_anew_brings_the_right_person_s_facts(
    weert: Town, case: Case, clock: time_machine.Traveller
) -> None:
    decide(weert, clock, undo(weert, clock))

    first = open_cases(actor=weert.system, on=RECEIVED)
    again = open_cases(actor=weert.system, on=RECEIVED)

    after = Case.objects.get()
    assert (first.refreshed, again.refreshed) == (1, 0)
    assert (after.route, after.minors) == ("participatiewet", True)
    assert Task.objects.filter(kind=TaskKind.CHECK_SIGNALS).count() == 1


@pytest.mark.any_database
def test_r26_a_proposal_about_the_wrong_person_is_withdrawn_with_the_link(
    weert: Town, clock: time_machine.Traveller
) -> None:
    weert.add_resident(SINGLE)
    weert.add_resident(FAMILY, children=["20150601"], benefit=True)
    weert.add_signal(SINGLE, state=RegisterState.DECEASED)
    (before,) = weert.open()
    decide(weert, clock, undo(weert, clock))

    open_cases(actor=weert.system, on=RECEIVED)

    after = Case.objects.get()
    assert (before.proposed_result, after.proposed_result) == (Result.DECEASED, "")
    assert (after.route, statuses(weert)) == ("participatiewet", [SignalStatus.TAKEN_UP])


def test_k4_a_corrected_signal_renews_the_facts_of_its_case(
    weert: Town, case: Case, clock: time_machine.Traveller
) -> None:
    clock.move_to(MOMENT + timedelta(hours=1))
    rewrite(Signal.objects.all(), amount_cents=90_000, corrected_at=timezone.now())

    open_cases(actor=weert.system, on=RECEIVED)

    after = Case.objects.get()
    assert after.facts["achterstand.bedrag"]["value"] == 90_000
    assert after.version == case.version + 1
    assert Task.objects.filter(kind=TaskKind.CHECK_SIGNALS).count() == 1


@pytest.mark.any_database
def test_r34_what_people_found_out_outlives_a_refreshed_case(
    weert: Town, case: Case, clock: time_machine.Traveller
) -> None:
    director = weert.people["debt-director"]
    take_up_case(actor=director, case_id=case.pk, version=1)
    set_fact(
        actor=director,
        case_id=case.pk,
        version=2,
        fact="huishouden.minderjarigen",
        value=True,
        source=FactSource.TENANT,
        on=RECEIVED,
    )
    undo(weert, clock)

    after = refresh_case(actor=weert.people["coordinator"], case_id=case.pk, on=RECEIVED)

    assert (after.minors, after.benefit) == (True, None)


@pytest.mark.any_database
def test_r34_a_closed_case_is_left_alone(weert: Town, case: Case, clock: time_machine.Traveller) -> None:
    director = weert.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=1)
    closing = Closing(Result.UNJUSTIFIED, reason="Vergissing")
    closed = close_case(actor=director, case_id=case.pk, version=taken.version, closing=closing, on=RECEIVED)
    Link.objects.update(decided_at=MOMENT + timedelta(days=1))

    after = refresh_case(actor=weert.system, case_id=case.pk, on=date(2026, 3, 5))

    assert (after.version, open_cases(actor=weert.system, on=RECEIVED).refreshed) == (closed.version, 0)


def test_a6_only_coordinator_and_system_refresh_a_case_of_their_own(
    weert: Town, sittard: Town, case: Case
) -> None:
    with pytest.raises(NotFound):
        refresh_case(actor=sittard.system, case_id=case.pk, on=RECEIVED)
    with pytest.raises(Refused, match="role-may-not"):
        refresh_case(actor=replace(weert.system, role=Role.CASE_DIRECTOR), case_id=case.pk, on=RECEIVED)
