"""A data breach from the log to its end (R60): selected lines, the clock, the steps, the document; nobody's data."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.oversight.reviewed import DRAWN_ON, Reviewed, at, build_review
from tests.parties.town import signed_in
from tests.web.unknown import UNKNOWN
from tijdig.disclosure.models import DecisionRecord
from tijdig.ledger.models import AuditEvent
from tijdig.oversight.models import Breach, BreachRecord, ReviewItem
from tijdig.oversight.rules.unusual import Sign

pytestmark = pytest.mark.django_db
FOUND = {"discovered_at": "2026-05-07T09:00", "what": "Een collega keek zonder reden in een dossier."}
NEW = "privacy:new_breach"


@pytest.fixture(autouse=True)
def when_it_is_reviewed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with at(f"{DRAWN_ON}T10:00:00"):
        yield


@pytest.fixture
def month() -> Reviewed:
    return build_review()


@pytest.fixture
def officer(month: Reviewed) -> Client:
    return signed_in(month.officer_assignment())


def started(officer: Client) -> Breach:
    asked = ReviewItem.objects.get(sign=Sign.NO_TASK)
    officer.post(reverse("privacy:select_item", args=[asked.pk]))
    officer.post(reverse(NEW), FOUND)
    return Breach.objects.get()


def step(officer: Client, breach: Breach, name: str, **given: str) -> str:
    answer = officer.post(
        reverse("privacy:breach_act", args=[breach.pk]), {"step": name, **given}, follow=True
    )
    page: str = answer.content.decode()
    assert UNKNOWN not in page
    return page


def test_r60_a_breach_begins_with_ticked_lines_or_all_that_a_search_finds(
    officer: Client, month: Reviewed
) -> None:
    officer.post(reverse("privacy:log"), {"person_id": str(month.colleague.person_id)})
    assert 'name="regel"' in officer.get(reverse("privacy:log")).content.decode()
    everything = DecisionRecord.objects.filter(person_id=month.colleague.person_id)
    officer.post(reverse("privacy:select"), {"alles": "1"})
    assert f"<dd>\n    \n      {everything.count()}" in officer.get(reverse(NEW)).content.decode()

    ticked = [str(pk) for pk in everything.order_by("pk").values_list("pk", flat=True)[:2]]
    officer.post(reverse("privacy:select"), {"regel": [*ticked, "x", "9" * 30]})
    officer.post(reverse(NEW), FOUND)
    assert [str(one.record_id) for one in BreachRecord.objects.order_by("record_id")] == ticked


def test_r60_what_is_counted_comes_from_the_log_and_the_event_holds_counts(officer: Client) -> None:
    breach = started(officer)
    traces = ReviewItem.objects.get(sign=Sign.NO_TASK).traces
    records = DecisionRecord.objects.filter(trace_id__in=traces)
    assert breach.records == records.count() > 1
    assert set(breach.fields) == {name for one in records for name in one.permitted_fields}
    assert breach.number == "L2026-001"
    (event,) = AuditEvent.objects.filter(action="breach.open")
    assert (event.details["records"], event.details["number"]) == (breach.records, breach.number)
    assert FOUND["what"] not in str(event.details)


@pytest.mark.any_database
def test_r60_the_clock_runs_until_it_is_reported_and_stands_on_the_desk(
    month: Reviewed, officer: Client
) -> None:
    breach = started(officer)
    page = officer.get(reverse("privacy:breach", args=[breach.pk])).content.decode()
    assert "Meld dit voor 10 mei 2026, 09:00" in page
    with at("2026-05-10T09:01:00"):
        client = signed_in(month.officer_assignment())
        assert (
            "Datalek L2026-001 is nog niet afgehandeld."
            in client.get(reverse("privacy:desk")).content.decode()
        )
        late = client.get(reverse("privacy:breach", args=[breach.pk])).content.decode()
        assert "De termijn van de melding is voorbij." in late
        told = {"told_at": "2026-05-10T09:01", "reference": "AP-1"}
        assert "De melding is later dan 72 uur na de ontdekking" in step(client, breach, "authority", **told)
        page = step(client, breach, "authority", **told, late_because="Weekend.")
    assert "Gemeld op" in page
    assert "Meld dit voor" not in page


def test_r60_a_high_risk_is_closed_only_when_everybody_was_told(officer: Client) -> None:
    breach = started(officer)
    assert "Er is nog niet beoordeeld welk risico" in step(officer, breach, "close")
    step(
        officer, breach, "assess", risk="high", assessment="Adres bij een bekende.", measures="Toegang dicht."
    )
    page = step(officer, breach, "close")
    assert "niet gemeld bij de Autoriteit Persoonsgegevens" in page
    assert "de mensen zijn niet ingelicht" in page
    step(officer, breach, "authority", told_at="2026-05-08T09:30", reference="AP-1")
    step(officer, breach, "subjects", on="2026-05-08", how="Met een brief.")
    assert "Afgesloten op" in step(officer, breach, "close")
    assert "Dit lek is afgesloten" in step(officer, breach, "assess", risk="none", assessment="Toch niet.")
    assert [event.action for event in AuditEvent.objects.filter(object_kind="breach").order_by("id")] == [
        "breach.open", "breach.assess", "breach.tell-authority", "breach.tell-subjects", "breach.close",
    ]  # fmt: skip


@pytest.mark.any_database
def test_r60_wrong_moments_and_unknown_steps_are_told(officer: Client) -> None:
    breach = started(officer)
    ahead = step(officer, breach, "authority", told_at="2027-01-01T00:00", reference="AP-1")
    assert "Dit moment ligt in de toekomst, of voor de ontdekking." in ahead
    assert "AP-1" in ahead
    step(officer, breach, "iets anders")
    assert officer.post(reverse(NEW), FOUND).status_code == 409  # nothing was selected


@pytest.mark.any_database
def test_r60_the_document_says_what_article_33_asks_and_names_no_tenant(officer: Client) -> None:
    breach = started(officer)
    step(officer, breach, "assess", risk="risk", assessment="Beperkt.", measures="Gesprek gevoerd.")
    answer = officer.get(reverse("privacy:breach_paper", args=[breach.pk]))
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for told in ("L2026-001", FOUND["what"][:20], "Gesprek gevoerd.", "07-05-2026 09:00", "Nog niet gemeld"):
        assert told in text
    assert "Verstappen" not in text
