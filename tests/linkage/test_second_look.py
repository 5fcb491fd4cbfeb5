"""A second person looks at the most doubtful decisions, where the municipality wants that (R24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from tests.built_once import built_once
from tests.linkage.folk import resident
from tests.linkage.month import COORDINATOR, SYSTEM, WEERT, Month
from tests.sealed import person_of
from tijdig.disclosure.models import ProcessingRecord
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link, ReviewDesk
from tijdig.linkage.queries import link_in_review, next_in_review, review_queue
from tijdig.linkage.rules.decision_table import CLOSE_WITHIN, line
from tijdig.linkage.rules.levels import BirthDateLevel, NameLevel
from tijdig.linkage.rules.second_look import MAYBE_SOMEBODY_ELSE, needs_second_look
from tijdig.linkage.services import decide_link, form_notifications, link_signals, set_review_desk, undo_link
from tijdig.problems import Refused

pytestmark = pytest.mark.django_db
ANNA, ALIDA = "999990019", "999990020"
COLLEAGUE = replace(COORDINATOR, person_id=uuid4())


@built_once
def build_doubt() -> Link:
    """A doubt between a mother and a daughter with the same initial."""
    month = Month()
    month.register(
        resident(ANNA, municipality="9901"),
        resident(ALIDA, given_names="Alida", birth_date="19480101", municipality="9901"),
    )
    signal = month.signal(initials="A.", birth_date="", on=date(2026, 7, 6))
    link_signals(actor=SYSTEM)
    set_review_desk(actor=SYSTEM, second_look=True)
    return Link.objects.get(signal=signal)


@pytest.fixture
def link() -> Link:
    return build_doubt()


def choose(
    link: Link, bsn: str | None, actor: object = COORDINATOR, reason: str = "De dochter huurt"
) -> Link:
    chosen = link.candidates.get(person=person_of(WEERT, bsn)).pk if bsn else None
    return decide_link(actor=actor, link_id=link.pk, candidate_id=chosen, reason=reason)  # type: ignore[arg-type]


@pytest.mark.any_database
def test_a_first_choice_is_kept_and_settles_nothing(link: Link) -> None:
    choose(link, ALIDA)
    kept = Link.objects.get(pk=link.pk)

    assert (kept.decided_at, kept.decision_reason, kept.person) == (None, "", link.person)
    assert (kept.first_look_by, kept.first_look_person) == (COORDINATOR.person_id, person_of(WEERT, ALIDA))
    look = link_in_review(kept).first_look
    assert look is not None
    assert (look.by, look.reason, look.candidate) == (COORDINATOR.person_id, "De dochter huurt", 2)
    assert form_notifications(actor=SYSTEM).formed == 0
    event = AuditEvent.objects.get(action="look-at-link")
    assert (event.result, event.details["candidate"]) == ("resident", 2)
    assert ProcessingRecord.objects.filter(act="look-at-link", subject_type="signal").count() == 1


@pytest.mark.any_database
@pytest.mark.parametrize(("bsn", "second"), [(ALIDA, "same"), (ANNA, "other"), (None, "other")])
def test_the_second_person_decides_whatever_the_first_chose(link: Link, bsn: str | None, second: str) -> None:
    choose(link, ALIDA)
    choose(link, bsn, COLLEAGUE, "Zelf nagekeken")
    settled = Link.objects.get(pk=link.pk)

    assert settled.person == (person_of(WEERT, bsn) if bsn else "")
    assert (settled.decided_by, settled.decision_reason) == (COLLEAGUE.person_id, "Zelf nagekeken")
    assert settled.first_look_reason == "De dochter huurt"
    assert AuditEvent.objects.get(action="decide-link").details["second_look"] == second


def test_one_person_does_not_look_twice(link: Link) -> None:
    choose(link, ALIDA)
    with pytest.raises(Refused) as refused:
        choose(link, ANNA)

    assert refused.value.problems[0].code == "linkage.second-person"
    assert Link.objects.get(pk=link.pk).first_look_person == person_of(WEERT, ALIDA)
    assert (next_in_review(COORDINATOR), next_in_review(COLLEAGUE)) == (None, link)
    assert list(review_queue(WEERT)) == [link], "it waits, and is counted"


@pytest.mark.any_database
def test_nobody_is_decided_by_one(link: Link) -> None:
    assert choose(link, None).decided_at is not None


def test_without_the_wish_one_person_decides(link: Link) -> None:
    set_review_desk(actor=SYSTEM, second_look=False)

    assert choose(link, ALIDA).decided_at is not None
    assert ReviewDesk.objects.get().second_look is False
    assert AuditEvent.objects.filter(action="set-review-desk").count() == 2


def test_a_decision_that_is_undone_asks_for_two_looks_again(link: Link) -> None:
    choose(link, ALIDA)
    choose(link, ALIDA, COLLEAGUE)
    again = undo_link(actor=COORDINATOR, link_id=link.pk, reason="Toch de moeder")
    choose(again, ANNA)

    assert Link.objects.get(pk=again.pk).decided_at is None


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("position", "rule_id", "margin", "expected"),
    [
        (1, "R1", None, False),
        (1, "R1", CLOSE_WITHIN, False),
        (1, "R1", CLOSE_WITHIN - 0.5, True),
        (2, "R1", CLOSE_WITHIN, True),
        (1, "R2", None, True),
        (1, "R3", None, True),
        (1, "R4", None, False),
        (None, "R2", 0.0, False),
    ],
)
def test_which_choices_are_that_doubtful(
    position: int | None, rule_id: str, margin: float | None, expected: bool
) -> None:
    assert needs_second_look(position, rule_id, margin) is expected


@pytest.mark.any_database
def test_the_lines_that_may_mean_somebody_else_let_another_birth_date_or_name_through() -> None:
    for rule_id in MAYBE_SOMEBODY_ELSE:
        entry = line(rule_id)
        assert BirthDateLevel.CONFLICT in entry.birth_date or NameLevel.FAR in entry.name
