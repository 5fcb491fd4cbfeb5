"""One page per case: all that may be seen, with its source, by whom, and why the rest is not there."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from tests.web.cases import FAMILY, GONE
from tests.web.municipality.case_page.desk import TODAY, Desk, decided_by_rules
from tijdig.actors import Role
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services import report_eviction
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import Result
from tijdig.disclosure.models import DecisionRecord
from tijdig.linkage.models import Link
from tijdig.web.municipality.history import TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_april")]


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
def test_the_history_has_words_for_every_act():
    assert [act for act in Act if f"case.{act}" not in TITLES] == []


@decided_by_rules
def test_r30_why_a_partner_may_not_have_the_case_is_said(family):
    html = family.look()
    assert "Waarom kan Algemeen Maatschappelijk Werk Midden-Limburg deze zaak nu niet krijgen?" in html


@decided_by_rules
def test_r41_results_that_lack_something_are_not_offered_and_say_what(family):
    html = family.look()
    assert "De inwoner heeft nog geen hulp aanvaard." in html
    form = html.split('id="afsluiten"')[1].split("</form>")[0]
    assert f'value="{Result.ALREADY_KNOWN.value}"' in form
    assert f'value="{Result.FOLLOW_UP.value}"' not in form


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
