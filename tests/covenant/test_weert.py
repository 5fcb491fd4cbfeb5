"""Weert, signed 13 February 2017: each sentence of the covenant, as the software acts on it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.covenant.samples import facts_for, first_route, known, may, rank
from tijdig.covenant.rules.deciding import projected_feedback
from tijdig.covenant.rules.document import Covenant, PartyRole, Period
from tijdig.covenant.rules.fields import FIELDS
from tijdig.ddas import Result


@pytest.mark.parametrize(("months", "accepted"), [(0, False), (1, False), (2, True), (3, True)])
def test_monthly_and_from_two_months_of_arrears(weert: Covenant, months: int, accepted: bool) -> None:
    facts = {
        **facts_for(weert.exchanges[0].conditions),
        "achterstand.maanden": known("achterstand.maanden", months),
    }

    assert weert.delivery.rhythm == "maandelijks"
    assert weert.delivery.min_months == 2
    assert may(weert, "st-joseph", "gemeente-weert", "vroegsignalering", "signaal.naam", facts) == accepted


def test_a_tenant_who_was_not_informed_is_not_reported(weert: Covenant) -> None:
    facts = {**facts_for(weert.exchanges[0].conditions), "huurder.geinformeerd": None}

    assert not may(weert, "st-joseph", "gemeente-weert", "vroegsignalering", "signaal.naam", facts)
    assert weert.terms.inform == Period(months=1)


def test_the_landlord_s_own_steps_go_on(weert: Covenant) -> None:
    assert not weert.pause.possible


def test_a_benefit_gives_one_conversation_with_two_case_directors_at_once(weert: Covenant) -> None:
    route = first_route(weert, {"uitkering.participatiewet": known("uitkering.participatiewet", value=True)})

    assert route
    assert route.to == "gemeente-weert"
    assert "uitnodiging:schulddienstverlening+participatie" in route.actions
    assert weert.terms.joint_invitation == Period(working_days=1)


def test_rent_is_withheld_from_the_benefit_only_with_a_decision(weert: Covenant) -> None:
    route = first_route(weert, {"uitkering.participatiewet": known("uitkering.participatiewet", value=True)})

    assert route
    assert "taak:inhouding-huur" in route.actions
    assert weert.tasks["inhouding-huur"].requires == "besluitkenmerk"


def test_without_a_benefit_the_case_goes_to_social_work(weert: Covenant) -> None:
    facts = {
        "uitkering.participatiewet": known("uitkering.participatiewet", value=False),
        "huurder.bezwaar": known("huurder.bezwaar", value=False),
    }

    route = first_route(weert, facts)

    assert route
    assert (route.to, route.actions[0]) == ("amw", "doorgeleiding")
    assert may(weert, "gemeente-weert", "amw", "hulpverlening", "signaal.naam", facts)


def test_an_unknown_benefit_is_found_out_and_not_guessed(weert: Covenant) -> None:
    assert first_route(weert, {}) is None
    assert not may(weert, "gemeente-weert", "amw", "hulpverlening", "signaal.naam", {})


def test_municipality_and_social_work_map_the_problems_together(weert: Covenant) -> None:
    assert all("taak:problemen-in-kaart" in route.actions for route in weert.routes)
    assert may(weert, "amw", "gemeente-weert", "hulpverlening", "zaak.resultaat", {})
    assert may(weert, "amw", "amw", "hulpverlening", "signaal.naam", {})
    assert may(weert, "gemeente-weert", "gemeente-weert", "hulpverlening", "zaak.notities", {})


@pytest.mark.parametrize("consent", [True, False])
def test_other_experts_come_in_with_consent(weert: Covenant, consent: bool) -> None:
    facts = {
        "uitkering.participatiewet": known("uitkering.participatiewet", value=True),
        "huurder.bezwaar": known("huurder.bezwaar", value=False),
        "toestemming.doorgeleiding": known("toestemming.doorgeleiding", consent),
    }

    assert may(weert, "gemeente-weert", "amw", "hulpverlening", "signaal.naam", facts) == consent
    assert weert.tasks["deskundige-erbij"].requires == "toestemming"


def test_households_with_minor_children_go_first(weert: Covenant) -> None:
    children = known("huishouden.minderjarigen", value=True)
    none = known("huishouden.minderjarigen", value=False)
    eviction = known("ontruiming.dreigt", value=True)
    calm = known("ontruiming.dreigt", value=False)

    both = rank(weert, {"huishouden.minderjarigen": children, "ontruiming.dreigt": eviction})
    family = rank(weert, {"huishouden.minderjarigen": children, "ontruiming.dreigt": calm})
    threatened = rank(weert, {"huishouden.minderjarigen": none, "ontruiming.dreigt": eviction})

    assert both.index(True) < family.index(True) < threatened.index(True)


def test_nothing_moves_that_the_covenant_does_not_name(weert: Covenant) -> None:
    everything = {
        name: fact
        for permission in (*weert.exchanges, *weert.own_uses)
        for name, fact in facts_for(permission.conditions).items()
    }
    landlords = [code for code, party in weert.parties.items() if party.is_signal_partner]
    seen = {
        field
        for landlord in landlords
        for sender in weert.parties
        for purpose in weert.purposes
        for field in FIELDS
        if may(weert, sender, landlord, purpose, field, everything)
    }

    assert all(FIELDS[field].for_signal_partners for field in seen)
    assert not [field for field in seen if field.startswith(("bewoner", "huishouden", "uitkering", "zaak"))]


def test_every_result_is_projected_or_kept_on_purpose(weert: Covenant) -> None:
    assert {result for projection in weert.feedback for result in projection.internal} == set(Result)
    assert projected_feedback(weert, Result.OTHER_REASON) == "niet_opgepakt"


def test_the_municipality_answers_for_it(weert: Covenant) -> None:
    assert weert.municipality.code == "gemeente-weert"
    assert weert.controller_code == "0988"
    assert weert.accountability.privacy_officer.email
    assert may(weert, "gemeente-weert", "gemeente-weert", "verantwoording", "zaak.status", {})


def test_the_log_is_reviewed_and_only_named_exchanges_open(weert: Covenant) -> None:
    assert weert.accountability.log_review_every == Period(months=1)
    assert not may(weert, "amw", "wonen-limburg", "hulpverlening", "signaal.naam", {})


def test_the_partners_and_the_start(weert: Covenant) -> None:
    assert {party.name: party.role for party in weert.parties.values()} == {
        "Gemeente Weert": PartyRole.MUNICIPALITY,
        "Wonen Limburg": PartyRole.LANDLORD,
        "Woningstichting St. Joseph": PartyRole.LANDLORD,
        "Algemeen Maatschappelijk Werk Midden-Limburg": PartyRole.SOCIAL_WORK,
    }
    assert weert.valid_from == date(2026, 3, 1)
    assert "13 februari 2017" in weert.source
