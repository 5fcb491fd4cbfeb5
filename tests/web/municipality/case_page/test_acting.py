"""All that may be done from the page of a case, what it leaves there, each refusal with its reason; no typing lost."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.web.cases import FAMILY, SINGLE, UNKNOWN_BENEFIT
from tests.web.municipality.case_page.desk import TODAY, Desk, decided_by_rules
from tijdig.actors import Role
from tijdig.casework.rules.transitions import TRANSITIONS, Act
from tijdig.casework.services import freeze_contact
from tijdig.contact.models import Appointment
from tijdig.ddas import Result
from tijdig.web.municipality.acts import ACTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_april")]


@decided_by_rules
def test_each_act_of_the_table_can_be_done_from_the_page():
    pages_of_their_own = {Act.PLAN_APPOINTMENT, Act.REFER_OUTSIDE, Act.WRITE_MESSAGE, Act.TAKE_BACK_MESSAGE}
    assert {one.act for one in ACTS.values()} == set(TRANSITIONS) - pages_of_their_own


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
def test_r33_closing_as_already_known_asks_who_takes_over(family):
    looked = {"on": TODAY, "watch_on": "2026-04-21", "reason": "Belde zelf."}
    html = family.do("afsluiten", result=Result.ALREADY_KNOWN.value, **looked)
    assert family.status == 409
    assert "Noem de hulpverlener die het overneemt." in html
    assert "Belde zelf." in html


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
