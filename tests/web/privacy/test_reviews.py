"""The desk, and the review of the log on it: what waits, judging, signing, settings, one's own name and address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse

from tests.ledger.tampering import lift_guards
from tests.oversight.reviewed import DRAWN_ON, SYSTEM, Reviewed, at, build_month, build_review
from tests.parties.town import signed_in
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.ledger.models import AuditEvent, SignedCheckpoint
from tijdig.ledger.queries import newest_note
from tijdig.ledger.services import check_log, seal_log
from tijdig.oversight.models import LogReview, OwnMark, ReviewItem, ReviewPolicy
from tijdig.oversight.rules.unusual import Sign
from tijdig.oversight.services.drawing import raise_overdue_reviews

pytestmark = pytest.mark.django_db
# In their digits a piece of a postcode may stand by chance.
HASH_OR_ID = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
SETTINGS = {
    "sample_size": "25", "sign_within_days": "14", "work_days": ["1", "2", "3"], "work_from": "08:00",
    "work_until": "18:00", "most_cases_a_day": "20", "roles_across_cases": ["coordinator"], "breach_hours": "72",
}  # fmt: skip


@pytest.fixture(autouse=True)
def when_it_is_reviewed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with at(f"{DRAWN_ON}T10:00:00"):
        yield


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert UNKNOWN not in page
    return page


@pytest.fixture
def month() -> Reviewed:
    return build_review()


@pytest.fixture
def officer(month: Reviewed) -> Client:
    return signed_in(month.officer_assignment())


def test_l9_the_desk_begins_with_what_waits(month: Reviewed) -> None:
    page = read(signed_in(month.officer_assignment()), "privacy:desk")
    assert "De logcontrole over 07-04-2026 – 06-05-2026 is nog niet ondertekend. Zonder oordeel: 7." in page
    with at("2026-05-23T10:00:00"):
        late = read(signed_in(month.officer_assignment()), "privacy:desk")
    assert "1 dag te laat" in late


def test_l9_the_coordinator_is_told_that_a_review_is_overdue(month: Reviewed) -> None:
    with at("2026-05-23T10:00:00"):
        coordinator = month.cases.browser(Role.COORDINATOR)
        assert "logcontrole" not in read(coordinator, "coordinator:month")
        raise_overdue_reviews(actor=SYSTEM, on=date(2026, 5, 23))
        assert "De logcontrole over 7 april 2026 – 6 mei 2026 is te laat." in read(
            coordinator, "coordinator:month"
        )


def test_l9_a_review_is_judged_point_by_point_and_signed(officer: Client) -> None:
    review = LogReview.objects.get()
    page = read(officer, "privacy:review", review.pk)
    for told in (
        "Geen taak in deze zaak",
        "Buiten werktijd",
        "Zelfde achternaam",
        "Zelfde adres",
        "Steekproef",
    ):
        assert told in page
    assert reverse("privacy:sign_review", args=[review.pk]) not in page

    asked = ReviewItem.objects.get(sign=Sign.NO_TASK)
    judge = reverse("privacy:judge", args=[asked.pk])
    refused = officer.post(judge, {"verdict": "question"}, follow=True).content.decode()
    assert "Bij een vraag of misbruik hoort een toelichting." in refused
    for item in ReviewItem.objects.all():
        officer.post(reverse("privacy:judge", args=[item.pk]), {"verdict": "in-order"})
    assert reverse("privacy:sign_review", args=[review.pk]) in read(officer, "privacy:review", review.pk)
    signed = officer.post(reverse("privacy:sign_review", args=[review.pk]), follow=True).content.decode()
    assert "De logcontrole is ondertekend." in signed
    assert "7 van 7 beoordeeld" in read(officer, "privacy:reviews")
    events = officer.post(
        reverse("privacy:log") + "?toon=handelingen", {"action": "oversight.sign-review"}, follow=True
    ).content.decode()
    assert "in orde: 7;" in events


def test_l9_own_readings_show_why_someone_else_judges_them(month: Reviewed) -> None:
    ReviewItem.objects.filter(sign=Sign.NO_TASK).update(person_id=month.officer.person_id)
    page = read(signed_in(month.officer_assignment()), "privacy:review", LogReview.objects.get().pk)
    assert "Dit gaat over wat u zelf hebt bekeken. Dat beoordeelt iemand anders." in page


def test_the_settings_are_kept_and_on_record_and_wrong_ones_are_told(officer: Client) -> None:
    wrong = officer.post(reverse("privacy:policy"), SETTINGS | {"work_until": "07:00", "sample_size": "0"})
    assert wrong.status_code == 422
    assert "De werktijd eindigt voor die begint." in wrong.content.decode()
    assert ReviewPolicy.objects.get().sample_size == 2

    assert (
        "De instellingen gelden vanaf nu."
        in officer.post(reverse("privacy:policy"), SETTINGS, follow=True).content.decode()
    )
    assert ReviewPolicy.objects.get().sample_size == 25
    event = AuditEvent.objects.filter(action="oversight.set-policy").order_by("-id")[0]
    assert (event.details["sample_size"], event.details["work_days"]) == (25, "1 2 3")
    assert 'value="08:00"' in read(officer, "privacy:policy")


def test_without_settings_the_desk_asks_for_them() -> None:
    month = build_month()
    ReviewPolicy.objects.all().delete()
    client = signed_in(month.officer_assignment())
    assert "Stel in hoe uw gemeente het logboek controleert." in read(client, "privacy:desk")
    assert "Nog niet ingesteld" in read(client, "privacy:reviews")


def test_l6_own_name_and_address_leave_nothing_to_read(month: Reviewed) -> None:
    clerk = signed_in(month.cases.world.town.assignments[Role.LANDLORD_CLERK])
    given = {"surname": "Canaria", "postcode": "6001 ZZ", "house_number": "77", "suffix": ""}
    assert clerk.post(reverse("privacy:own_marks"), given | {"postcode": "6001"}).status_code == 422
    told = clerk.post(reverse("privacy:own_marks"), given, follow=True).content.decode()
    assert "Niemand kan teruglezen wat u hebt ingevuld." in told
    assert "Canaria" not in told
    kept = [
        *OwnMark.objects.values_list("mark", flat=True), *map(str, AuditEvent.objects.values_list("details", flat=True))
    ]  # fmt: skip
    legible = [HASH_OR_ID.sub("", one) for one in kept]
    assert not any("anaria" in one or "6001" in one for one in legible)


def test_r4_an_evaluation_that_was_held_is_recorded_and_no_longer_waits(
    month: Reviewed, officer: Client
) -> None:
    with at("2027-03-03T10:00:00"):
        officer = signed_in(month.officer_assignment())
        assert "Leg vast dat de evaluatie van" in read(officer, "privacy:desk")
        page = read(officer, "privacy:evaluations")
        choice = page.split('<option value="')[1].split('"')[0]
        given = {"which": choice, "held_on": "2027-03-02", "report": "Z-2027-12"}
        late = officer.post(reverse("privacy:evaluations"), given | {"held_on": "2027-03-04"})
        assert "Dit moment ligt in de toekomst" in late.content.decode()
        officer.post(reverse("privacy:evaluations"), given)
        assert "Z-2027-12" in read(officer, "privacy:evaluations")
        assert "Leg vast dat de evaluatie van" not in read(officer, "privacy:desk")
        (event,) = AuditEvent.objects.filter(action="oversight.record-evaluation")
        assert event.details["held_on"] == "2027-03-02"


def test_t3_the_proof_shows_what_was_signed_and_a_kept_checkpoint_is_held_against_it(officer: Client) -> None:
    assert "Het logboek is nog niet in zijn geheel gecontroleerd." in read(officer, "privacy:proof")
    seal_log(actor=SYSTEM)
    check_log(actor=SYSTEM)
    page = read(officer, "privacy:proof")
    assert "en het klopte." in page
    kept = newest_note("0988")

    def compared(note: str) -> str:
        return str(officer.post(reverse("privacy:proof"), {"note": note}).content.decode())

    assert "Dit controlepunt past:" in compared(kept.replace("\n", "\r\n"))
    assert "geen controlepunt dat met de sleutel" in compared(kept.replace("tijdig/0988", "tijdig/1883"))
    lift_guards()
    SignedCheckpoint.objects.all().delete()
    assert "kent dit controlepunt niet meer" in compared(kept)
