"""The review of the log as a controller holds it (L9): drawn, judged by another, signed, missed when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.oversight.reviewed import DRAWN_ON, SYSTEM, Reviewed, at, build_month, build_review
from tijdig.daily import DUTIES
from tijdig.ledger.models import AuditEvent
from tijdig.oversight.models import LogReview, OwnMark, Reminder, ReviewItem, ReviewPolicy
from tijdig.oversight.queries.readings import readings_in
from tijdig.oversight.queries.reviews import open_reminders, review_of_actor
from tijdig.oversight.rules.reviewing import Span, Verdict
from tijdig.oversight.rules.sampling import drawn
from tijdig.oversight.rules.unusual import Sign
from tijdig.oversight.services.drawing import draw_due_reviews, raise_overdue_reviews
from tijdig.oversight.services.reviewing import digest_of, judge_item, sign_review
from tijdig.problems import NotFound, Refused

pytestmark = pytest.mark.django_db
APRIL = Span(date(2026, 4, 7), date(2026, 5, 6))


@pytest.fixture(autouse=True)
def when_it_is_reviewed() -> Iterator[None]:
    with at(f"{DRAWN_ON}T10:00:00"):
        yield


@pytest.fixture
def month() -> Reviewed:
    return build_review()


def signs_of(person: object) -> set[str]:
    return set(
        ReviewItem.objects.filter(person_id=person).exclude(sign=Sign.SAMPLE).values_list("sign", flat=True)
    )


def judge_all(month: Reviewed) -> LogReview:
    for item in ReviewItem.objects.filter(verdict=""):
        judge_item(actor=month.officer, item_id=item.pk, verdict=Verdict.IN_ORDER)
    return LogReview.objects.get()


def test_l9_a_review_points_out_each_sign_and_nothing_ordinary(month: Reviewed) -> None:
    review = LogReview.objects.get()
    assert (review.from_day, review.to_day, review.due_on) == (
        APRIL.first,
        APRIL.last,
        DRAWN_ON + timedelta(days=14),
    )
    assert signs_of(month.director.person_id) == {Sign.OUT_OF_HOURS}
    assert signs_of(month.colleague.person_id) == {Sign.NO_TASK, Sign.SAME_NAME, Sign.SAME_ADDRESS, Sign.BULK}
    assert (review.readings, review.people, review.people_without_address) == (6, 2, 1)
    no_task = ReviewItem.objects.get(sign=Sign.NO_TASK)
    assert no_task.case_id == str(month.cases.by_person["999990019"].pk)


def test_l9_the_sample_can_be_drawn_again_from_the_seed_in_the_log(month: Reviewed) -> None:
    event = AuditEvent.objects.get(action="oversight.draw-review")
    again = drawn(readings_in("0988", APRIL), seed=bytes.fromhex(event.details["seed"]), size=2)

    kept = ReviewItem.objects.filter(sign=Sign.SAMPLE).values_list("traces", flat=True)
    assert {str(one.trace_id) for one in again} == {traces[0] for traces in kept}
    assert (event.details["sample"], event.details["readings"]) == (2, 6)


def test_l9_a_period_is_drawn_once_and_the_next_when_it_is_over(month: Reviewed) -> None:
    assert draw_due_reviews(actor=SYSTEM, on=DRAWN_ON) == 0
    assert draw_due_reviews(actor=SYSTEM, on=date(2026, 6, 6)) == 0
    assert draw_due_reviews(actor=SYSTEM, on=date(2026, 6, 7)) == 1
    assert LogReview.objects.order_by("from_day").last().from_day == date(2026, 5, 7)


def test_l9_without_a_policy_nothing_is_drawn_and_it_says_so() -> None:
    build_month()
    ReviewPolicy.objects.all().delete()
    with pytest.raises(Refused, match=r"oversight\.no-policy"):
        draw_due_reviews(actor=SYSTEM, on=DRAWN_ON)


def test_l9_a_reviewer_does_not_judge_their_own_reading(month: Reviewed) -> None:
    curious = replace(month.officer, person_id=month.colleague.person_id)
    item = ReviewItem.objects.get(sign=Sign.NO_TASK)
    with pytest.raises(Refused, match=r"oversight\.own-reading"):
        judge_item(actor=curious, item_id=item.pk, verdict=Verdict.IN_ORDER)
    item.refresh_from_db()
    assert (item.verdict, item.judged_by) == ("", None)

    judge_item(actor=month.officer, item_id=item.pk, verdict=Verdict.QUESTION, note="Waarom geopend?")
    event = AuditEvent.objects.get(action="oversight.judge")
    assert event.details == {"review_verdict": "question", "before": "", "sign": "no-task"}


def test_l9_a_signature_waits_for_every_verdict_and_stands_in_the_log(month: Reviewed) -> None:
    review = LogReview.objects.get()
    with pytest.raises(Refused, match=r"oversight\.items-open"):
        sign_review(actor=month.officer, review_id=review.pk)
    judge_all(month)
    signed = sign_review(actor=month.officer, review_id=review.pk)

    event = AuditEvent.objects.get(action="oversight.sign-review")
    assert event.person_id == signed.signed_by == month.officer.person_id
    assert (
        event.details["signature"] == signed.digest == digest_of(*review_of_actor(month.officer, review.pk))
    )
    ReviewItem.objects.filter(sign=Sign.NO_TASK).update(verdict=Verdict.MISUSE)
    assert digest_of(*review_of_actor(month.officer, review.pk)) != signed.digest


def test_l9_an_overdue_review_raises_a_task_once_until_it_is_signed(month: Reviewed) -> None:
    due_on = LogReview.objects.get().due_on
    assert raise_overdue_reviews(actor=SYSTEM, on=due_on) == 0
    assert raise_overdue_reviews(actor=SYSTEM, on=due_on + timedelta(days=1)) == 1
    assert raise_overdue_reviews(actor=SYSTEM, on=due_on + timedelta(days=2)) == 0
    assert [one.due_on for one in open_reminders("0988")] == [due_on]
    assert AuditEvent.objects.filter(action="oversight.remind-to-review").count() == 1

    review = judge_all(month)
    sign_review(actor=month.officer, review_id=review.pk)
    assert not open_reminders("0988")
    assert Reminder.objects.get().done_at is not None


def test_l9_drawing_and_reminding_are_daily_work() -> None:
    assert {"log reviews drawn", "overdue log reviews"} <= set(DUTIES)


def test_l9_an_open_question_can_be_settled_after_the_signature_and_nothing_else(month: Reviewed) -> None:
    asked = ReviewItem.objects.get(sign=Sign.NO_TASK)
    judge_item(actor=month.officer, item_id=asked.pk, verdict=Verdict.QUESTION, note="Waarom geopend?")
    review = judge_all(month)
    sign_review(actor=month.officer, review_id=review.pk)

    judge_item(actor=month.officer, item_id=asked.pk, verdict=Verdict.MISUSE, note="Geen reden gegeven.")
    with pytest.raises(Refused, match=r"oversight\.signed-already"):
        judge_item(actor=month.officer, item_id=asked.pk, verdict=Verdict.IN_ORDER)


def test_l9_own_marks_are_hashes_that_hold_nothing_else(month: Reviewed) -> None:
    marks = list(OwnMark.objects.values_list("mark", flat=True))
    assert len(marks) == 2
    assert not any(word in mark.lower() for mark in marks for word in ("geraedts", "6001"))
    (event,) = AuditEvent.objects.filter(action="oversight.declare-own-marks")
    assert event.details == {"count": 2}


def test_a6_a_review_of_another_municipality_does_not_exist(month: Reviewed) -> None:
    foreign = replace(month.officer, controller_id="1883")
    review, item = LogReview.objects.get(), ReviewItem.objects.first()
    for call in (
        lambda: sign_review(actor=foreign, review_id=review.pk),
        lambda: judge_item(actor=foreign, item_id=item.pk, verdict=Verdict.IN_ORDER),
        lambda: judge_item(actor=month.officer, item_id=uuid4(), verdict=Verdict.IN_ORDER),
    ):
        with pytest.raises(NotFound):
            call()
