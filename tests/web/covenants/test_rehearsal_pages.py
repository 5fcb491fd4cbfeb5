"""A draft is rehearsed on past signals from its page: in the queue, with the rules of the running system."""

from __future__ import annotations

import html as entities
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.feedback.world import TODAY
from tests.web.cases import Cases, build_cases
from tijdig.actors import Role, system_actor
from tijdig.casework.models import Case
from tijdig.covenant import services
from tijdig.covenant.models import CovenantDraft, CovenantVersion
from tijdig.covenant.rules.editing import with_values
from tijdig.disclosure.models import ProcessingRecord
from tijdig.disclosure.subjects import Subject, surrogates_of
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.rehearse import tasks
from tijdig.rehearse.models import Rehearsal
from tijdig.rehearse.services import carry_out_rehearsal

pytestmark = pytest.mark.django_db
STEPS = ("contact_sought_on", "pointed_to_help_on", "reminder_on", "offer_to_share_on", "informed_on")


@pytest.fixture(autouse=True)
def in_march() -> None:
    """These pages are looked at in April, with the cases."""


@pytest.fixture(autouse=True)
def in_april():
    import time_machine

    with time_machine.travel(f"{TODAY}T10:00:00+02:00", tick=False):
        yield


@pytest.fixture
def cases() -> Cases:
    world = build_cases()
    for signal in Signal.objects.all():
        for step in STEPS:
            setattr(signal, step, date(2026, 2, 21))
        signal.save()
    return world


@pytest.fixture
def draft(cases: Cases) -> CovenantDraft:
    """Three months of arrears instead of two, and a conversation within three weeks instead of four."""
    actor = cases.world.actor(Role.COORDINATOR)
    begun = services.start_draft(actor=actor, based_on=CovenantVersion.objects.get().pk)
    text = with_values(
        begun.text,
        {
            ("uitwisseling", 0, "voorwaarde", 0, "waarde"): 3,
            ("aanlevering", "drempel", "maanden"): 3,
            ("termijn", "eerste_gesprek"): "P3W",
        },
    )
    return services.save_draft(actor=actor, draft_id=begun.pk, text=text, revision=1)


def address(draft: CovenantDraft) -> str:
    return reverse("covenants:rehearsal", args=[draft.pk])


def ask(client: Client, draft: CovenantDraft, monkeypatch: pytest.MonkeyPatch) -> str:
    """Ask for it on the page, let the queue do its work, and read the page again."""
    queued: list[tuple[str, str]] = []
    monkeypatch.setattr(type(tasks.rehearse_draft), "enqueue", lambda _, *given: queued.append(given))
    response = client.post(address(draft), {"days": "92"}, follow=True)
    assert "Bezig: 0 van 0 dagen." in response.content.decode()
    assert 'hx-trigger="every 3s"' in response.content.decode()
    ((controller, asked),) = queued
    assert tasks.rehearse_draft.call(controller, asked) == Rehearsal.State.DONE
    return entities.unescape(client.get(address(draft)).content.decode())


def test_the_page_tells_which_rows_routes_places_and_terms_change(
    cases: Cases, draft: CovenantDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cases.browser(Role.COORDINATOR)
    assert "Er is nog niet proefgedraaid met dit concept." in client.get(address(draft)).content.decode()

    shown = ask(client, draft, monkeypatch)

    outcome = Rehearsal.objects.get().outcome
    few = sum(signal.months == 2 for signal in Signal.objects.all())
    assert few
    assert sum(one["now"] for one in outcome["refused"]) == 0
    assert {one["then"] for one in outcome["refused"]} == {few}
    assert outcome["cases_now"] > outcome["cases_then"] > 0
    assert outcome["other_term"] > 0
    assert "geen zaak meer" in shown
    assert "below" not in shown  # a reason is told in words, not by its code
    assert "(R7)" in shown
    changed = {one["number"] for one in outcome["cases"]}
    assert changed <= set(Case.objects.values_list("number", flat=True))
    assert all(number in shown for number in changed)


def test_l6_nothing_of_a_person_is_kept_and_nothing_else_is_changed(
    cases: Cases, draft: CovenantDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [list(model.objects.values()) for model in (Signal, Case)]
    ask(cases.browser(Role.COORDINATOR), draft, monkeypatch)

    assert [list(model.objects.values()) for model in (Signal, Case)] == before
    kept = str(Rehearsal.objects.values().get())
    for signal in Signal.objects.all():
        assert not any(told and told in kept for told in (signal.surname, signal.reference, str(signal.pk)))
    events = AuditEvent.objects.filter(object_kind="rehearsal").order_by("at", "id")
    assert sorted(event.details["step"] for event in events) == ["ask", "carry-out"]


def test_l2_whose_signals_it_was_tried_on_is_in_the_processing_log(
    cases: Cases, draft: CovenantDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(cases.browser(Role.COORDINATOR), draft, monkeypatch)

    act, *rows = ProcessingRecord.objects.filter(act="rehearse-covenant").order_by("id")
    event = AuditEvent.objects.filter(object_kind="rehearsal").latest("id")
    tried = [Subject("signal", str(pk)) for pk in Signal.objects.values_list("pk", flat=True)]
    assert (act.span_id, act.subject, act.status) == (event.span_id, "", "ok")
    assert len(rows) == event.details["signals"]
    assert {row.subject for row in rows} <= set(surrogates_of("0988", tried).values())
    assert all(row.activity.endswith("#verantwoording") and row.subject for row in rows)


def test_who_sees_no_cases_reads_counts_only(
    cases: Cases, draft: CovenantDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ask(cases.browser(Role.PRIVACY_OFFICER), draft, monkeypatch)
    assert "ziet wie aan zaken werkt" in shown
    assert not any(number in shown for number in Case.objects.values_list("number", flat=True))


def test_it_is_carried_out_once_and_what_fails_is_told(
    cases: Cases, draft: CovenantDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cases.browser(Role.COORDINATOR)
    ask(client, draft, monkeypatch)
    done = Rehearsal.objects.get()
    again = carry_out_rehearsal(actor=system_actor("0988"), rehearsal_id=done.pk)
    assert (again.state, AuditEvent.objects.filter(object_kind="rehearsal").count()) == ("done", 2)

    Rehearsal.objects.update(state=Rehearsal.State.WAITING)
    CovenantDraft.objects.update(text="niets = meer =")
    assert tasks.rehearse_draft.call("0988", str(done.pk)) == "rehearse.draft-not-read"
    assert "Het proefdraaien is mislukt." in client.get(address(draft)).content.decode()
    refused = client.post(address(draft), {"days": "92"})
    assert refused.status_code == 409
    assert "Met deze tekst kan het systeem nog niet proefdraaien" in refused.content.decode()
    assert client.post(address(draft), {"days": "0"}).status_code == 422
