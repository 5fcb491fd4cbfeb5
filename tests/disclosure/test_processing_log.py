"""Beside each decision a row in the processing log: per data subject, without staff and without content (L1, L2)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from tests.disclosure.asking import (
    CLERK,
    COORDINATOR,
    DIRECTOR,
    SOCIAL_WORKER,
    known,
    referral,
    request,
    weert,
)
from tijdig.covenant.rules.activities import activity_uri, version_uri
from tijdig.covenant.rules.documents.register import register_json
from tijdig.disclosure import services, services_processing
from tijdig.disclosure.models import DecisionRecord, ProcessingRecord
from tijdig.disclosure.services import Request, disclose
from tijdig.disclosure.services_processing import Processing, record_change
from tijdig.disclosure.subjects import Subject, surrogates_of
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.rules.traceparent import ForeignSpan
from tijdig.ledger.trace import new_trace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("weert_in_force")]
COVENANT = weert()
MAY_REFER = known(uitkering_participatiewet=False, huurder_bezwaar=False)
HELP = activity_uri(COVENANT, "hulpverlening")
CALLER = ForeignSpan("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")


class Broken(Exception):
    """What a test lets go wrong."""


def breaks(*_: object, **__: object) -> None:
    raise Broken


def about(*subject_ids: str) -> list[Request]:
    return [replace(referral(COVENANT, MAY_REFER, "signaal.naam"), subject_id=one) for one in subject_ids]


def test_l2_a_release_leaves_one_row_under_its_activity_that_joins_the_decision_by_trace_and_span() -> None:
    with new_trace("partner:referral") as trace:
        disclose(actor=SOCIAL_WORKER, requests=about("s-1"))

    row, decision = ProcessingRecord.objects.get(), DecisionRecord.objects.get()
    assert (row.trace_id, row.span_id) == (decision.trace_id, decision.span_id) == (trace, row.span_id)
    assert (row.parent_span_id, row.act, row.status) == ("", "partner:referral", "ok")
    assert (row.activity, row.subject_type, row.foreign) == (HELP, "signal", None)
    assert row.started_at <= row.at


def test_l2_each_data_subject_has_a_row_of_its_own_under_that_of_the_act() -> None:
    disclose(actor=SOCIAL_WORKER, requests=about("s-1", "s-2", "s-3"))

    act, *children = ProcessingRecord.objects.order_by("id")
    assert (act.subject, act.activity, act.parent_span_id) == ("", "", "")
    assert {child.parent_span_id for child in children} == {act.span_id}
    assert len({child.subject for child in children}) == len({child.span_id for child in children}) == 3
    spans = dict(DecisionRecord.objects.values_list("subject_id", "span_id"))
    found = surrogates_of("0988", {Subject("signal", one) for one in spans})
    assert {child.span_id: child.subject for child in children} == {
        spans[subject.id]: surrogate for subject, surrogate in found.items()
    }
    assert {one.trace_id for one in (act, *children)} == set(
        DecisionRecord.objects.values_list("trace_id", flat=True)
    )


def test_l2_two_questions_about_one_person_for_one_purpose_are_one_processing() -> None:
    disclose(actor=SOCIAL_WORKER, requests=about("s-1", "s-1"))

    row = ProcessingRecord.objects.get()
    assert list(DecisionRecord.objects.values_list("span_id", flat=True)) == [row.span_id] * 2


def test_l2_a_row_tells_nothing_of_staff_or_of_whom_it_is_about() -> None:
    columns = {field.name for field in ProcessingRecord._meta.get_fields()}
    assert columns.isdisjoint({"person_id", "role", "party", "recipient", "sender", "organisation_id"})

    disclose(actor=SOCIAL_WORKER, requests=about("2a1ff0a0-9a3c-4f43-8a12-2f6d5f7e1a55"))

    told = str(ProcessingRecord.objects.values().get())
    assert "2a1ff0a0" not in told
    assert "waarde van" not in told


def test_t6_the_surrogate_differs_per_controller_and_kind_and_is_the_same_again() -> None:
    subject = Subject("signal", "2a1ff0a0-9a3c-4f43-8a12-2f6d5f7e1a55")
    others = {Subject("case", subject.id), subject._replace(id="2a1ff0a0-9a3c-4f43-8a12-2f6d5f7e1a56")}
    found = surrogates_of("0988", {subject, *others})

    assert len(set(found.values())) == 3
    assert (
        surrogates_of("0988", [subject])[subject]
        == found[subject]
        != surrogates_of("1883", [subject])[subject]
    )


def test_l2_what_was_refused_altogether_is_on_record_as_without_result() -> None:
    disclose(actor=SOCIAL_WORKER, requests=[referral(COVENANT, {}, "signaal.naam")])

    assert ProcessingRecord.objects.get().status == "unset"


def test_l2_a_purpose_that_is_not_in_the_register_is_refused_and_no_processing() -> None:
    asked = request(COVENANT, sender="gemeente-weert", purpose="reclame", fields={"signaal.naam": "x"})
    unknown = replace(asked, covenant_hash="sha256:" + "0" * 64)

    for answer in disclose(actor=DIRECTOR, requests=[asked, unknown]):
        assert answer.values == {}
    assert not ProcessingRecord.objects.exists()
    assert DecisionRecord.objects.count() == 2


def test_l2_the_activity_is_the_key_of_an_entry_in_the_generated_register() -> None:
    entries = {one["id"]: one["doel"] for one in register_json(COVENANT)["verwerkingen"]}

    assert {uri: purpose for uri, purpose in entries.items() if activity_uri(COVENANT, purpose) != uri} == {}
    assert len(entries) == len({activity_uri(COVENANT, purpose) for purpose in COVENANT.purposes} - {""})
    assert activity_uri(COVENANT, "hulpverlening").startswith(version_uri(COVENANT.hash) + "#")


def test_l2_the_trace_of_a_caller_is_noted_as_foreign() -> None:
    with new_trace("api", CALLER) as trace:
        disclose(actor=CLERK, requests=about("s-1"))

    row = ProcessingRecord.objects.get()
    assert row.trace_id == trace
    assert row.foreign == {"trace_id": CALLER.trace_id, "span_id": CALLER.span_id, "party": CLERK.party}


@pytest.mark.parametrize(
    ("kind", "writing"), [(DecisionRecord, "bulk_create"), (ProcessingRecord, "insert_alike")]
)
def test_l1_either_log_refusing_refuses_the_release(
    monkeypatch: pytest.MonkeyPatch, kind: type[DecisionRecord | ProcessingRecord], writing: str
) -> None:
    released: list[object] = []
    monkeypatch.setattr(kind.objects, writing, breaks)
    monkeypatch.setattr(services, "_release", lambda *given: released.append(given))

    with pytest.raises(Broken):
        disclose(actor=SOCIAL_WORKER, requests=about("s-1"))

    assert (released, DecisionRecord.objects.count(), ProcessingRecord.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize("broken", ["surrogates_of", "current_trace", "foreign_span"])
def test_l1_whatever_breaks_in_writing_the_log_nothing_is_released(
    monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(services_processing, broken, breaks)

    with pytest.raises(Broken):
        disclose(actor=SOCIAL_WORKER, requests=about("s-1"))
    assert (DecisionRecord.objects.count(), ProcessingRecord.objects.count()) == (0, 0)


def change(*subject_ids: str) -> AuditEvent:
    return record_change(
        actor=COORDINATOR,
        action="case.close",
        object_kind="case",
        object_id=subject_ids[0],
        processings=[Processing("hulpverlening", COVENANT, [Subject("case", one) for one in subject_ids])],
    )


def test_l2_a_change_is_in_both_logs_with_one_trace_and_span() -> None:
    event = change("c-1")

    row = ProcessingRecord.objects.get()
    assert (row.trace_id, row.span_id) == (event.trace_id, event.span_id)
    assert (row.act, row.activity, row.subject_type, row.status) == ("case.close", HELP, "case", "ok")


def test_l2_a_change_to_the_data_of_many_has_a_row_for_each() -> None:
    event = change("c-1", "c-2")

    act, *children = ProcessingRecord.objects.order_by("id")
    assert act.span_id == event.span_id
    assert [child.parent_span_id for child in children] == [event.span_id] * 2
    assert {one.trace_id for one in (act, *children)} == {event.trace_id}


@pytest.mark.parametrize("kind", [AuditEvent, ProcessingRecord])
def test_l1_a_change_that_cannot_be_recorded_in_both_logs_does_not_happen(
    monkeypatch: pytest.MonkeyPatch, kind: type[AuditEvent | ProcessingRecord]
) -> None:
    for writing in ("create", "bulk_create", "insert_alike"):
        monkeypatch.setattr(kind.objects, writing, breaks)

    with transaction.atomic():
        with pytest.raises(Broken):
            change("c-1")
        assert transaction.get_rollback()  # whoever catches it cannot commit either
    assert (AuditEvent.objects.count(), ProcessingRecord.objects.count()) == (0, 0)
