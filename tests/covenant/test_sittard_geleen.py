"""Sittard-Geleen, signed 7 June 2016: each sentence of the covenant, as the software acts on it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.covenant.samples import facts_for, first_route, known, may, rank
from tijdig.covenant.rules.document import Covenant, PartyRole, Period
from tijdig.covenant.rules.facts import KnownFact

GEMEENTE = "gemeente-sittard-geleen"


def facts(*, eviction: bool, children: bool, months: int = 1) -> dict[str, KnownFact | None]:
    return {
        "ontruiming.dreigt": known("ontruiming.dreigt", eviction),
        "huishouden.minderjarigen": known("huishouden.minderjarigen", children),
        "achterstand.maanden": known("achterstand.maanden", months),
        "huurder.bezwaar": known("huurder.bezwaar", value=False),
    }


def test_the_six_partners(sittard: Covenant) -> None:
    assert sittard.controller_code == "1883"
    assert {party.name: party.role for party in sittard.parties.values()} == {
        "Gemeente Sittard-Geleen": PartyRole.MUNICIPALITY,
        "Partners in Welzijn": PartyRole.SOCIAL_WORK,
        "Kredietbank Limburg": PartyRole.CREDIT_BANK,
        "ZOwonen": PartyRole.LANDLORD,
        "Woningbeheer Born-Grevenbicht": PartyRole.LANDLORD,
        "Wonen Limburg": PartyRole.LANDLORD,
    }


@pytest.mark.parametrize(
    ("eviction", "months", "route"),
    [(True, 1, "dreigende-ontruiming"), (False, 3, "problematische-schulden"), (False, 1, "vroeg-erbij")],
)
def test_problematic_debts_and_threatened_evictions_have_their_route(
    sittard: Covenant, eviction: bool, months: int, route: str
) -> None:
    found = first_route(sittard, facts(eviction=eviction, children=False, months=months))

    assert found
    assert found.name == route


def test_a_threatened_family_gets_special_attention_and_goes_first(sittard: Covenant) -> None:
    family = facts(eviction=True, children=True)

    route = first_route(sittard, family)

    assert route
    assert "taak:bijzondere-aandacht-gezin" in route.actions
    assert rank(sittard, family)[0] is True
    assert rank(sittard, facts(eviction=True, children=False))[0] is False


def test_an_unknown_family_with_a_threatened_eviction_is_found_out_first(sittard: Covenant) -> None:
    assert (
        first_route(sittard, {**facts(eviction=True, children=True), "huishouden.minderjarigen": None})
        is None
    )


def test_signals_come_earlier_and_a_crisis_on_any_day(sittard: Covenant, weert: Covenant) -> None:
    assert sittard.delivery.min_months == 1
    assert (sittard.delivery.min_months or 0) < (weert.delivery.min_months or 0)
    assert sittard.delivery.crisis_any_day
    signal = facts_for(sittard.exchanges[0].conditions)
    assert may(sittard, "zowonen", GEMEENTE, "vroegsignalering", "signaal.naam", signal)


def test_help_comes_from_more_than_one_discipline(sittard: Covenant) -> None:
    route = first_route(sittard, facts(eviction=True, children=False))

    assert route
    assert "uitnodiging:schulddienstverlening+welzijnswerk" in route.actions
    threatened = facts(eviction=True, children=False)
    assert may(sittard, GEMEENTE, "partners-in-welzijn", "hulpverlening", "signaal.naam", threatened)
    for months, permitted in ((2, False), (3, True)):
        arrears = facts(eviction=False, children=False, months=months)
        bank = may(sittard, GEMEENTE, "kredietbank-limburg", "hulpverlening", "signaal.naam", arrears)
        assert bank == permitted


def test_a_monthly_meeting_of_all_on_cases_and_progress(sittard: Covenant) -> None:
    meeting = sittard.meeting
    present = {code for selector in meeting.participants for code in sittard.members(selector)}

    assert meeting.rhythm == "maandelijks"
    assert set(meeting.subjects) == {"zaken", "voortgang"}
    assert present == set(sittard.parties)
    assert may(sittard, GEMEENTE, "zowonen", "overleg", "signaal.naam", {})
    assert not may(sittard, GEMEENTE, "zowonen", "overleg", "zaak.notities", {})


def test_the_covenant_has_a_term_and_warns_before_it_ends(sittard: Covenant) -> None:
    assert (sittard.valid_from, sittard.valid_until) == (date(2026, 3, 1), date(2028, 2, 29))
    assert sittard.evaluation.warn_before_end == Period(months=3)


def test_the_process_is_followed_and_evaluated_in_between(sittard: Covenant) -> None:
    assert sittard.evaluation.every == Period(months=6)
    assert may(sittard, GEMEENTE, GEMEENTE, "verantwoording", "zaak.resultaat", {})
    assert sittard.accountability.smallest_cell == 10
