"""The privacy officer reads who received what and who did what; reading it is itself on record (L2)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from importlib.resources import files
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.built_once import built_once
from tests.conftest import ROOT
from tests.disclosure.asking import TODAY, bring_into_force, known, referral, weert
from tests.ledger.tampering import lift_guards
from tests.parties.town import SITTARD, Town, build_town, signed_in
from tests.web.cases import FAMILY, SINGLE, build_cases
from tijdig.actors import PERMITTED, Action, Role, permission, system_actor
from tijdig.casework.rules.referrals import Answer
from tijdig.casework.rules.transitions import Act
from tijdig.covenant.services import propose_covenant
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services import disclose
from tijdig.ledger.models import AuditEvent, LogState
from tijdig.ledger.services import check_log
from tijdig.ledger.trace import new_trace
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.rights.services.erasing import Erased
from tijdig.web.privacy.details import LABELS, LEFT_OUT
from tijdig.web.privacy.wording import ACTIONS, KINDS

pytestmark = pytest.mark.django_db
COVENANT = weert()
SUBJECT = "7d1c7b36-4f0f-4f5e-9a37-0d2f6f7c1a01"


@pytest.fixture(autouse=True)
def on_a_day_in_the_term() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Town:
    return build_disclosed() if "_disclosed" in request.fixturenames else build_town()


@pytest.fixture
def officer(town: Town) -> Client:
    return signed_in(town.assignments[Role.PRIVACY_OFFICER])


@built_once
def build_disclosed() -> Town:
    town = build_town()
    text = files("tijdig.covenant.profiles").joinpath("weert.toml").read_text()
    bring_into_force(propose_covenant(actor=system_actor("0988"), text=text))
    facts = known(uitkering_participatiewet=False, huurder_bezwaar=False)
    disclose(
        actor=town.actor(Role.SOCIAL_WORKER),
        requests=[replace(referral(COVENANT, facts, "signaal.naam", "bewoner.bsn"), subject_id=SUBJECT)],
    )
    return town


@pytest.fixture
def _disclosed(town: Town) -> None:
    """The social worker received data of a case before the test (:func:`build_disclosed`)."""


def read_events() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=Action.READ_LOG).order_by("id"))


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


@pytest.mark.usefixtures("_disclosed")
def test_a_search_is_posted_and_kept_out_of_the_address_i2(officer: Client) -> None:
    searches: list[tuple[dict[str, str], bool]] = [
        ({"subject": SUBJECT}, True),
        ({"subject": str(uuid4())}, False),
        ({"party": "amw"}, True),
        ({"party": "wonen-limburg"}, False),
        ({"purpose": "hulpverlening"}, True),
        ({"purpose": "verantwoording"}, False),
        ({"given": "some"}, True),
        ({"given": "all"}, False),
        ({"given": "nothing"}, False),
        ({"from_day": "2026-04-07", "to_day": "2026-04-07"}, True),
        ({"from_day": "2026-04-08"}, False),
        ({"to_day": "2026-04-06"}, False),
    ]
    for search, found in searches:
        answer = officer.post(reverse("privacy:log"), search, follow=True)
        addresses = [address for address, _ in answer.redirect_chain]
        assert addresses == [reverse("privacy:log") + "?toon=verstrekkingen"], search
        assert ("Persoon social-worker (" in answer.content.decode()) is found, search


@pytest.mark.usefixtures("_disclosed")
def test_a_search_by_person_finds_what_that_person_did(officer: Client, town: Town) -> None:
    worker, director = town.person(Role.SOCIAL_WORKER), town.person(Role.CASE_DIRECTOR)

    assert (
        "1 regel gevonden"
        in officer.post(reverse("privacy:log"), {"person_id": str(worker.pk)}, follow=True).content.decode()
    )
    assert (
        "0 regels gevonden"
        in officer.post(reverse("privacy:log"), {"person_id": str(director.pk)}, follow=True).content.decode()
    )


def test_a_wrong_search_says_what_is_wrong(officer: Client) -> None:
    answer = officer.post(reverse("privacy:log"), {"from_day": "gisteren", "person_id": str(uuid4())})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert "gevonden" not in answer.content.decode()
    assert not read_events()


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


def test_an_event_is_told_without_keys_and_codes(officer: Client, town: Town) -> None:
    officer.post(
        reverse("privacy:log"),
        {"person_id": str(town.person(Role.SOCIAL_WORKER).pk), "party": "amw", "from_day": "2026-04-01"},
    )
    officer.get(reverse("privacy:log"))
    events = reverse("privacy:log") + "?toon=handelingen"
    page = officer.post(events, {"action": "read-log"}, follow=True).content.decode()

    assert "medewerker: Persoon social-worker;" in page
    assert "partij: AMW Midden-Limburg;" in page
    assert "vanaf: 1 april 2026" in page
    assert "logboek gelezen" in page
    assert "from_day" not in page.split("</form>")[1]


def test_a_case_is_found_by_its_number_with_its_signals_and_called_by_it(town: Town) -> None:
    cases = build_cases()
    director, officer = cases.browser(Role.CASE_DIRECTOR), cases.browser(Role.PRIVACY_OFFICER)
    case = cases.by_person[FAMILY]
    for one in (case, cases.by_person[SINGLE]):
        director.get(reverse("municipality:case", args=[one.pk]))

    page = officer.post(reverse("privacy:log"), {"subject": case.number}, follow=True).content.decode()

    assert f"zaak {case.number}" in page
    assert "signaal van Wonen Limburg, ontvangen 02-04-2026" in page
    assert cases.by_person[SINGLE].number not in page
    done = officer.get(reverse("privacy:log") + "?toon=handelingen").content.decode()
    assert "zaak ontstaan uit signalen" in done
    assert f"zaak {case.number}" in done


def test_r55_who_asks_after_their_own_data_is_told_who_saw_what_of_them(town: Town) -> None:
    cases = build_cases()
    director, officer = cases.browser(Role.CASE_DIRECTOR), cases.browser(Role.PRIVACY_OFFICER)
    case = cases.by_person[FAMILY]
    for one in (case, cases.by_person[SINGLE]):
        director.get(reverse("municipality:case", args=[one.pk]))

    page = officer.post(
        reverse("privacy:log"), {"bsn": f"{FAMILY[:4]}.{FAMILY[4:]}"}, follow=True
    ).content.decode()

    assert f"zaak {case.number}" in page
    assert "signaal van Wonen Limburg, ontvangen 02-04-2026" in page
    assert cases.by_person[SINGLE].number not in page
    (told,) = [event for event in read_events() if event.details["about_person"]]
    assert told.details["subject"] == case.number
    assert not [event for event in AuditEvent.objects.all() if FAMILY in str(vars(event))]


@pytest.mark.parametrize(
    ("search", "told"),
    [
        (
            {"bsn": "111222334"},
            "Dit is geen burgerservicenummer. Kijk de cijfers na; het zijn er acht of negen.",
        ),
        ({"bsn": "111222333"}, "Van de persoon met dit nummer staat niets in het logboek."),
        ({"bsn": FAMILY, "subject": "NUMBER"}, "Zoek op een zaaknummer of op een burgerservicenummer"),
    ],
)
def test_r55_a_number_that_finds_nobody_is_told_and_searches_nothing(
    town: Town, search: dict[str, str], told: str
) -> None:
    cases = build_cases()
    officer = cases.browser(Role.PRIVACY_OFFICER)
    sent = {name: value.replace("NUMBER", cases.by_person[FAMILY].number) for name, value in search.items()}

    answer = officer.post(reverse("privacy:log"), sent)

    assert told in answer.content.decode()
    assert not [event for event in read_events() if event.details["about_person"] or event.details["subject"]]


@pytest.mark.parametrize("text", ["2026-9999", "Jansen", "Maaspoort 12"])
def test_l6_what_is_no_case_is_not_looked_for_and_not_on_record(officer: Client, text: str) -> None:
    answer = officer.post(reverse("privacy:log"), {"subject": text}, follow=True)

    assert "Er is geen zaak met dit nummer." in answer.content.decode()
    assert not any(event.details["subject"] for event in read_events())


@pytest.mark.any_database
def test_every_action_and_kind_that_a_service_records_has_words() -> None:
    source = "".join(path.read_text() for path in (ROOT / "src" / "tijdig").rglob("*.py"))
    kinds = set(re.findall(r'(?:object_kind|subject_kind)="([a-z-]+)"', source))
    actions = set(re.findall(r'action="([a-z.-]+)"', source)) - {"store_true", "append"}
    actions |= {Action[name].value for name in re.findall(r"action=Action\.([A-Z_]+)", source)}
    actions |= {f"case.{act}" for act in Act} | {f"referral.{answer}" for answer in Answer}

    assert kinds <= set(KINDS)
    assert actions <= set(ACTIONS)


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


def details_in(source: str) -> Iterator[str]:
    """The keys that are written out where an event is recorded."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            for given in node.keywords:
                if given.arg == "details" and isinstance(given.value, ast.Dict):
                    yield from (key.value for key in given.value.keys if isinstance(key, ast.Constant))


@pytest.mark.any_database
def test_every_detail_that_a_service_records_has_a_word() -> None:
    sources = [path.read_text() for path in (ROOT / "src" / "tijdig").rglob("*.py")]
    keys = {key for source in sources if "details=" in source for key in details_in(source)}
    # Made from a dataclass, an enumeration, or handed on.
    keys |= {
        *(field.name for field in fields(Erased)),
        *(outcome.value for outcome in Outcome),
        "from",
        "case",
    }

    assert len(keys) > 60
    assert keys - LEFT_OUT <= set(LABELS)
