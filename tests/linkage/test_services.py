"""Linking, deciding and forming notifications, in the database (R20–R24, R58)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.built_once import built_once
from tests.disclosure.asking import bring_into_force, succeed
from tests.linkage.folk import resident
from tests.linkage.month import COORDINATOR, STRANGER, SYSTEM, Month
from tests.sealed import person_of, rewrite
from tijdig.actors import Role
from tijdig.covenant.models import CovenantVersion
from tijdig.disclosure.services import disclose
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.linkage import engine
from tijdig.linkage.models import Candidate, Link, Notification
from tijdig.linkage.queries import (
    link_in_review,
    link_of_actor,
    notifications_with_different_people,
    requests_for_review,
    review_queue,
    standing_links_of,
)
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.linkage.services import (
    LinkRun,
    NotificationRun,
    compare_ahead,
    comparing,
    decide_link,
    form_notifications,
    link_signals,
    settle_different_people,
    undo_link,
)
from tijdig.linkage.services.notifying import ADDRESS
from tijdig.problems import NotFound, Refused
from tijdig.vault.keys import indexer

pytestmark = pytest.mark.django_db
ANNA = "999990019"
NEIGHBOUR = resident("999990020", given_names="Cor", prefix="", surname="Kersink", birth_date="19650101")


@built_once
def build_month() -> Month:
    made = Month()
    made.register(resident(), NEIGHBOUR)
    return made


@pytest.fixture
def month() -> Month:
    return build_month()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def doubtful(month: Month) -> Link:
    """A signal that fits Anna by name and address, with another birth date."""
    month.signal(birth_date="19521102")
    link_signals(actor=SYSTEM)
    return Link.objects.get()


def test_r20_each_signal_is_linked_once_and_a_second_run_changes_nothing(month: Month) -> None:
    month.signal()
    month.signal(birth_date="19521102")
    month.signal(surname="Anders", prefix="", birth_date="", initials="Q.")

    assert link_signals(actor=SYSTEM) == LinkRun(certain=1, review=1, none=1)
    before = list(Link.objects.order_by("pk").values())
    assert link_signals(actor=SYSTEM) == LinkRun()
    assert list(Link.objects.order_by("pk").values()) == before


@pytest.mark.any_database
def test_r20_a_newer_register_redoes_doubts_only_and_keeps_what_is_concluded_the_same(month: Month) -> None:
    settled = month.signal()
    to_change = month.signal(birth_date="19521102", surname="Vroegers", prefix="", initials="C.")
    to_stay = month.signal(birth_date="19521102")
    assert link_signals(actor=SYSTEM) == LinkRun(certain=1, review=1, none=1)
    before = standing_links_of("0988", [settled.pk, to_change.pk, to_stay.pk])
    newcomer = resident("999990032", given_names="Cor", prefix="", surname="Vroegers", birth_date="19521102")
    month.register(resident(), NEIGHBOUR, newcomer)
    unread = month.signal(surname="Anders", prefix="", birth_date="", initials="Q.")

    assert link_signals(actor=SYSTEM) == LinkRun(certain=1, none=1, compared_again=2)
    after = standing_links_of("0988", [settled.pk, to_change.pk, to_stay.pk, unread.pk])
    assert after[settled.pk] == before[settled.pk]
    assert after[to_stay.pk] == before[to_stay.pk]
    assert after[to_change.pk].person == person_of("0988", newcomer.bsn)
    before[to_change.pk].refresh_from_db()
    assert before[to_change.pk].undone_for == Link.UndoneFor.REGISTER
    assert link_signals(actor=SYSTEM) == LinkRun()


@pytest.mark.any_database
def test_r24_what_a_person_took_back_or_decided_a_newer_register_leaves_alone(month: Month) -> None:
    decided, taken_back = doubtful(month), month.signal()
    decide_link(actor=COORDINATOR, link_id=decided.pk, candidate_id=None, reason="Niemand van hen")
    link_signals(actor=SYSTEM)
    link = standing_links_of("0988", [taken_back.pk])[taken_back.pk]
    again = undo_link(actor=COORDINATOR, link_id=link.pk, reason="Verkeerde persoon")
    month.register(resident(), NEIGHBOUR)

    assert link_signals(actor=SYSTEM) == LinkRun()
    assert standing_links_of("0988", [taken_back.pk])[taken_back.pk] == again


def test_k4_a_corrected_signal_is_linked_anew_unless_people_are_at_work_on_it(month: Month) -> None:
    link = doubtful(month)
    rewrite(Signal.objects.all(), birth_date="19700315", corrected_at=timezone.now())

    assert link_signals(actor=SYSTEM) == LinkRun(certain=1)
    link.refresh_from_db()
    assert link.undone_at is not None
    form_notifications(actor=SYSTEM)
    rewrite(Signal.objects.all(), birth_date="19521102", corrected_at=timezone.now())
    assert link_signals(actor=SYSTEM) == LinkRun()


def test_r24_a_link_keeps_outcome_rule_reasons_and_candidates(month: Month) -> None:
    link = doubtful(month)

    assert (link.person, link.outcome, link.rule_id) == (person_of("0988", ANNA), Outcome.REVIEW, "R2")
    assert link.register_state == RegisterState.RESIDENT
    shown = link_in_review(link)
    assert [candidate.position for candidate in shown.candidates] == [1]
    assert "linkage.birth-date-conflict" in {reason.code for reason in shown.candidates[0].reasons}
    assert all(reason.said.nl for reason in shown.reasons)


def test_r23_without_a_register_the_signals_wait() -> None:
    Month().signal()

    with pytest.raises(Refused) as refused:
        link_signals(actor=SYSTEM)

    assert codes(refused) == ["linkage.no-register"]
    assert not Link.objects.exists()


def test_the_audit_log_tells_counts_and_no_people(month: Month) -> None:
    link = doubtful(month)
    decide_link(actor=COORDINATOR, link_id=link.pk, candidate_id=None, reason="Onbekend op dit adres")

    for event in AuditEvent.objects.filter(action__in=["link-signals", "decide-link"]):
        assert ANNA not in str(event.details)
        assert "Onbekend" not in str(event.details)
    assert AuditEvent.objects.get(action="link-signals").details["review"] == 1


@pytest.mark.any_database
def test_r24_a_person_decides_whom_a_signal_is_about(month: Month) -> None:
    link = doubtful(month)
    candidate = Candidate.objects.get(link=link)
    decided = decide_link(
        actor=COORDINATOR, link_id=link.pk, candidate_id=candidate.pk, reason="Gebeld, klopt"
    )

    assert decided.person == person_of("0988", ANNA)
    assert decided.decided_by == COORDINATOR.person_id
    assert list(review_queue("0988")) == []
    assert AuditEvent.objects.get(action="decide-link").result == "resident"


@pytest.mark.any_database
def test_r24_or_that_it_is_about_nobody_in_the_register(month: Month) -> None:
    link = doubtful(month)
    decided = decide_link(actor=COORDINATOR, link_id=link.pk, candidate_id=None, reason="Niemand van hen")

    assert (decided.person, decided.register_state) == ("", RegisterState.UNKNOWN)


@pytest.mark.any_database
@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_a_decision_needs_a_reason(month: Month, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        decide_link(actor=COORDINATOR, link_id=doubtful(month).pk, candidate_id=None, reason=reason)

    assert codes(refused) == ["linkage.reason-needed"]


def test_a_decision_is_taken_once_by_who_may_and_within_the_controller(month: Month) -> None:
    link = doubtful(month)
    clerk = replace(COORDINATOR, role=Role.LANDLORD_CLERK)

    with pytest.raises(Refused):
        decide_link(actor=clerk, link_id=link.pk, candidate_id=None, reason="Mag niet")
    for actor, link_id, candidate_id in (
        (STRANGER, link.pk, None),
        (COORDINATOR, uuid4(), None),
        (COORDINATOR, link.pk, 0),
    ):
        with pytest.raises(NotFound):
            decide_link(actor=actor, link_id=link_id, candidate_id=candidate_id, reason="Bestaat niet")
    decide_link(actor=COORDINATOR, link_id=link.pk, candidate_id=None, reason="Niemand")
    with pytest.raises(Refused) as refused:
        decide_link(actor=COORDINATOR, link_id=link.pk, candidate_id=None, reason="Nog eens")

    assert codes(refused) == ["linkage.already-settled"]


@pytest.mark.any_database
def test_a_link_that_is_undone_stays_as_history_and_a_person_settles_it_again(month: Month) -> None:
    month.signal()
    link_signals(actor=SYSTEM)
    link = Link.objects.get()
    again = undo_link(actor=COORDINATOR, link_id=link.pk, reason="Verkeerde persoon")

    link.refresh_from_db()
    assert link.undone_at is not None
    assert (again.outcome, again.person) == (Outcome.REVIEW, person_of("0988", ANNA))
    assert again.candidates.count() == link.candidates.count() == 1
    assert link_signals(actor=SYSTEM) == LinkRun()
    assert list(review_queue("0988")) == [again]
    assert "linkage.was-undone" in {reason.code for reason in link_in_review(again).reasons}
    with pytest.raises(Refused) as refused:
        undo_link(actor=COORDINATOR, link_id=again.pk, reason="Nog eens")
    assert codes(refused) == ["linkage.not-settled"]


def test_the_review_queue_shows_people_only_through_disclosure(month: Month) -> None:
    doubtful(month)
    links = list(review_queue("0988"))
    requests = requests_for_review(COORDINATOR, links)

    assert [(request.subject_kind, request.purpose) for request in requests] == [
        ("signal", "koppeling"),
        ("candidate", "koppeling"),
    ]
    assert requests[1].fields["bewoner.naam"] == "Anna Maria van der Zandhoek"
    # The covenant was proposed, not signed: the door stays shut.
    assert [answer.values for answer in disclose(actor=COORDINATOR, requests=requests)] == [{}, {}]


@pytest.mark.any_database
def test_c3_the_review_asks_for_the_purpose_of_the_version_that_governs_now(month: Month) -> None:
    doubtful(month)
    first = CovenantVersion.objects.get()
    bring_into_force(first)
    links = list(review_queue("0988"))
    assert all(
        a.values for a in disclose(actor=COORDINATOR, requests=requests_for_review(COORDINATOR, links))
    )

    narrower = (
        'rollen = ["coordinator", "system"]\ndoel = "koppeling"',
        'rollen = ["system"]\ndoel = "koppeling"',
    )
    bring_into_force(succeed(first, *narrower))
    assert "koppeling" not in {one.purpose for one in requests_for_review(COORDINATOR, links)}


def test_the_review_queue_takes_the_same_number_of_queries_however_long(
    month: Month, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(5):
        month.signal(birth_date="19521102")
    link_signals(actor=SYSTEM)

    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        links = list(review_queue("0988"))
        assert len([link_in_review(link) for link in links]) == 5
        requests_for_review(COORDINATOR, links)


def test_a_foreign_link_does_not_exist(month: Month) -> None:
    link = doubtful(month)

    assert link_of_actor(COORDINATOR, link.pk) == link
    with pytest.raises(NotFound):
        link_of_actor(STRANGER, link.pk)


def formed(month: Month) -> list[Notification]:
    link_signals(actor=SYSTEM)
    form_notifications(actor=SYSTEM)
    return list(Notification.objects.order_by("period_from", "matched_at", "pk"))


@pytest.mark.any_database
def test_r19_r20_signals_on_one_address_in_one_month_are_one_notification(month: Month) -> None:
    first = month.signal(date(2026, 7, 6))
    slip = month.signal(date(2026, 7, 9), party_code="st-joseph", house_letter="", addition="")
    later = month.signal(date(2026, 8, 3), amount_cents=60_000)
    july, august = formed(month)

    assert (july.period_from, july.period_until) == (date(2026, 7, 1), date(2026, 7, 31))
    assert july.address_key == august.address_key == indexer("0988", ADDRESS)("9999ZX 12-A")
    assert (july.patterns, august.patterns) == (["multiple"], ["successive"])
    links = standing_links_of("0988", [first.pk, slip.pk, later.pk])
    assert links[first.pk].notification == links[slip.pk].notification == july
    assert form_notifications(actor=SYSTEM) == NotificationRun()


@pytest.mark.any_database
def test_r20_a_later_signal_joins_the_notification_that_is_there(month: Month) -> None:
    month.signal()
    formed(month)
    month.signal(date(2026, 7, 20), party_code="st-joseph")
    (july,) = formed(month)

    assert july.patterns == ["multiple"]
    assert july.links.count() == 2


@pytest.mark.any_database
def test_a_doubtful_signal_waits_for_a_person_before_it_is_in_a_notification(month: Month) -> None:
    link = doubtful(month)

    assert form_notifications(actor=SYSTEM) == NotificationRun()
    decide_link(actor=COORDINATOR, link_id=link.pk, candidate_id=None, reason="Niemand van hen")
    assert form_notifications(actor=SYSTEM).formed == 1


def test_r20_the_version_that_governs_now_cuts_time_in_matching_periods(month: Month) -> None:
    first = CovenantVersion.objects.get()
    bring_into_force(first)
    signed_under_the_first = month.signal(date(2026, 7, 6))
    bring_into_force(succeed(first, 'periode = "P1M"', 'periode = "P3M"'))
    formed(month)

    (link,) = standing_links_of("0988", [signed_under_the_first.pk]).values()
    assert link.notification is not None
    assert (link.notification.period_from, link.notification.period_until) == (
        date(2026, 7, 1), date(2026, 9, 30),
    )  # fmt: skip


def test_r21_a_repeat_is_marked_and_a_higher_amount_is_new_work(month: Month) -> None:
    signals = [
        month.signal(date(2026, 7, 6)),
        month.signal(date(2026, 8, 3)),
        month.signal(date(2026, 9, 7), amount_cents=50_100),
    ]
    formed(month)
    links = standing_links_of("0988", [signal.pk for signal in signals])

    assert [links[signal.pk].repeat for signal in signals] == [False, True, False]


def test_r22_unrelated_people_on_an_address_are_kept_apart_when_a_person_says_so(month: Month) -> None:
    month.signal()
    month.signal(surname="Kersink", prefix="", initials="C.", birth_date="19650101")
    (together,) = formed(month)

    assert together.different_people
    assert list(notifications_with_different_people("0988")) == [together]
    kept, apart = settle_different_people(actor=COORDINATOR, notification_id=together.pk, together=False)
    assert (kept.links.count(), apart.links.count()) == (1, 1)
    assert (kept.patterns, apart.patterns) == (["single"], ["single"])
    assert list(notifications_with_different_people("0988")) == []


def test_r22_or_worked_together(month: Month) -> None:
    month.signal()
    month.signal(surname="Kersink", prefix="", initials="C.", birth_date="19650101")
    (together,) = formed(month)
    (kept,) = settle_different_people(actor=COORDINATOR, notification_id=together.pk, together=True)

    assert kept.links.count() == 2
    with pytest.raises(Refused) as refused:
        settle_different_people(actor=COORDINATOR, notification_id=together.pk, together=True)
    assert codes(refused) == ["linkage.nothing-to-settle"]
    with pytest.raises(NotFound):
        settle_different_people(actor=STRANGER, notification_id=together.pk, together=True)


def test_k5_what_was_compared_ahead_counts_only_while_nothing_changed(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing needs no lock; what it came to is used when register and signals are still the same (R20)."""
    compared: list[int] = []

    def counted(signals: Sequence[SignalPerson], *others: Any, **named: Any) -> tuple[LinkResult, ...]:
        compared.append(len(signals))
        return engine.link_people(signals, *others, **named)

    monkeypatch.setattr(comparing, "link_people", counted)
    month.signal()
    ahead = compare_ahead(actor=SYSTEM)
    assert (compared, Link.objects.count()) == ([1], 0)
    month.signal(birth_date="19521102")  # comes in between: all of it is compared anew

    assert link_signals(actor=SYSTEM, ahead=ahead) == LinkRun(certain=1, review=1)
    assert compared == [1, 2]
    month.signal(surname="Kersink", initials="C.", birth_date="19650101")
    assert link_signals(actor=SYSTEM, ahead=compare_ahead(actor=SYSTEM)).certain == 1
    assert compared == [1, 2, 1]
    assert compare_ahead(actor=SYSTEM) is None
