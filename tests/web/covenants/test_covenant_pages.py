"""The covenant for all parties: what is agreed, who signed, and what one may still do about it."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from django.urls import reverse

from tests.built_once import built_once
from tests.parties.town import Town, add_person, build_town, signed_in
from tests.web.covenants.weert import TEXT
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role, system_actor
from tijdig.covenant import services
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules import showing, table
from tijdig.covenant.rules.document import PartyRole
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.reading import read_covenant
from tijdig.parties import services as parties
from tijdig.parties.models import Partnership, RoleAssignment
from tijdig.parties.queries import actor_in, assignments_of_person

pytestmark = pytest.mark.django_db
NEXT = (
    TEXT.replace('versie = "1.0.0"', 'versie = "1.1.0"')
    .replace("drempel = { maanden = 2 }", "drempel = { maanden = 3 }")
    .replace('op = ">="\nwaarde = 2', 'op = ">="\nwaarde = 3')
)
SEEN_BY = [
    Role.LANDLORD_CLERK,
    Role.CASE_DIRECTOR,
    Role.SOCIAL_WORKER,
    Role.COORDINATOR,
    Role.PRIVACY_OFFICER,
]


@built_once
def build_signers(proposed: bool) -> Town:
    """Everyone who can sign for a party, with the covenant to sign if it was proposed."""
    town = build_town()
    weert = system_actor("0988")
    st_joseph = parties.register_organisation(actor=weert, name="Woningstichting St. Joseph")
    parties.join_covenant(
        actor=weert, organisation_id=st_joseph.pk, party_code="st-joseph", party_role=PartyRole.LANDLORD
    )
    for code, organisation in {**town.organisations, "st-joseph": st_joseph}.items():
        if code == "wonen-limburg":
            continue  # has an organisation admin already
        add_person(weert, organisation.pk, Role.ORGANISATION_ADMIN, f"beheer@{code}.example")
    if proposed:
        services.propose_covenant(actor=town.actor(Role.COORDINATOR), text=TEXT)
    return town


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Town:
    return build_signers("version" in request.fixturenames)


def sign_for(code: str, version: CovenantVersion, verdict: Verdict = Verdict.ACCEPT) -> None:
    partnership = Partnership.objects.get(controller_id="0988", party_code=code)
    admin = RoleAssignment.objects.get(
        controller_id="0988", organisation=partnership.organisation, role=Role.ORGANISATION_ADMIN
    )
    [assignment] = [a for a in assignments_of_person(admin.person_id) if a.controller_id == "0988"]
    services.sign_covenant(
        actor=actor_in(assignment), version_id=version.pk, verdict=verdict, person_name=f"Beheer {code}"
    )


def sign_for_all(version: CovenantVersion) -> None:
    for code in ("gemeente-weert", "wonen-limburg", "st-joseph", "amw"):
        sign_for(code, version)


def page(town: Town, role: Role, version: CovenantVersion) -> str:
    response = signed_in(town.assignments[role]).get(reverse("covenants:covenant", args=[version.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", SEEN_BY)
def test_every_party_reads_the_same_covenant(town, version, role):
    html = page(town, role, version)
    assert UNKNOWN not in html
    assert "Gezinnen met minderjarige kinderen gaan voor." in html
    assert "Wonen Limburg, Woningstichting St. Joseph" in html
    assert "6 maanden na afsluiting" in html
    assert "AVG art. 6.1.e" in html
    assert version.hash in html


def test_each_permission_of_the_file_stands_on_the_page(town, version):
    covenant = read_covenant(TEXT).covenant
    assert covenant is not None
    html = page(town, Role.COORDINATOR, version)
    shown = (*table.exchanges(covenant), *table.own_uses(covenant))
    assert len(shown) == len(covenant.exchanges) + len(covenant.own_uses)
    missing = [row.id for row in shown if f"{row.id} · artikel {row.article}" not in html]
    assert missing == []


@pytest.mark.parametrize("profile", ["weert", "sittard-geleen", "landelijk"])
def test_every_covenant_that_ships_can_be_read(profile):
    text = (files("tijdig.covenant") / "profiles" / f"{profile}.toml").read_text(encoding="utf-8")
    covenant = read_covenant(text).covenant
    assert covenant is not None
    rows = (*table.exchanges(covenant), *table.own_uses(covenant))
    assert all(row.purpose and row.ground and row.kept and row.data for row in rows)
    assert all(what.fields for row in rows for what in row.data)
    assert showing.routes(covenant)
    assert showing.rank_factors(covenant)
    assert showing.feedback(covenant)
    assert showing.agreements(covenant)


def test_a_clerk_sees_why_signing_is_not_for_them(town, version):
    html = page(town, Role.LANDLORD_CLERK, version)
    assert "Tekenen voor Wonen Limburg" in html
    assert "disabled" in html
    assert "beheerder organisatie" in html


def test_signing_is_recorded_with_name_and_time(town, version):
    client = signed_in(town.assignments[Role.ORGANISATION_ADMIN])
    address = reverse("covenants:sign", args=[version.pk])
    html = client.post(address, {"verdict": "accept"}, follow=True).content.decode()
    assert "Uw antwoord is vastgelegd" in html
    assert "12 maart 2026, 10:00" in html
    assert version.acceptances.get().person_name in html
    assert "Trek ons akkoord in" in html
    assert "Wij gaan akkoord" not in html


def test_what_the_service_refuses_comes_back_on_the_page(town, version):
    client = signed_in(town.assignments[Role.ORGANISATION_ADMIN])
    response = client.post(reverse("covenants:sign", args=[version.pk]), {"verdict": "revoke"})
    assert response.status_code == 409
    assert "Intrekken kan alleen na een eigen akkoord." in response.content.decode()
    assert not version.acceptances.exists()


def test_a6_who_may_not_sign_is_refused_even_without_a_button(town, version):
    client = signed_in(town.assignments[Role.LANDLORD_CLERK])
    response = client.post(reverse("covenants:sign", args=[version.pk]), {"verdict": "accept"})
    assert response.status_code == 403
    assert "Uw rol (medewerker verhuurder) mag dit niet doen." in response.content.decode()
    assert not version.acceptances.exists()


def test_c14_the_second_person_of_the_municipality_puts_it_into_force(town, version):
    sign_for_all(version)
    html = page(town, Role.PRIVACY_OFFICER, version)
    assert "Zet het convenant in werking" in html
    client = signed_in(town.assignments[Role.PRIVACY_OFFICER])
    html = client.post(reverse("covenants:activate", args=[version.pk]), follow=True).content.decode()
    assert "In werking" in html
    assert "Het convenant is in werking gezet." in html


def test_c14_who_signed_for_the_municipality_sees_why_another_must_put_it_into_force(town, version):
    sign_for_all(version)
    municipality = town.organisations["gemeente-weert"]
    signer = RoleAssignment.objects.get(organisation=municipality, role=Role.ORGANISATION_ADMIN)
    html = signed_in(signer).get(reverse("covenants:covenant", args=[version.pk])).content.decode()
    assert "Wie het convenant voorstelde of voor de gemeente tekende, kan het niet in werking zetten." in html
    assert re.search(r"disabled>\s*Zet het convenant in werking", html)


def test_c3_after_a_revocation_the_buttons_say_that_a_new_version_is_needed(town, version):
    sign_for_all(version)
    sign_for("wonen-limburg", version, Verdict.REVOKE)
    html = page(town, Role.ORGANISATION_ADMIN, version)
    assert "Ingetrokken door een partij" in html
    assert "daarna is een nieuwe versie nodig" in html
    assert html.count("disabled") == 2


def test_c14_activating_too_early_says_whose_signature_is_missing(town, version):
    client = signed_in(town.assignments[Role.PRIVACY_OFFICER])
    response = client.post(reverse("covenants:activate", args=[version.pk]))
    assert response.status_code == 409
    assert "Wonen Limburg" in response.content.decode()


def test_the_list_says_who_must_still_sign(town, version):
    sign_for("amw", version)
    html = signed_in(town.assignments[Role.COORDINATOR]).get(reverse("covenants:overview")).content.decode()
    assert UNKNOWN not in html
    assert "Wacht op akkoord van partijen" in html
    assert "Gemeente Weert, Wonen Limburg, Woningstichting St. Joseph" in html


def test_an_empty_list_teaches_what_to_do(town):
    html = signed_in(town.assignments[Role.COORDINATOR]).get(reverse("covenants:overview")).content.decode()
    assert "Er is nog geen convenant" in html


def test_two_versions_are_compared_in_sentences(town, version):
    newer = services.propose_covenant(actor=town.actor(Role.COORDINATOR), text=NEXT)
    html = page(town, Role.COORDINATOR, newer)
    address = reverse("covenants:comparison", args=[version.pk, newer.pk])
    assert address in html
    changes = signed_in(town.assignments[Role.COORDINATOR]).get(address).content.decode()
    assert UNKNOWN not in changes
    assert "was 2, wordt 3" in changes
    assert "Een melder geeft pas een signaal bij 2 maanden achterstand of meer." in changes
    assert "Een melder geeft pas een signaal bij 3 maanden achterstand of meer." in changes


def test_a6_a_covenant_of_another_municipality_does_not_exist(town, version):
    client = signed_in(town.clerk_elsewhere)
    assert client.get(reverse("covenants:covenant", args=[version.pk])).status_code == 404
    assert str(version.pk) not in client.get(reverse("covenants:overview")).content.decode()


def test_reading_takes_a_fixed_number_of_queries(town, version, django_assert_max_num_queries):
    sign_for_all(version)
    client = signed_in(town.assignments[Role.CASE_DIRECTOR])
    with django_assert_max_num_queries(20):
        client.get(reverse("covenants:covenant", args=[version.pk]))
