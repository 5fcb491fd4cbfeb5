"""What a person decided about a pair answers the same question the next month (R24), and only that question."""

from __future__ import annotations

from datetime import date

import pytest

from tests.linkage.folk import resident
from tests.linkage.month import COORDINATOR, SYSTEM, WEERT, Month
from tests.sealed import person_of
from tijdig.actors import Actor
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link
from tijdig.linkage.queries import decided_link, review_queue
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.linkage.rules.reusing import NOBODY, EarlierDecision, decision_to_reuse
from tijdig.linkage.services import decide_link, link_signals, undo_link

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER = date(2026, 7, 6), date(2026, 8, 6), date(2026, 9, 7)
ANNA, ALIDA = "999990019", "999990020"
UNSURE = {"initials": "A.", "birth_date": ""}


@pytest.fixture
def month() -> Month:
    """A mother and a daughter with the same initial, whom a ledger without birth date cannot tell apart."""
    made = Month()
    made.register(
        resident(ANNA, municipality="9901"),
        resident(ALIDA, given_names="Alida", birth_date="19480101", municipality="9901"),
    )
    return made


def linked(month: Month, on: date, **changes: object) -> Link:
    signal = month.signal(on, **{"reference": f"{on}", **UNSURE, **changes})
    link_signals(actor=SYSTEM)
    return Link.objects.get(signal=signal, undone_at__isnull=True)


def decide(link: Link, bsn: str | None, actor: Actor = COORDINATOR) -> Link:
    chosen = link.candidates.get(person=person_of(WEERT, bsn)).pk if bsn else None
    return decide_link(actor=actor, link_id=link.pk, candidate_id=chosen, reason="De dochter huurt")


def test_r24_the_same_question_is_not_asked_twice(month: Month) -> None:
    first = linked(month, JULY)
    assert first.outcome == Outcome.REVIEW
    decide(first, ALIDA)
    again = linked(month, AUGUST)

    assert (again.outcome, again.person) == (Outcome.REVIEW, person_of(WEERT, ALIDA))
    assert (again.decided_by, again.decision_reason) == (COORDINATOR.person_id, "De dochter huurt")
    assert again.decided_before == first
    assert again.reasons[0]["code"] == "linkage.decided-before"
    assert list(review_queue(WEERT)) == []
    told = decided_link(again)
    assert told is not None
    assert told.taken_over
    event = AuditEvent.objects.filter(action="link-signals").latest("pk")
    assert (event.details["review"], event.details["decided_before"]) == (1, 1)


@pytest.mark.any_database
def test_nobody_is_an_answer_too(month: Month) -> None:
    decide(linked(month, JULY), None)
    again = linked(month, AUGUST)

    assert (again.person, again.decided_before is not None) == ("", True)


@pytest.mark.any_database
@pytest.mark.parametrize(
    "changes",
    [
        {"initials": "A.B."},
        {"surname": "Zandhoeck"},
        {"house_number": 14},
        {"postcode": "9999ZY"},
        {"birth_date": "19480000"},
    ],
)
def test_written_otherwise_it_is_another_question(month: Month, changes: dict[str, object]) -> None:
    decide(linked(month, JULY), ALIDA)

    assert linked(month, AUGUST, **changes).decided_before is None


@pytest.mark.any_database
def test_capitals_and_spaces_make_no_other_question(month: Month) -> None:
    decide(linked(month, JULY), ALIDA)

    assert linked(month, AUGUST, surname=" ZANDHOEK", prefix="Van  der").decided_before is not None


@pytest.mark.any_database
def test_what_was_undone_is_asked_again(month: Month) -> None:
    first = linked(month, JULY)
    decide(first, ALIDA)
    undo_link(actor=COORDINATOR, link_id=first.pk, reason="Toch de moeder")

    assert linked(month, AUGUST).decided_at is None


@pytest.mark.any_database
def test_what_was_taken_over_can_be_undone_and_is_then_asked(month: Month) -> None:
    decide(linked(month, JULY), ALIDA)
    again = linked(month, AUGUST)
    new = undo_link(actor=COORDINATOR, link_id=again.pk, reason="Dit is de moeder")
    assert list(review_queue(WEERT)) == [new]
    decide(new, ANNA)

    assert linked(month, SEPTEMBER).decided_at is None, "two decisions that differ answer nothing"


@pytest.mark.any_database
def test_when_the_register_knows_somebody_new_a_person_looks(month: Month) -> None:
    decide(linked(month, JULY), None)
    month.register(
        resident(ANNA, municipality="9901"),
        resident(ALIDA, given_names="Alida", birth_date="19480101", municipality="9901"),
        resident("999990032", given_names="Aafke", birth_date="19990101", municipality="9901"),
    )

    assert linked(month, AUGUST).decided_at is None


A, B, C = "anna", "ben", "carla"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("earlier", "candidates", "expected"),
    [
        ([], {A}, None),
        ([EarlierDecision(A, frozenset({A, B}))], {A, C}, A),
        ([EarlierDecision(A, frozenset({A, B}))], {B, C}, None),
        ([EarlierDecision(A, frozenset({A})), EarlierDecision(A, frozenset({A, B}))], {A}, A),
        ([EarlierDecision(A, frozenset({A, B})), EarlierDecision(B, frozenset({A, B}))], {A, B}, None),
        ([EarlierDecision(A, frozenset({A})), EarlierDecision(NOBODY, frozenset({A}))], {A}, None),
        ([EarlierDecision(NOBODY, frozenset({A, B}))], {A}, NOBODY),
        ([EarlierDecision(NOBODY, frozenset({A, B}))], set(), NOBODY),
        ([EarlierDecision(NOBODY, frozenset({A}))], {A, C}, None),
    ],
)  # fmt: skip
def test_which_decision_answers(
    earlier: list[EarlierDecision], candidates: set[str], expected: str | None
) -> None:
    assert decision_to_reuse(earlier, candidates) == expected
