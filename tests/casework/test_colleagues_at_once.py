"""Twenty people claim, edit, hand over and close at once: no lost update, one owner at a time (K6)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
import time_machine
from django.db import OperationalError, connection, transaction

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town, build_town
from tijdig.actors import Actor, Role
from tijdig.casework.models import Case
from tijdig.casework.rules.results import Closing, SubReason
from tijdig.casework.rules.states import CaseState
from tijdig.casework.services import (
    add_note,
    assign_case,
    close_case,
    hand_over,
    log_attempt,
    open_cases,
    reopen_case,
    report_eviction,
    take_up_case,
)
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import AttemptKind, PartOfDay, Result, SignalStatus
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused


@pytest.fixture
def case(weert: Town) -> Case:
    weert.add_resident(BSNS[0], benefit=True)
    weert.add_signal(BSNS[0])
    (case,) = weert.open()
    return case


def test_k6_a_change_from_an_older_page_is_refused_and_says_why(weert: Town, case: Case) -> None:
    first, second = weert.people["debt-director"], weert.people["work-director"]
    take_up_case(actor=first, case_id=case.pk, version=1)

    with pytest.raises(Refused) as refused:
        take_up_case(actor=second, case_id=case.pk, version=1)

    (problem,) = refused.value.problems
    assert (problem.code, problem.rule) == ("casework.changed-by-colleague", "K6")
    case.refresh_from_db()
    assert (case.owner, case.version) == (first.person_id, 2)


def test_k6_even_with_the_newest_page_a_colleague_s_case_stays_the_colleague_s(
    weert: Town, case: Case
) -> None:
    first, second = weert.people["debt-director"], weert.people["work-director"]
    taken = take_up_case(actor=first, case_id=case.pk, version=1)

    with pytest.raises(Refused, match="case-of-colleague"):
        add_note(actor=second, case_id=case.pk, version=taken.version, text="Mag ik?")
    handed = hand_over(
        actor=first,
        case_id=case.pk,
        version=taken.version,
        to=weert.id_of("work-director"),
    )
    noted = add_note(actor=second, case_id=case.pk, version=handed.version, text="Nu wel.")

    assert (noted.owner, noted.version) == (second.person_id, 4)


def test_a_coordinator_assigns_and_hands_over_to_case_directors_only(weert: Town, case: Case) -> None:
    coordinator, director = weert.people["coordinator"], weert.people["debt-director"]
    with pytest.raises(Refused, match="not-a-case-director"):
        assign_case(
            actor=coordinator,
            case_id=case.pk,
            version=1,
            to=weert.id_of("social-worker"),
        )
    assigned = assign_case(actor=coordinator, case_id=case.pk, version=1, to=weert.id_of("debt-director"))
    moved = hand_over(
        actor=coordinator,
        case_id=case.pk,
        version=assigned.version,
        to=weert.id_of("work-director"),
    )

    assert (assigned.owner, assigned.state) == (director.person_id, CaseState.TAKEN_UP)
    assert moved.owner == weert.people["work-director"].person_id


def test_a6_a_case_of_another_municipality_does_not_exist(weert: Town, sittard: Town, case: Case) -> None:
    with pytest.raises(NotFound):
        take_up_case(actor=sittard.people["debt-director"], case_id=case.pk, version=1)


def test_a_closed_case_opens_again_with_a_reason_and_the_signal_follows(weert: Town, case: Case) -> None:
    director = weert.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=1)
    closing = Closing(Result.OTHER_REASON, sub_reason=SubReason.STAFF_SHORTAGE)
    closed = close_case(actor=director, case_id=case.pk, version=taken.version, closing=closing, on=RECEIVED)
    status_closed = Signal.objects.get().status
    reopened = reopen_case(
        actor=director, case_id=case.pk, version=closed.version, reason="Er is toch iemand."
    )

    assert (status_closed, Signal.objects.get().status) == (SignalStatus.OTHER_REASON, SignalStatus.TAKEN_UP)
    assert (reopened.state, reopened.result, reopened.sub_reason) == (CaseState.TAKEN_UP, "", "")
    assert not AuditEvent.objects.filter(details__icontains="medewerkers").exists()  # R32: in no event


def attempts_at_once(actors: list[Actor], act: Callable[[Actor], object]) -> Counter[str]:
    """Let all actors act at the same moment, each on its own connection; count how it ended."""
    outcomes: Counter[str] = Counter()
    start = threading.Barrier(len(actors))

    def run(actor: Actor) -> None:
        start.wait()
        try:
            act(actor)
            outcomes["done"] += 1
        except Refused as refused:
            outcomes[refused.problems[0].code] += 1
        except OperationalError:
            outcomes["busy"] += 1  # SQLite said so at once: nothing was changed, and the person can try again
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_k6_twenty_people_claim_one_case_and_one_has_it() -> None:
    with time_machine.travel(MOMENT, tick=False):
        town = build_town("weert")
        municipality = town.covenant.municipality.code
        people = [
            town.add_person(f"director-{number}", Role.CASE_DIRECTOR, municipality) for number in range(20)
        ]
        town.add_resident(BSNS[0], benefit=True)
        town.add_signal(BSNS[0])
        (case,) = town.open()

        outcomes = attempts_at_once(
            people, lambda actor: take_up_case(actor=actor, case_id=case.pk, version=1)
        )

        case.refresh_from_db()
        assert outcomes["done"] == 1
        assert sum(outcomes.values()) == 20
        assert case.version == 2
        assert AuditEvent.objects.filter(action="case.take-up").count() == 1


@pytest.mark.django_db(transaction=True)
def test_k6_two_owners_log_at_once_and_no_attempt_is_lost() -> None:
    with time_machine.travel(MOMENT, tick=False):
        town = build_town("weert")
        town.add_resident(BSNS[0], benefit=True)
        town.add_signal(BSNS[0])
        (case,) = town.open()
        director, second = town.people["debt-director"], town.people["work-director"]
        take_up_case(actor=director, case_id=case.pk, version=1)
        Case.objects.filter(pk=case.pk).update(second_owner=second.person_id)

        def log(actor: Actor) -> None:
            log_attempt(
                actor=actor,
                case_id=case.pk,
                version=2,
                kind=AttemptKind.PHONE,
                on=RECEIVED,
                part=PartOfDay.MORNING,
                reached=False,
            )

        outcomes = attempts_at_once([director, second], log)

        case.refresh_from_db()
        assert case.attempts.count() == outcomes["done"] == case.version - 2
        assert outcomes["done"] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("news_first", [True, False])
def test_k5_news_that_comes_while_its_case_is_being_opened_is_in_the_case(news_first: bool) -> None:
    """The news and the run that opens the case lock the signal: whoever comes second sees what the first did."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with time_machine.travel(MOMENT, tick=False):
        town = build_town("weert")
        clerk = town.add_person("landlord-clerk", Role.LANDLORD_CLERK, "wonen-limburg")
        town.add_resident(BSNS[0], children=["20150601"], benefit=True)
        signal = town.add_signal(BSNS[0], party="wonen-limburg")

        def tell() -> None:
            report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.JUDGMENT, on=RECEIVED)

        def open_all() -> None:
            open_cases(actor=town.system, on=RECEIVED)

        one_inside_the_other(*((tell, open_all) if news_first else (open_all, tell)))

        case = Case.objects.get()
        assert (case.threatened, case.eviction_stage) == (True, EvictionStage.JUDGMENT)


def one_inside_the_other(first: Callable[[], None], second: Callable[[], None]) -> None:
    """Let ``second`` begin on another connection when ``first`` has done its work but not committed yet."""
    begun = threading.Event()

    def run() -> None:
        begun.set()
        try:
            second()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        begun.wait()
        thread.join(timeout=0.3)  # it waits for the lock
    thread.join()
