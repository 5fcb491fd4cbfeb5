"""The privacy officer reads who received what and who did what; reading it is itself on record (L2)."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.disclosure.asking import known, referral
from tests.ledger.tampering import lift_guards
from tests.parties.town import SITTARD, Town, signed_in
from tests.web.privacy.log.disclosed import COVENANT, SUBJECT, read_events
from tijdig.actors import PERMITTED, Action, Role, permission, system_actor
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services import disclose
from tijdig.ledger.models import LogState
from tijdig.ledger.services import check_log
from tijdig.ledger.trace import new_trace

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("_disclosed")
def test_the_log_tells_who_received_what_for_which_purpose_and_that_it_still_fits_c4(
    officer: Client, town: Town
) -> None:
    page = officer.get(reverse("privacy:log")).content.decode()

    for told in (
        "Persoon social-worker",
        "AMW Midden-Limburg",
        "van Gemeente Weert",
        COVENANT.purposes["hulpverlening"].description,
        "naam zoals aangeleverd",
        "U3",
        "burgerservicenummer",
        "Het convenant geeft dit gegeven niet aan deze ontvanger voor dit doel.",
    ):
        assert told in page
    assert "klopt niet met het convenant" not in page
    assert "waarde van" not in page
    assert SUBJECT not in page


@pytest.mark.usefixtures("_disclosed")
def test_an_altered_record_is_pointed_out_c4(officer: Client) -> None:
    lift_guards()
    DecisionRecord.objects.update(permitted_fields=["signaal.naam", "bewoner.bsn"], withheld_fields={})

    assert "klopt niet met het convenant" in officer.get(reverse("privacy:log")).content.decode()


def test_reading_the_log_is_itself_on_record_with_what_was_looked_for_l2(officer: Client, town: Town) -> None:
    officer.get(reverse("privacy:log"))
    officer.post(reverse("privacy:log"), {"subject": SUBJECT}, follow=True)
    officer.get(reverse("privacy:log") + "?toon=handelingen")

    told = read_events()
    assert [event.object_id for event in told] == ["decisions", "decisions", "events"]
    assert {event.person_id for event in told} == {town.person(Role.PRIVACY_OFFICER).pk}
    assert told[1].details["subject"] == SUBJECT


def test_the_other_half_of_the_log_tells_who_did_what(officer: Client) -> None:
    page = officer.get(reverse("privacy:log") + "?toon=handelingen").content.decode()

    assert "organisatie doet mee" in page
    assert "rol gegeven" in page


@pytest.mark.usefixtures("_disclosed")
def test_nothing_of_another_municipality_shows_r2(officer: Client) -> None:
    lift_guards()
    DecisionRecord.objects.update(controller_id=SITTARD)

    assert "0 regels gevonden" in officer.get(reverse("privacy:log")).content.decode()


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in PERMITTED[Action.READ_LOG] | {Role.SYSTEM}]
)
def test_nobody_else_reads_the_log_and_the_reason_is_that_of_the_service_a5(town: Town, role: Role) -> None:
    answer = signed_in(town.assignments[role]).get(reverse("privacy:log"))

    assert answer.status_code == 403
    assert permission(town.actor(role), Action.READ_LOG).reasons[0].nl in answer.content.decode()
    assert read_events() == []


def a_decision(town: Town, minute: int = 0) -> DecisionRecord:
    return DecisionRecord(
        controller_id="0988", at=f"2026-04-07T10:{minute:02}:00Z", trace_id=uuid4(), role="case-director",
        person_id=town.person(Role.CASE_DIRECTOR).pk, sender="a", recipient="b", purpose="c",
        covenant_hash="sha256:x", subject_kind="case", subject_id="s", given="nothing",
        facts={"state": None, "conditions": {}, "telling": []},
    )  # fmt: skip


def test_pages_cost_the_same_number_of_queries_however_many_lines(
    officer: Client, town: Town, django_assert_max_num_queries: object
) -> None:
    DecisionRecord.objects.bulk_create([a_decision(town) for _ in range(60)])
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        officer.get(reverse("privacy:log"))


@pytest.mark.usefixtures("_disclosed")
def test_r44_the_log_does_not_tell_whether_someone_has_a_benefit(officer: Client, town: Town) -> None:
    worker = town.actor(Role.SOCIAL_WORKER)

    lift_guards()

    def pages(**facts: bool) -> tuple[str, str]:
        DecisionRecord.objects.all().delete()
        asked = referral(COVENANT, known(huurder_bezwaar=False, **facts), "signaal.naam", "bewoner.bsn")
        with new_trace() as trace:
            disclose(actor=worker, requests=[asked])
        record = DecisionRecord.objects.get()
        shown = [officer.get(where).content.decode() for where in (reverse("privacy:log"), trace_page(trace))]
        assert "klopt met het convenant" in shown[1]
        varying = (
            rf'name="csrfmiddlewaretoken" value="[^"]*"|{trace}|beslissing-{record.pk}|value="{record.pk}"'
        )
        return re.sub(varying, "", shown[0]), re.sub(varying, "", shown[1])

    without, agreed = pages(uitkering_participatiewet=False), pages(toestemming_doorgeleiding=True)
    assert without == agreed
    assert "U3; U4" in without[0]
    assert "Dit mag op grond van U3 of U4." in without[1]
    refused = pages(uitkering_participatiewet=True, toestemming_doorgeleiding=False)
    assert refused == pages(toestemming_doorgeleiding=False) == pages()
    for page in refused:
        assert "was niet voldaan, of een gegeven was niet bekend" in page


@pytest.mark.usefixtures("_disclosed")
def test_a_decision_is_explained_in_full_with_all_that_belongs_to_it(officer: Client) -> None:
    record = DecisionRecord.objects.get()
    page = officer.get(reverse("privacy:log")).content.decode()
    assert f"{trace_page(record.trace_id)}#beslissing-{record.pk}" in page

    explained = officer.get(trace_page(record.trace_id)).content.decode()
    assert f'id="beslissing-{record.pk}"' in explained
    assert "klopt met het convenant" in explained
    assert "Dit mag op grond van U3 of U4." in explained
    last = read_events()[-1]
    assert (last.object_kind, last.object_id, last.details) == ("trace", str(record.trace_id), {"found": 1})


def trace_page(trace_id: UUID) -> str:
    return reverse("privacy:trace", args=[trace_id])


def test_pages_turn_by_the_last_record_shown(officer: Client, town: Town) -> None:
    DecisionRecord.objects.bulk_create([a_decision(town, minute=number // 40) for number in range(120)])

    shown: list[int] = []
    address = reverse("privacy:log")
    for _page in range(3):
        html = officer.get(address).content.decode()
        shown += [int(number) for number in re.findall(r"#beslissing-(\d+)", html)]
        older = re.search(r'rel="next" href="([^"]+)"', html)
        address = reverse("privacy:log") + (older.group(1) if older else "")
    assert older is None
    newest_first = DecisionRecord.objects.order_by("-at", "-pk").values_list("pk", flat=True)
    assert shown == list(newest_first)


def test_a_search_that_finds_much_says_more_than_a_thousand(officer: Client, town: Town) -> None:
    DecisionRecord.objects.bulk_create([a_decision(town) for _ in range(1_001)])

    assert "Meer dan duizend regels gevonden." in officer.get(reverse("privacy:log")).content.decode()


@pytest.mark.parametrize("wrong", ["x", "-1", "²", "9" * 30, "0"])
def test_a_page_that_does_not_exist_is_the_newest(officer: Client, wrong: str) -> None:
    assert officer.get(reverse("privacy:log"), {"voor": wrong}).status_code == 200


def test_t2_the_alarm_of_the_log_stands_on_the_page_until_it_is_in_order(officer: Client) -> None:
    state = LogState.objects.create(
        controller_id="0988", alarm="ledger.inconsistent", alarm_at="2026-05-02T08:15:00Z"
    )
    LogState.objects.create(controller_id=SITTARD)
    page = officer.get(reverse("privacy:log")).content.decode()
    assert "Het logboek is niet in orde sinds 02-05-2026 10:15 (ledger.inconsistent)." in page
    assert "tijdig verify --database" in page

    state.alarm = ""
    state.save()
    assert "niet in orde" not in officer.get(reverse("privacy:log")).content.decode()


def test_t5_what_the_daily_check_of_the_log_found_stands_on_the_page(officer: Client) -> None:
    check_log(actor=system_actor("0988"))
    page = officer.get(reverse("privacy:log")).content.decode()
    assert "Het logboek wordt elke dag gecontroleerd. De laatste keer:" in page
    assert "klopte het logboek niet" not in page

    LogState.objects.filter(controller_id="0988").update(found="ledger.record-altered")
    page = officer.get(reverse("privacy:log")).content.decode()
    assert "klopte het logboek niet (ledger.record-altered)." in page
