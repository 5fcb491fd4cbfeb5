"""The helper's pages: only the cases handed to it, only the fields it needs, and its answers (R30, C1)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.parties.town import signed_in
from tests.web.cases import FAMILY, SINGLE, Cases
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.casework import services
from tijdig.casework.models import Case, Referral
from tijdig.casework.rules.states import CaseState, ReferralState
from tijdig.disclosure.models import DecisionRecord
from tijdig.web.partner import views
from tijdig.web.partner.answers import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_april")]
LIST = "/verwijzingen/"


@pytest.fixture
def referral(cases) -> Referral:
    director, case = cases.world.actor(Role.CASE_DIRECTOR), cases.by_person[SINGLE]
    taken = services.take_up_case(actor=director, case_id=case.pk, version=case.version)
    services.refer_case(
        actor=director, case_id=case.pk, version=taken.version, party="amw", reason="Hulp thuis is nodig.",
        on=taken.received_on,
    )  # fmt: skip
    return Referral.objects.get()


class Helper:
    """The social worker of AMW with a browser."""

    def __init__(self, cases: Cases) -> None:
        self.client = cases.browser(Role.SOCIAL_WORKER)

    def look(self, address: str) -> str:
        response = self.client.get(address)
        assert response.status_code == 200
        html = response.content.decode()
        assert UNKNOWN not in html
        return html

    def do(self, referral: Referral, slug: str, **filled: object) -> str:
        referral.refresh_from_db()
        address = reverse("partner:answer", args=[referral.pk, slug])
        response = self.client.post(address, {"version": referral.version, **filled}, follow=True)
        self.status = response.status_code
        html = response.content.decode()
        assert UNKNOWN not in html
        return html


def page_of(referral: Referral) -> str:
    return reverse("partner:referral", args=[referral.pk])


def test_the_list_shows_what_waits_for_an_answer_and_until_when(cases, referral):
    html = Helper(cases).look(LIST)
    assert "Wacht op uw antwoord" in html
    assert page_of(referral) in html
    assert "nog" in html


def test_a_long_list_comes_in_pages(cases, referral, monkeypatch):
    Referral.objects.create(
        controller_id=referral.controller_id, case=cases.by_person[FAMILY], party="amw",
        covenant_hash=referral.covenant_hash, state=ReferralState.OFFERED, offered_on=referral.offered_on,
        answer_by=referral.answer_by,
    )  # fmt: skip
    monkeypatch.setattr(views, "PAGE_SIZE", 1)
    pages = [page_of(one) for one in Referral.objects.order_by("answer_by", "pk")]
    shown = [Helper(cases).look(f"{LIST}?pagina={number}") for number in (1, 2)]
    assert [[page in html for page in pages] for html in shown] == [[True, False], [False, True]]
    assert all(f"Pagina {number} van 2" in html for number, html in enumerate(shown, start=1))


def test_an_empty_list_teaches_what_will_come(cases):
    assert "Er zijn geen verwijzingen" in Helper(cases).look(LIST)


def test_c1_r44_the_helper_sees_contact_and_arrears_but_nothing_of_the_register(cases, referral):
    html = Helper(cases).look(page_of(referral))
    assert "Hulp thuis is nodig." in html
    assert "Bedrag van de achterstand" in html
    for secret in ("Geraedts", SINGLE, "minderjarige", "bijstandsuitkering", "Notitie"):
        assert secret not in html, secret


def test_accepting_tells_the_case_director(cases, referral):
    html = Helper(cases).do(referral, "aannemen")
    assert "U hebt de zaak aangenomen." in html
    assert "Bij u in behandeling" in html
    case = reverse("municipality:case", args=[referral.case_id])
    assert "Hulpverlener neemt de zaak aan" in cases.browser(Role.CASE_DIRECTOR).get(case).content.decode()


def test_refusing_needs_a_reason_and_ends_the_view(cases, referral):
    helper = Helper(cases)
    assert "Dit veld is verplicht" in helper.do(referral, "weigeren", reason="")
    assert helper.status == 422
    assert "De gemeente zoekt een andere weg." in helper.do(
        referral, "weigeren", reason="Wachtlijst te lang."
    )
    assert helper.client.get(page_of(referral)).status_code == 404


def test_reporting_back_says_how_it_went(cases, referral):
    helper = Helper(cases)
    helper.do(referral, "aannemen")
    html = helper.do(
        referral, "terugmelden", outcome="helped", report="Budgetcoach gestart.", on="2026-04-07"
    )
    assert "Uw terugmelding is bij de regisseur." in html
    assert "Er is niets meer te doen." in html
    referral.refresh_from_db()
    assert referral.state == ReferralState.REPORTED


OF_THE_RESIDENT = ("Hulp thuis is nodig.", "Voorbeeld", "Bedrag van de achterstand")


def test_c1_the_view_ends_when_the_helper_reported_back_and_the_page_says_so_kindly(cases, referral):
    helper = Helper(cases)
    assert all(text in helper.look(page_of(referral)) for text in OF_THE_RESIDENT)
    helper.do(referral, "aannemen")
    html = helper.do(referral, "terugmelden", outcome="helped", report="Klaar.", on="2026-04-07")
    records = DecisionRecord.objects.count()
    for page in (html, helper.look(page_of(referral))):
        assert "Deze verwijzing is klaar" in page
        assert [text for text in OF_THE_RESIDENT if text in page] == []
    assert page_of(referral) not in helper.look(LIST)
    assert DecisionRecord.objects.count() == records


def test_c1_the_view_ends_when_the_municipality_closes_the_case(cases, referral):
    helper = Helper(cases)
    helper.do(referral, "aannemen")
    Case.objects.filter(pk=referral.case_id).update(closed_on="2026-04-07", state=CaseState.CLOSED)
    html = helper.look(page_of(referral))
    assert "De gemeente heeft deze zaak gesloten." in html
    assert [text for text in OF_THE_RESIDENT if text in html] == []
    assert page_of(referral) not in helper.look(LIST)


@pytest.mark.parametrize(("fact", "value"), [("uitkering.participatiewet", True), ("huurder.bezwaar", True)])
def test_c1_after_acceptance_the_conditions_of_the_exchange_must_still_hold(cases, referral, fact, value):
    helper = Helper(cases)
    assert all(text in helper.do(referral, "aannemen") for text in OF_THE_RESIDENT)
    case = Case.objects.get(pk=referral.case_id)
    source = {"uitkering.participatiewet": "uitkeringsadministratie"}.get(fact, "inwoner")
    case.facts[fact] = {"value": value, "source": source, "on": "2026-04-07"}
    case.save()
    html = helper.look(page_of(referral))
    assert [text for text in OF_THE_RESIDENT if text in html] == []
    assert "Aan een voorwaarde van het convenant is n" in html  # niet, of: nu niet
    assert ("bijstand" in html, "gaat over iets wat uw organisatie niet mag weten" in html) == (
        False,
        fact == "uitkering.participatiewet",
    )


def test_what_was_typed_stays_when_something_is_missing(cases, referral):
    helper = Helper(cases)
    helper.do(referral, "aannemen")
    html = helper.do(referral, "terugmelden", report="Drie keer gebeld.", on="2026-04-07")
    assert helper.status == 422
    assert "Drie keer gebeld." in html


def test_giving_back_needs_a_reason(cases, referral):
    helper = Helper(cases)
    helper.do(referral, "aannemen")
    assert "U hebt de zaak teruggegeven." in helper.do(referral, "teruggeven", reason="Verhuisd.")


def test_k6_an_answer_to_an_older_version_is_refused(cases, referral):
    helper = Helper(cases)
    address = reverse("partner:answer", args=[referral.pk, "aannemen"])
    response = helper.client.post(address, {"version": 99})
    assert response.status_code == 409
    assert "intussen gewijzigd" in response.content.decode()


def test_a6_a_case_that_was_not_referred_does_not_exist(cases, referral):
    helper = Helper(cases)
    other = cases.by_person[FAMILY].pk
    assert helper.client.get(reverse("partner:referral", args=[other])).status_code == 404
    for slug in (*ANSWERS, "bestaat-niet"):
        assert (
            helper.client.post(reverse("partner:answer", args=[other, slug]), {"version": 1}).status_code
            == 404
        )


@pytest.mark.parametrize("role", [Role.CASE_DIRECTOR, Role.LANDLORD_CLERK, Role.COORDINATOR])
def test_a6_other_roles_are_refused_with_the_reason(cases, referral, role):
    client = signed_in(cases.world.town.assignments[role])
    for address in (LIST, page_of(referral)):
        response = client.get(address)
        assert response.status_code == 403
        assert "hulpverlener" in response.content.decode()


def test_the_list_takes_a_bounded_number_of_queries(cases, referral, django_assert_max_num_queries):
    helper = Helper(cases)
    helper.look(LIST)
    with django_assert_max_num_queries(31):  # one of them counts the pages
        helper.look(LIST)
