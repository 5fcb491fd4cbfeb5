"""The letters that a case director makes from the case page (R18, R30)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.sealed import person_of, rewrite
from tests.web.cases import FAMILY, Cases
from tijdig.actors import Role, system_actor
from tijdig.casework.models import Case
from tijdig.casework.services import refresh_facts
from tijdig.residents.models import RegisterExtract, Resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_april():
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def case(cases: Cases) -> Case:
    case = cases.by_person[FAMILY]
    address = reverse("municipality:act", args=[case.pk, "oppakken"])
    cases.browser(Role.CASE_DIRECTOR).post(address, {"version": case.version})
    return case


def letter_page(case: Case) -> str:
    return reverse("municipality:write_letter", args=[case.pk])


def written(client: Client, case: Case, what: str) -> str:
    """Begin a draft and return the address of its page."""
    version = Case.objects.get(pk=case.pk).version
    answer = client.post(letter_page(case), {"version": version, "what": what})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_r18_a_letter_is_drafted_edited_printed_and_stands_with_the_case(cases: Cases, case: Case) -> None:
    client = cases.browser(Role.CASE_DIRECTOR)
    page_address = reverse("municipality:case", args=[case.pk])
    assert letter_page(case) in client.get(page_address).content.decode()
    choices = client.get(letter_page(case)).content.decode()
    assert "Brief die informeert" in choices
    assert (
        "Besluit: toelating, met plan van aanpak: Dit besluit is niet genomen" in choices
    )  # of each letter why it cannot be written

    address = written(client, case, "informing:letter")
    page = client.get(address).content.decode()
    assert "Welke gegevens gebruiken wij?" in page
    assert client.get(f"{address}pdf/").content.startswith(b"%PDF")
    saved = client.post(
        address, {"doe": "bewaren", "version": 1, "title": "Kort", "text": "Dag. [vul in: wat]"}, follow=True
    )
    assert "De tekst is bewaard." in saved.content.decode()
    refused = client.post(address, {"doe": "versturen", "version": 2})
    assert (refused.status_code, "[vul in: wat]" in refused.content.decode()) == (409, True)
    client.post(address, {"doe": "bewaren", "version": 2, "title": "Kort", "text": "Dag."})
    client.post(address, {"doe": "versturen", "version": 3})
    waiting = client.get(reverse("municipality:post")).content.decode()
    assert "Klaar om te printen" in waiting
    assert f'<a href="{address}">Lees of haal terug' in waiting

    message_id = address.rstrip("/").rpartition("/")[2]
    printed = client.post(reverse("municipality:post"), {"bericht": message_id})
    assert (printed["Content-Type"], printed.content[:2]) == ("application/zip", b"PK")
    assert "verstuurd" in client.get(page_address).content.decode()
    assert Case.objects.get(pk=case.pk).informed_on == date(2026, 4, 7)
    assert cases.browser(Role.LANDLORD_CLERK).get(address).status_code == 403


def test_k6_what_was_typed_goes_along_when_a_letter_is_put_ready(cases: Cases, case: Case) -> None:
    client = cases.browser(Role.CASE_DIRECTOR)
    address = written(client, case, "informing:letter")
    typed = {"doe": "versturen", "version": 1, "title": "Kort", "text": "Dag."}

    page = client.post(address, typed, follow=True).content.decode()

    assert "De brief staat klaar bij de post." in page
    assert "<p>Dag.</p>" in page
    assert "2 versies" in page


def test_a_letter_that_is_ready_stands_on_its_page_in_the_form_that_it_leaves_in(
    cases: Cases, case: Case
) -> None:
    client = cases.browser(Role.CASE_DIRECTOR)
    address = written(client, case, "informing:letter")
    text = "## Wat wij doen\n\nDag *mevrouw*.\n\n- bellen\n- schrijven\n\n| wat | wanneer |\n| bezoek | <b>nu</b> |"
    client.post(address, {"doe": "versturen", "version": 1, "title": "Kort", "text": text})

    page = " ".join(client.get(address).content.decode().split())

    for form in ("<h3>Wat wij doen", "<strong>mevrouw</strong>", "<li>bellen", '<th scope="row">bezoek'):
        assert form in page.replace("> ", ">").replace(" <", "<")
    assert "&lt;b&gt;nu&lt;/b&gt;" in page
    assert "## Wat wij doen" not in page


def test_k6_a_text_that_cannot_leave_yet_is_kept_all_the_same(cases: Cases, case: Case) -> None:
    client = cases.browser(Role.CASE_DIRECTOR)
    address = written(client, case, "informing:letter")
    typed = {"doe": "versturen", "version": 1, "title": "Kort", "text": "Dag. [vul in: wat]"}

    refused = client.post(address, typed)

    assert (refused.status_code, ">\nDag. [vul in: wat]</textarea>" in refused.content.decode()) == (
        409,
        True,
    )
    again = client.post(address, {**typed, "version": 2, "text": "Dag."}, follow=True)
    assert "De brief staat klaar bij de post." in again.content.decode()


def test_r35_a_message_is_queued_for_its_gateway_and_can_be_set_aside(cases: Cases, case: Case) -> None:
    client = cases.browser(Role.CASE_DIRECTOR)
    address = written(client, case, "closing:letter")
    assert (
        "Dit gaat niet weg."
        in client.post(address, {"doe": "weg", "version": 1}, follow=True).content.decode()
    )
    stale = client.post(address, {"doe": "terug", "version": 1})
    assert (stale.status_code, "intussen" in stale.content.decode()) == (409, True)


def test_r18_the_coordinator_sets_the_texts_with_which_drafts_begin(cases: Cases, case: Case) -> None:
    coordinator, director = cases.browser(Role.COORDINATOR), cases.browser(Role.CASE_DIRECTOR)
    address = reverse("municipality:text", args=["closing"])
    assert (
        "Brief bij het afsluiten".lower() in coordinator.get(reverse("municipality:texts")).content.decode()
    )
    wrong = coordinator.post(address, {"title": "Dag", "text": "Dag {iemand}. {bereikbaar}"})
    assert (wrong.status_code, "{iemand} bestaat niet" in wrong.content.decode()) == (409, True)
    coordinator.post(address, {"title": "Dag", "text": "Dag {naam}, tot ziens. {bereikbaar}"})
    assert ", tot ziens." in director.get(written(director, case, "closing:letter")).content.decode()
    coordinator.post(address, {"terug": "1"})
    assert "Wij sluiten dit nu af" in coordinator.get(address).content.decode()
    assert coordinator.get(reverse("municipality:text", args=["niets"])).status_code == 404


def test_r23_where_the_register_marks_its_data_a_letter_waits_for_a_choice(cases: Cases) -> None:
    case = cases.by_person[FAMILY]
    rewrite(Resident.objects.filter(person=person_of("0988", FAMILY)), secrecy=True)
    RegisterExtract.objects.update(imported_at="2026-04-08T08:00:00Z")
    refresh_facts(actor=system_actor("0988"), on=date(2026, 4, 7))
    client = cases.browser(Role.CASE_DIRECTOR)
    page_address = reverse("municipality:case", args=[case.pk])
    letter = letter_page(case)

    def act(slug: str, **filled: object) -> str:
        version = Case.objects.get(pk=case.pk).version
        address = reverse("municipality:act", args=[case.pk, slug])
        return client.post(address, {"version": version, **filled}, follow=True).content.decode()

    assert "contact na een keuze" in client.get(reverse("municipality:work_list")).content.decode()
    page = act("oppakken")
    assert "In de BRP geldt geheimhouding. Er gaat niets vanzelf uit" in page
    assert letter not in page
    version = Case.objects.get(pk=case.pk).version
    refused = client.post(letter, {"version": version, "what": "informing:letter"})
    assert (refused.status_code, "Er gaat geen brief uit" in refused.content.decode()) == (409, True)

    page = act("contactkeuze", may_write="ja", reason="Zij belde zelf.")

    assert "Gekozen: schrijven mag." in page
    assert "Reden: Zij belde zelf." in page
    assert letter in page
    assert client.get(written(client, case, "informing:letter")).status_code == 200
    assert client.get(page_address).status_code == 200


def test_r35_a_round_of_visits_is_walked_from_one_page(cases: Cases, case: Case) -> None:
    client = cases.browser(Role.CASE_DIRECTOR)
    address = reverse("municipality:visits")
    assert "zaak " + case.number in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 409
    page = client.post(address, {"zaak": str(case.pk)}, follow=True)
    html = page.content.decode()
    (round_address,) = [where for where, _status in page.redirect_chain]
    assert client.get(f"{round_address}lijst/").content.startswith(b"%PDF")
    stop = html.partition(f'action="{round_address}')[2].partition('"')[0]
    version = Case.objects.get(pk=case.pk).version
    done = client.post(f"{round_address}{stop}", {"version": version, "bereikt": "nee"}, follow=True)
    assert "Het bezoek is vastgelegd." in done.content.decode()
    assert case.attempts.get().kind == "Huisbezoek"
