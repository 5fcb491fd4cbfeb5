"""An act on data of people that fails is undone whole, and the processing log tells that it failed (L1, L2, S7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from tests.disclosure.asking import COORDINATOR, SOCIAL_WORKER, weert
from tests.disclosure.test_processing_log import HELP, Broken, about, breaks
from tijdig.covenant.rules.activities import activity_uri
from tijdig.disclosure import services, services_processing, subjects
from tijdig.disclosure.models import DecisionRecord, ProcessingRecord
from tijdig.disclosure.services import disclose
from tijdig.disclosure.services_processing import Processing, begin_change, record_change
from tijdig.disclosure.subjects import Subject, surrogates_of
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.trace import begin_act, new_trace
from tijdig.problems import NotFound, ProblemKind, Refused
from tijdig.web.middleware import RefusalsAsPages

pytestmark = pytest.mark.usefixtures("weert_in_force")
kept = pytest.mark.django_db(transaction=True)  # what is rolled back here must really be
COVENANT = weert()
NOT_NOW = ProblemKind(code="test.not-now", rule="R1", nl="Nu niet.", en="Not now.")


def surrogate(kind: str, subject_id: str) -> str:
    subject = Subject(kind, subject_id)
    return surrogates_of("0988", [subject])[subject]


def rows() -> list[tuple[str, str, str, str]]:
    return list(ProcessingRecord.objects.order_by("id").values_list("act", "status", "activity", "subject"))


def ends_in(error: Exception, *acts: Callable[[], object]) -> None:
    """Carry out these acts in one transaction of one request, which then ends in an error."""
    with new_trace("municipality:act"), transaction.atomic():
        for act in acts:
            act()
        raise error


def begun(*case_ids: str) -> None:
    begin_change(actor=COORDINATOR, action="case.close", processings=case_change(*case_ids))


def recorded(*case_ids: str) -> None:
    record_change(
        actor=COORDINATOR,
        action="case.close",
        object_kind="case",
        object_id=case_ids[0],
        processings=case_change(*case_ids),
    )


def released() -> None:
    disclose(actor=SOCIAL_WORKER, requests=about("s-1"))


def case_change(*case_ids: str) -> list[Processing]:
    return [Processing("hulpverlening", COVENANT, [Subject("case", one) for one in case_ids])]


@kept
@pytest.mark.parametrize("broken", ["_asked", "_record", "_release", "write_rows"])
def test_l2_a_release_that_fails_gives_nothing_and_is_on_record_as_failed(
    monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(services, broken, breaks)

    with pytest.raises(Broken), new_trace("partner:referral") as trace:
        disclose(actor=SOCIAL_WORKER, requests=about("s-1"))

    assert rows() == [("partner:referral", "error", HELP, surrogate("signal", "s-1"))]
    assert ProcessingRecord.objects.get().trace_id == trace
    assert not DecisionRecord.objects.exists()


@kept
def test_l2_a_change_that_fails_is_on_record_for_each_of_those_it_was_about() -> None:
    with pytest.raises(Broken):
        ends_in(Broken(), lambda: begun("c-1", "c-2"), lambda: recorded("c-1", "c-2"))

    act, *children = ProcessingRecord.objects.order_by("id")
    assert [one.status for one in (act, *children)] == ["error"] * 3
    assert {one.parent_span_id for one in children} == {act.span_id}
    assert {one.subject for one in children} == {surrogate("case", "c-1"), surrogate("case", "c-2")}
    assert not AuditEvent.objects.exists()


@kept
def test_l2_what_fails_before_it_is_recorded_is_on_record_too() -> None:
    with pytest.raises(Broken):
        ends_in(Broken(), lambda: begun("c-1"))

    assert rows() == [("case.close", "error", HELP, surrogate("case", "c-1"))]


@kept
def test_l2_what_was_kept_before_something_else_failed_did_not_fail() -> None:
    def then_something_else() -> None:
        released()
        with transaction.atomic():
            begun("c-1")
            raise Broken

    with pytest.raises(Broken), new_trace("partner:referral"):
        then_something_else()

    assert [(act, status) for act, status, _activity, _subject in rows()] == [
        ("partner:referral", "ok"),
        ("case.close", "error"),
    ]


@kept
@pytest.mark.parametrize("refusal", [Refused(NOT_NOW()), NotFound()])
def test_l2_a_refusal_is_no_failure(refusal: Exception) -> None:
    with pytest.raises(type(refusal)):
        ends_in(refusal, released)

    assert rows() == []


@kept
def test_l2_of_whom_nothing_is_left_the_act_alone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "subject_ciphers", lambda *_: {})

    with pytest.raises(Broken):
        ends_in(Broken(), lambda: begun("c-1", "c-2"))

    assert rows() == [("case.close", "error", activity_uri(COVENANT, "hulpverlening"), "")]


@kept
def test_s7_that_the_failure_cannot_be_recorded_hides_no_error_and_releases_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for writing in ("bulk_create", "insert_alike"):
        monkeypatch.setattr(ProcessingRecord.objects, writing, breaks)

    with pytest.raises(Broken), new_trace("partner:referral"):
        disclose(actor=SOCIAL_WORKER, requests=about("s-1"))

    assert rows() == []
    assert "a failed act is not on record" in caplog.text


@pytest.mark.django_db
def test_l2_inside_a_transaction_of_others_nothing_is_written_that_would_go_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(services_processing, "RowMaker", lambda *given: tried.append(given))

    with pytest.raises(Broken):
        ends_in(Broken(), lambda: begun("c-1"))

    assert tried == []


@pytest.mark.parametrize(
    ("error", "told"),
    [(Broken(), ["told"]), (Refused(NOT_NOW()), []), (Http404(), []), (PermissionDenied(), [])],
    ids=["error", "refused", "not-there", "forbidden"],
)
def test_l2_a_page_that_breaks_tells_what_it_had_begun(
    monkeypatch: pytest.MonkeyPatch, error: Exception, told: list[str]
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("tijdig.web.middleware.refused", lambda *_: HttpResponse(status=409))
    pages = RefusalsAsPages(lambda _request: HttpResponse())

    with new_trace("municipality:act"):
        begin_act("case.close", lambda: heard.append("told"))
        pages.process_exception(RequestFactory().get("/"), error)

    assert heard == told
