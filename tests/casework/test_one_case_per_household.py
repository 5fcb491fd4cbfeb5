"""One household has one open case: what is signalled in a next month joins it, and who has the case is told (R20)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town
from tijdig.casework.models import Case, Task
from tijdig.casework.queries import WorkFilter, case_page, work_list
from tijdig.casework.rules.case_facts import SignalView, newest_of_each_debt
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import close_case, log_attempt, record_informed, take_up_case
from tijdig.ddas import AttemptKind, PartOfDay, Result, SignalStatus
from tijdig.intake.models import Signal
from tijdig.linkage.models import Notification
from tijdig.linkage.rules.outcomes import RegisterState

TENANT, PARTNER, OTHER = BSNS[:3]
APRIL = date(2026, 4, 3)
ADDRESS = "6001AB 12"


def notified(town: Town, on: date, address: str = ADDRESS) -> Notification:
    first = on.replace(day=1)
    return Notification.objects.create(
        controller_id=town.code, address_key=address, period_from=first, period_until=first.replace(day=28),
        matched_at=MOMENT, patterns=["single"],
    )  # fmt: skip


def march_case(town: Town, bsn: str = TENANT, **values: object) -> Case:
    town.add_resident(bsn, benefit=True)
    town.add_signal(bsn, notification=notified(town, RECEIVED), party="wonen-limburg", **values)  # type: ignore[arg-type]
    (case,) = town.open()
    return case


def in_april(town: Town, clock: time_machine.Traveller, bsn: str = TENANT, **values: object) -> Signal:
    """A signal of April about the household; the run of that day has been."""
    clock.move_to(MOMENT + timedelta(days=30))
    told = {"party": "wonen-limburg", "amount_cents": 150_000, "received_on": APRIL, **values}
    signal = town.add_signal(bsn, notification=notified(town, APRIL), **told)  # type: ignore[arg-type]
    town.open(on=APRIL)
    signal.refresh_from_db()
    return signal


def open_tasks(case: Case) -> set[str]:
    return {task.kind for task in Task.objects.filter(case=case, done_on__isnull=True, dropped=False)}


@pytest.mark.any_database
def test_r20_a_signal_of_the_next_month_joins_the_open_case_of_the_household(
    weert: Town, clock: time_machine.Traveller
) -> None:
    before = march_case(weert)

    signal = in_april(weert, clock)

    case = Case.objects.get()
    assert (case.pk, case.version, case.notifications.count()) == (before.pk, before.version + 1, 2)
    assert signal.status == SignalStatus.TAKEN_UP
    assert case.received_on == RECEIVED  # the terms go on from the first signal
    page = case_page(weert.people["debt-director"], case.pk)
    assert [one.received_on for one in page.signals] == [RECEIVED, APRIL]


def test_r21_of_arrears_that_are_told_again_only_the_newest_amount_counts(
    weert: Town, clock: time_machine.Traveller
) -> None:
    march_case(weert, amount_cents=120_000, months=2)

    in_april(weert, clock, amount_cents=150_000, months=3)

    facts = Case.objects.get().facts
    assert (facts["achterstand.bedrag"]["value"], facts["achterstand.maanden"]["value"]) == (150_000, 3)


def test_r21_two_debts_of_one_day_are_two_debts() -> None:
    home = SignalView("1", "wonen-limburg", "Huur", RECEIVED, 120_000, onset_on=date(2026, 1, 1))
    garage = SignalView("2", "wonen-limburg", "Huur", RECEIVED, 20_000, onset_on=date(2026, 1, 1))
    later = SignalView("3", "wonen-limburg", "Huur", APRIL, 150_000, onset_on=date(2026, 1, 1))
    others = SignalView("4", "st-joseph", "Huur", RECEIVED, 5_000, onset_on=date(2026, 1, 1))

    assert newest_of_each_debt([home, garage]) == (home, garage)
    assert newest_of_each_debt([home, others, later]) == (others, later)


@pytest.mark.any_database
def test_r20_who_works_on_the_case_is_told_of_a_new_signal(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = march_case(weert)
    director = weert.people["debt-director"]
    take_up_case(actor=director, case_id=case.pk, version=case.version)

    in_april(weert, clock)

    assert TaskKind.NEW_SIGNALS in open_tasks(case)
    assert work_list(director).counts[WorkFilter.TO_LOOK_AT] == 1


@pytest.mark.any_database
def test_r18_the_tenant_is_informed_anew_of_a_source_that_was_not_there_before(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = march_case(weert)
    director = weert.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=case.version)
    record_informed(actor=director, case_id=case.pk, version=taken.version, on=RECEIVED)

    in_april(weert, clock, party="st-joseph")

    task = Task.objects.get(case=case, kind=TaskKind.INFORM, done_on__isnull=True)
    assert task.due_on == date(2026, 5, 4)  # one month after receipt; 3 May is a Sunday
    case.refresh_from_db()
    informed = record_informed(actor=director, case_id=case.pk, version=case.version, on=APRIL)
    assert informed.facts["achterstand.bedrag"]["value"] == 270_000  # two creditors, two debts
    assert TaskKind.INFORM not in open_tasks(case)


@pytest.mark.any_database
def test_r18_a_known_source_asks_for_no_second_letter(weert: Town, clock: time_machine.Traveller) -> None:
    case = march_case(weert)
    director = weert.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=case.version)
    record_informed(actor=director, case_id=case.pk, version=taken.version, on=RECEIVED)

    in_april(weert, clock)

    assert TaskKind.INFORM not in open_tasks(case)


@pytest.mark.any_database
def test_r21_a_repeat_stands_with_the_case_and_asks_nothing(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = march_case(weert)
    take_up_case(actor=weert.people["debt-director"], case_id=case.pk, version=case.version)

    signal = in_april(weert, clock, amount_cents=120_000, repeat=True)

    assert (Case.objects.count(), signal.status) == (1, SignalStatus.REPEAT)
    assert case.notifications.count() == 2
    assert TaskKind.NEW_SIGNALS not in open_tasks(case)


@pytest.mark.any_database
def test_r26_a_death_that_a_later_signal_brings_to_light_asks_for_a_decision(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = march_case(weert)

    signal = in_april(weert, clock, state=RegisterState.DECEASED)

    assert (Case.objects.count(), signal.status) == (1, SignalStatus.DECEASED)
    assert TaskKind.HOUSEHOLD_LEFT in open_tasks(case)


def test_r19_a_partner_with_the_same_surname_at_the_address_is_the_same_household(
    weert: Town, clock: time_machine.Traveller
) -> None:
    march_case(weert)
    weert.add_resident(PARTNER, benefit=True)

    in_april(weert, clock, bsn=PARTNER)

    assert Case.objects.get().notifications.count() == 2


@pytest.mark.any_database
def test_r29_children_of_one_partner_count_when_the_other_is_signalled(
    weert: Town, clock: time_machine.Traveller
) -> None:
    weert.add_resident(TENANT, benefit=True, children=["20150601"])
    weert.add_signal(TENANT, notification=notified(weert, RECEIVED), party="wonen-limburg")
    weert.open()
    weert.add_resident(PARTNER, benefit=True)

    in_april(weert, clock, bsn=PARTNER)

    assert Case.objects.get().minors is True


def test_r22_someone_with_another_surname_gets_a_case_of_their_own(
    weert: Town, clock: time_machine.Traveller
) -> None:
    first = march_case(weert)
    weert.add_resident(OTHER, benefit=True, surname="Kersink")

    in_april(weert, clock, bsn=OTHER, surname="Kersink")

    assert Case.objects.count() == 2
    second = Case.objects.exclude(pk=first.pk).get()
    page = case_page(weert.people["debt-director"], second.pk)
    assert [one.case_id for one in page.earlier] == [first.pk]


def test_r20_after_the_case_was_closed_a_new_signal_opens_a_new_one(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = march_case(weert)
    close_without_contact(weert, case)

    in_april(weert, clock)

    assert Case.objects.filter(closed_on__isnull=True).exclude(pk=case.pk).count() == 1


@pytest.mark.any_database
def test_r20_two_months_that_come_in_one_run_are_one_case(weert: Town, clock: time_machine.Traveller) -> None:
    weert.add_resident(TENANT, benefit=True)
    weert.add_signal(TENANT, notification=notified(weert, RECEIVED))

    in_april(weert, clock)

    assert Case.objects.get().notifications.count() == 2


def test_r20_a_second_run_changes_nothing(weert: Town, clock: time_machine.Traveller) -> None:
    march_case(weert)
    in_april(weert, clock)
    before = Case.objects.values().get()

    weert.open(on=APRIL)

    assert Case.objects.values().get() == before


def test_r43_the_result_holds_for_every_signal_that_joined(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = march_case(weert)
    in_april(weert, clock)

    close_without_contact(weert, case)

    assert {signal.status for signal in Signal.objects.all()} == {SignalStatus.TAKEN_UP}
    assert not Signal.objects.filter(links__notification__worked_in__case__closed_on__isnull=True).exists()


def close_without_contact(town: Town, case: Case) -> None:
    case.refresh_from_db()
    director = town.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=case.version)
    tried = log_attempt(
        actor=director, case_id=case.pk, version=taken.version, kind=AttemptKind.PHONE, on=RECEIVED,
        part=PartOfDay.MORNING, reached=False,
    )  # fmt: skip
    closing = Closing(Result.NO_CONTACT)
    close_case(actor=director, case_id=case.pk, version=tried.version, closing=closing, on=RECEIVED)
