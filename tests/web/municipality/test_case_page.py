"""One page per case: all that may be seen with its source, all that may be done, every refusal with its reason."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.template import engines
from django.urls import reverse

from tests.web.cases import FAMILY, GONE, SINGLE, UNKNOWN_BENEFIT, Cases, build_cases
from tijdig.actors import Role
from tijdig.casework.models import Case
from tijdig.casework.rules.transitions import TRANSITIONS, Act
from tijdig.casework.services import freeze_contact, report_eviction, take_up_case
from tijdig.contact.models import Appointment
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import Result
from tijdig.disclosure.models import DecisionRecord
from tijdig.linkage.models import Link
from tijdig.web.municipality.acts import ACTS
from tijdig.web.municipality.history import TITLES

pytestmark = pytest.mark.django_db
UNKNOWN = "«unknown variable»"
TODAY = "2026-04-07"
# What a page says, and what is refused before anything is stored: the rules decide it. The other tests here read and
# write the same rows in both databases.
decided_by_rules = pytest.mark.any_database


@pytest.fixture(autouse=True)
def in_april(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def cases() -> Cases:
    return build_cases()


class Desk:
    """A case director at the page of one case."""

    def __init__(self, cases: Cases, bsn: str, role: Role = Role.CASE_DIRECTOR) -> None:
        self.client = cases.browser(role)
        self.case_id = cases.by_person[bsn].pk

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    def look(self) -> str:
        response = self.client.get(reverse("municipality:case", args=[self.case_id]))
        assert response.status_code == 200
        html = response.content.decode()
        assert UNKNOWN not in html
        return html

    def do(self, slug: str, version: int | None = None, **filled: object) -> str:
        seen = self.case.version if version is None else version
        address = reverse("municipality:act", args=[self.case_id, slug])
        response = self.client.post(address, {"version": seen, **filled}, follow=True)
        self.status = response.status_code
        html = response.content.decode()
        assert UNKNOWN not in html
        return html


@pytest.fixture
def family(cases) -> Desk:
    desk = Desk(cases, FAMILY)
    director = cases.world.actor(Role.CASE_DIRECTOR)
    take_up_case(actor=director, case_id=desk.case_id, version=desk.case.version)
    return desk


def test_who_facts_signals_and_terms_stand_on_one_page_with_their_source(cases):
    html = re.sub(r"</?time[^>]*>", "", Desk(cases, FAMILY).look())
    for text in (
        "A.M. Verstappen",
        "Maaspoort 12, 6001 BP Weert",
        "Bron: de BRP, 1 april 2026",
        "Bron: de uitkeringsadministratie, 1 april 2026",
        "Gezin met minderjarige kinderen en een dreigende ontruiming",
        "convenant artikel 1 (U1)",
        "€ 3.120,50".replace(" ", "\u00a0"),
        "binnen 3 werkdagen na ontvangst (regel R27)",
        "AVG art. 14 (regel R18)",
        "Zaak ontstaan uit signalen",
    ):
        assert text in html, text


def test_l1_looking_is_recorded(cases):
    before = DecisionRecord.objects.count()
    Desk(cases, FAMILY).look()
    assert DecisionRecord.objects.count() > before


@decided_by_rules
def test_what_cannot_be_done_now_is_said_with_its_reason(cases):
    html = Desk(cases, FAMILY).look()
    assert "Wat nu niet kan" in html
    assert "zolang de zaak de stand &#x27;op te pakken&#x27; heeft" in html
    assert html.count("disabled") == html.count('class="tijdig-action__reason"') > 5


@decided_by_rules
def test_each_act_of_the_table_can_be_done_from_the_page():
    pages_of_their_own = {Act.PLAN_APPOINTMENT, Act.REFER_OUTSIDE, Act.WRITE_MESSAGE, Act.TAKE_BACK_MESSAGE}
    assert {one.act for one in ACTS.values()} == set(TRANSITIONS) - pages_of_their_own


@decided_by_rules
def test_the_history_has_words_for_every_act():
    assert [act for act in Act if f"case.{act}" not in TITLES] == []


def test_r35_an_attempt_is_logged_and_shown(family):
    html = family.do("poging", kind="Telefoon", on=TODAY, part_of_day="Ochtend", reached="nee")
    assert "De poging is vastgelegd." in html
    assert "Telefoon, niet bereikt" in html
    assert family.case.attempts.count() == 1


def test_r35_a_call_is_logged_in_two_clicks_with_the_part_of_the_day_from_the_clock(family):
    page = family.look()
    assert "Nu: bellen" in page
    quick = page.partition('id="snel-vastleggen"')[2].partition("</form>")[0]
    assert '<option value="Telefoon" selected>' in quick
    assert quick.count(" selected>") == 2
    assert {'value="ja"', 'value="nee"', 'name="version"', 'name="on"'} <= set(
        quick.replace(">", " ").split()
    )
    family.do("poging", kind="Telefoon", on=TODAY, part_of_day="Middag", reached="nee")
    assert "Nu: langsgaan" in family.look()


def test_r56_a_case_of_which_contact_stands_still_asks_nobody_to_call(cases, family):
    assert "Maak een afspraak" in family.look()
    freeze_contact(actor=cases.world.actor(Role.PRIVACY_OFFICER), number=family.case.number)
    page = family.look()
    assert "Het contact met deze inwoner staat stil" in page
    assert "Nu: bellen" not in page
    assert "snel-vastleggen" not in page
    assert "Maak een afspraak" not in page


def test_r30_an_appointment_is_made_moved_and_cancelled_from_the_page(family):
    client, address = family.client, reverse("municipality:plan_appointment", args=[family.case.pk])
    filled = {
        "version": family.case.version, "on": "2026-04-20", "starts": "10:00", "ends": "11:00", "where": "office",
        "place": "Kamer 2",
    }  # fmt: skip
    assert client.post(address, {**filled, "place": ""}).status_code == 409
    assert "Kamer 2" in client.post(address, filled, follow=True).content.decode()
    (made,) = Appointment.objects.all()
    calendar = client.get(reverse("municipality:calendar", args=[made.pk]))
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")
    moved = reverse("municipality:appointment", args=[made.pk])
    family.case.refresh_from_db()
    client.post(moved, {**filled, "version": family.case.version, "place": "Kamer 9"})
    assert "Kamer 9" in client.get(moved).content.decode()
    family.case.refresh_from_db()
    client.post(reverse("municipality:cancel_appointment", args=[made.pk]), {"version": family.case.version})
    assert "Kamer 9" not in family.look()


@decided_by_rules
def test_on_a_friday_an_appointment_on_monday_is_proposed(cases):
    with time_machine.travel("2026-04-10 10:00+02:00", tick=False):
        desk = Desk(cases, FAMILY)
        page = desk.client.get(reverse("municipality:plan_appointment", args=[desk.case_id]))
    assert 'value="2026-04-13"' in page.content.decode()


@decided_by_rules
def test_r36_an_unanswered_question_is_no_no_and_what_was_typed_stays(family):
    html = family.do("poging", kind="Huisbezoek", on=TODAY, part_of_day="Avond")
    assert family.status == 422
    assert "Er is nog iets niet goed" in html
    assert '<option value="Huisbezoek" selected>' in html
    assert '<option value="Avond" selected>' in html
    assert not family.case.attempts.exists()


@decided_by_rules
def test_what_the_rules_refuse_comes_back_beside_the_form(family):
    html = family.do("poging", kind="Telefoon", on="2026-04-20", part_of_day="Avond", reached="ja")
    assert family.status == 409
    assert "Een contactpoging kan niet in de toekomst liggen." in html
    assert 'id="poging" open' in html
    assert "2026-04-20" in html


def test_k6_a_colleagues_change_is_told_and_nothing_is_lost(cases, family):
    seen = family.case.version
    family.do("notitie", text="Eerst gebeld.")
    html = family.do("notitie", version=seen, text="Mijn eigen tekst")
    assert family.status == 409
    assert "Een collega heeft deze zaak intussen gewijzigd." in html
    assert "Mijn eigen tekst" in html
    assert '<a href="#notitie">Naar het formulier</a>' in html
    html = family.do("notitie", text="Mijn eigen tekst")
    assert family.case.notes.count() == 2
    writer = cases.world.town.person(Role.CASE_DIRECTOR).name
    notes = html.partition('id="notities"')[2].partition('id="notitie"')[0]
    assert notes.count(f" · {writer}</span>") == 2  # two people in one case know who wrote what


def test_r30_the_joint_invitation_needs_the_other_discipline(cases, family):
    html = family.do("uitnodigen", on=TODAY)
    assert family.status == 409
    other = cases.colleague("noor")
    assert "Persoon case-director (participatie)" not in html
    html = family.do("uitnodigen", on=TODAY, second_person=str(other.person_id))
    assert "De gezamenlijke uitnodiging is vastgelegd." in html
    assert family.case.second_owner == other.person_id


def test_r30_withholding_rent_is_impossible_without_a_reference(family):
    rent = {"amount": "645,50", "starts_on": TODAY, "ends_on": "2026-10-01", "review_on": "2026-06-01"}
    html = family.do("inhouden", reference="", **rent)
    assert family.status == 422
    assert "Kenmerk van het besluit of de machtiging" in html
    assert "is vastgelegd" in family.do("inhouden", reference="BES-2026-117", **rent)
    assert family.case.withholdings.get().amount_cents == 64_550
    assert "€ 645,50 per maand" in family.look().replace("\u00a0", " ")


def test_r30_a_fact_that_is_found_out_gives_new_advice(cases):
    desk = Desk(cases, UNKNOWN_BENEFIT)
    desk.do("oppakken")
    assert "Zoek dit eerst uit" in desk.look()
    html = desk.do("gegeven", fact="uitkering.participatiewet", value="nee", source="zaak", on=TODAY)
    assert "Het advies is opnieuw bepaald." in html
    assert desk.case.route == "maatschappelijk-werk"


def test_r34_an_override_needs_a_reason_and_keeps_the_advice(family):
    assert "Dit veld is verplicht" in family.do("afwijken", choice="last", reason="")
    html = family.do("afwijken", choice="last", reason="De inwoner is tot mei opgenomen.")
    assert "Uw keuze is vastgelegd." in html
    assert "Onderaan gezet: De inwoner is tot mei opgenomen." in html


def test_r30_a_referral_is_offered_with_a_reason(cases):
    desk = Desk(cases, SINGLE)
    desk.do("oppakken")
    html = desk.do("doorgeleiden", party="amw", reason="Geen uitkering, hulp thuis nodig.", on=TODAY)
    assert "De zaak is aangeboden aan de hulpverlener." in html
    assert "Algemeen Maatschappelijk Werk Midden-Limburg" in html
    referral = desk.case.referrals.get()
    html = desk.do("doorgeleiding-intrekken", referral_id=str(referral.pk))
    assert "De verwijzing is ingetrokken." in html


@decided_by_rules
def test_r30_why_a_partner_may_not_have_the_case_is_said(family):
    html = family.look()
    assert "Waarom kan Algemeen Maatschappelijk Werk Midden-Limburg deze zaak nu niet krijgen?" in html


def test_the_whole_way_to_help_can_be_walked(family):
    family.do("gesprek", on=TODAY)
    family.do("aanbod", on=TODAY)
    html = family.do("aanvaard", on=TODAY)
    assert "Hulp aanvaard" in html
    family.do("verzoek", on=TODAY)
    html = family.do("besluit", decision="admission", reference="SDV-1", on=TODAY)
    assert "Het besluit is vastgelegd." in html
    html = family.do("afsluiten", result=Result.FOLLOW_UP_FINANCIAL.value, on=TODAY)
    assert "De ontruiming is nog niet van de baan." in html
    html = family.do("afsluiten", result=Result.FOLLOW_UP_FINANCIAL.value, on=TODAY, watch_on="2026-04-21")
    assert "De zaak is afgesloten." in html
    assert family.case.tasks.get(done_on=None, dropped=False).due_on == date(2026, 4, 21)
    assert "Toezien: hoe staat het met de ontruiming?" in html
    assert family.case.result == Result.FOLLOW_UP_FINANCIAL
    assert "Open de zaak weer" in html


@decided_by_rules
def test_r41_results_that_lack_something_are_not_offered_and_say_what(family):
    html = family.look()
    assert "De inwoner heeft nog geen hulp aanvaard." in html
    form = html.split('id="afsluiten"')[1].split("</form>")[0]
    assert f'value="{Result.ALREADY_KNOWN.value}"' in form
    assert f'value="{Result.FOLLOW_UP.value}"' not in form


@decided_by_rules
def test_r33_closing_as_already_known_asks_who_takes_over(family):
    looked = {"on": TODAY, "watch_on": "2026-04-21", "reason": "Belde zelf."}
    html = family.do("afsluiten", result=Result.ALREADY_KNOWN.value, **looked)
    assert family.status == 409
    assert "Noem de hulpverlener die het overneemt." in html
    assert "Belde zelf." in html


@decided_by_rules
def test_r25_a_proposal_to_close_is_said_first(cases):
    html = Desk(cases, GONE).look()
    assert "Voorstel: sluit deze zaak" in html
    assert html.index("Voorstel: sluit deze zaak") < html.index('id="wie"')


def test_r44_what_a_coordinator_may_not_see_is_said_not_hidden(cases, family):
    family.do("notitie", text="Vertrouwelijk woord")
    html = Desk(cases, FAMILY, Role.COORDINATOR).look()
    assert "Vertrouwelijk woord" not in html
    assert "Niet voor u zichtbaar" in html
    assert "Wat u ziet en wat niet" in html


@decided_by_rules
def test_r16_r17_the_partners_own_steps_and_the_days_that_a_court_looks_at(cases, family):
    html = family.look()
    for step in ("Dag waarop op hulp is gewezen", "Dag waarop de huurder is geïnformeerd"):
        assert step in html
    assert "Rechtbank Limburg let op" not in html

    linked = Link.objects.get(notification=family.case.notification)
    report_eviction(
        actor=cases.world.town.actor(Role.LANDLORD_CLERK), signal_id=linked.signal_id,
        stage=EvictionStage.SUMMONS, on=date(2026, 4, 7),
    )  # fmt: skip
    html = family.look()
    assert "De verhuurder heeft gedagvaard" in html
    assert "Rechtbank Limburg let op de tijd tussen melding" in html
    assert "Dit is informatie." in html


def test_r54_closing_without_help_says_that_no_file_is_kept(family):
    family.do("poging", kind="Telefoon", on=TODAY, part_of_day="Ochtend", reached="nee")
    assert "Past bij wat is vastgelegd" in family.look()
    html = family.do("afsluiten", result=Result.NO_CONTACT.value, on=TODAY, watch_on="2026-04-21")
    assert "Geen hulp, geen dossier" in html
    assert "Incassopauze" not in html


def test_tasks_are_completed_from_their_own_form(family):
    task = family.case.tasks.get(code="problemen-in-kaart")
    html = family.do("taak-klaar", task_id=str(task.pk), on=TODAY)
    assert "De taak is klaar." in html
    family.do("taak", description="Bel terug", due_on="2026-04-10")
    assert "Bel terug" in family.look()


@decided_by_rules
def test_a_task_that_asks_a_reference_says_so(family):
    task = family.case.tasks.get(code="inhouding-huur")
    html = family.do("taak-klaar", task_id=str(task.pk), on=TODAY)
    assert family.status == 409
    assert "kenmerk van het besluit" in html


@pytest.mark.parametrize("role", [Role.LANDLORD_CLERK, Role.SOCIAL_WORKER, Role.PRIVACY_OFFICER])
def test_a6_other_roles_are_refused(cases, role):
    client, case_id = cases.browser(role), cases.by_person[FAMILY].pk
    assert client.get(reverse("municipality:case", args=[case_id])).status_code == 403
    address = reverse("municipality:act", args=[case_id, "oppakken"])
    assert client.post(address, {"version": 1}).status_code == 403


def test_a6_unknown_case_and_unknown_act_are_the_same_404(cases, family):
    unknown = "00000000-0000-4000-8000-000000000000"
    assert family.client.get(reverse("municipality:case", args=[unknown])).status_code == 404
    assert (
        family.client.post(reverse("municipality:act", args=[family.case_id, "bestaat-niet"])).status_code
        == 404
    )
    assert (
        family.client.post(
            reverse("municipality:act", args=[unknown, "oppakken"]), {"version": 1}
        ).status_code
        == 404
    )


def test_the_page_takes_a_bounded_number_of_queries(family, django_assert_max_num_queries):
    family.look()
    told = 2 if connection.vendor == "postgresql" else 0  # whose rows the connection may see, and back (A7)
    with django_assert_max_num_queries(50 + told):
        family.look()


def test_r39_the_term_of_a_decision_stands_still_and_runs_again_from_the_page(family):
    family.do("gesprek", on=TODAY)
    family.do("verzoek", on=TODAY)
    refused = family.do("stilzetten", ground="consent", reason="Wil na de vakantie", on=TODAY)
    assert "Bij deze reden hoort een laatste dag" in refused
    assert "Wil na de vakantie" in refused

    held = family.do("stilzetten", ground="applicant", reason="Kwam niet", on=TODAY)
    terms = held[held.index('id="termijnen"') :]
    assert "staat stil" in terms
    assert "Awb art. 4:15 lid 2 onder b" in terms
    assert "Termijn van het besluit staat stil" in held[held.index('id="verloop"') :]

    runs = family.do("hervatten", on=TODAY)
    assert "loopt weer" in runs
    assert "staat stil</span>" not in runs


def test_a_task_says_which_act_completes_it(family):
    html = family.look()
    assert '<a href="#uitnodigen">Nodig samen met een collega uit</a>' in html
    assert '<a href="#inhouden">Leg inhouding van de huur vast</a>' in html
    withheld = family.case.tasks.get(code="inhouding-huur")
    assert f"taak-{withheld.pk}-reference" not in html  # it takes an amount and days as well (R30)


def test_r30_only_who_brings_a_discipline_is_asked_for_the_joint_invitation(cases, family):
    helper = cases.world.town.person(Role.SOCIAL_WORKER)
    invitation = family.look().partition('id="uitnodigen"')[2].partition("</details>")[0]
    assert str(helper.pk) not in invitation


def test_a_form_without_anything_to_choose_is_said_and_not_shown(family):
    html = family.look()
    assert 'id="doorgeleiden"' not in html  # the covenant lets no helper have this case: there is a benefit
    assert "Er is nu niemand of niets om bij deze handeling uit te kiezen." in html
    assert "Waarom kan" in html
    assert "Bekijk eerst wat" in html


def test_r18_who_closes_is_told_that_the_resident_does_not_know_yet(family):
    warning = "Dat moet ook als de zaak sluit (AVG art. 14)."
    assert warning in family.look()
    family.do("geinformeerd", on=TODAY)
    assert warning not in family.look()
