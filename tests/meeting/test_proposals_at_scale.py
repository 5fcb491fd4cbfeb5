"""R47: proposing opens no more than it must: what columns do not rule out, and as many as an agenda has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.town import BSNS, Town, shipped
from tijdig.casework.models import Case
from tijdig.casework.rules.atw import term_end
from tijdig.covenant.rules.document import Condition
from tijdig.covenant.rules.period import Period
from tijdig.meeting.queries import meeting_pack, proposals, proposed_agenda
from tijdig.meeting.rules.agenda import Basis, proposes_threats_only
from tijdig.meeting.services import plan_meeting, table_case


def test_r47_the_criteria_of_weert_and_of_the_country_hold_under_a_threat_only_those_of_sittard_do_not() -> (
    None
):
    assert [proposes_threats_only(shipped(name)) for name in ("weert", "landelijk", "sittard-geleen")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "condition",
    [
        Condition("ontruiming.dreigt", "=", False),
        Condition("ontruiming.dreigt", "!=", True),
        Condition("huishouden.minderjarigen", "=", True),
    ],
)
def test_r47_a_criterion_that_also_holds_without_a_threat_rules_nobody_out(condition: Condition) -> None:
    covenant = shipped("weert")
    asked = replace(covenant, meeting=replace(covenant.meeting, criteria=(condition,)))
    assert not proposes_threats_only(asked)


@given(
    longest=st.builds(Period, months=st.integers(0, 14), weeks=st.integers(0, 3), days=st.integers(1, 40)),
    received=st.dates(date(2026, 1, 1), date(2028, 4, 1)),
    later=st.integers(0, 600),
)
def test_r47_the_day_that_rules_cases_out_misses_none_that_is_open_for_too_long(
    longest: Period, received: date, later: int
) -> None:
    today = received + timedelta(later)
    if term_end(received, longest) < today:
        assert received <= proposals._day_before(longest, today)


def test_r47_what_is_proposed_is_the_same_as_when_every_case_is_opened_and_asks_as_much_of_many_as_of_one(
    weert: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = weert.people["coordinator"]
    meeting = plan_meeting(actor=coordinator)
    asked = []
    for number, bsn in enumerate(BSNS[:4]):
        weert.add_resident(bsn, benefit=False)
        weert.add_signal(bsn, crisis=number != 1)
        weert.open()
        with CaptureQueriesContext(connection) as queries:
            found = proposed_agenda(coordinator, meeting.pk)
        asked.append(len(queries))
    old = Case.objects.get(threatened=False)
    Case.objects.filter(pk=old.pk).update(received_on=date(2020, 1, 1))
    narrowed = proposed_agenda(coordinator, meeting.pk)
    monkeypatch.setattr(proposals, "proposes_threats_only", lambda _covenant: False)

    assert len(set(asked)) == 1
    assert len(found) == 3
    assert narrowed == proposed_agenda(coordinator, meeting.pk)
    assert old.pk in {one.case_id for one in narrowed}
    monkeypatch.setattr(proposals, "MOST_PROPOSED", 2)
    monkeypatch.setattr(proposals, "AT_FIRST", 1)
    monkeypatch.setattr(proposals, "AT_MOST", 2)
    assert proposed_agenda(coordinator, meeting.pk) == narrowed[:2]


def test_r47_the_pack_tells_the_route_in_the_words_of_the_covenant(weert: Town) -> None:
    coordinator = weert.people["coordinator"]
    meeting = plan_meeting(actor=coordinator)
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_signal(BSNS[0], crisis=True)
    weert.open()
    case = Case.objects.get()
    table_case(
        actor=coordinator,
        meeting_id=meeting.pk,
        case_id=case.pk,
        basis=Basis.NECESSITY,
        sentence="Voor hulp.",
    )

    (item,) = meeting_pack(coordinator, meeting.pk).items

    (route,) = [one for one in shipped("weert").routes if one.name == case.route]
    assert {one.code: one.value for one in item.fields}["zaak.route"] == route.explanation
