"""The work list: in order, counted, with personal data through the covenant only, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.town import BSNS, RECEIVED, Town
from tests.covenant.agreeing import say
from tests.sealed import person_of
from tijdig.actors import Role
from tijdig.casework.models import Case, Override
from tijdig.casework.queries import FILTER_NAMES_NL, WorkFilter, case_page, work_list
from tijdig.casework.queries.people import written_name
from tijdig.casework.rules.states import CaseState
from tijdig.casework.services import (
    close_case,
    override_triage,
    record_answer,
    record_offer,
    refer_case,
    take_up_case,
)
from tijdig.casework.services.opening import open_cases
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.disclosure.models import DecisionRecord
from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.problems import NotFound, Refused
from tijdig.residents.rules.record import NameUse, ResidentRecord


def fill(town: Town, count: int) -> None:
    for number in range(count):
        bsn = f"8{number:08d}"
        town.add_resident(bsn, benefit=number % 2 == 0)
        town.add_signal(bsn)
    open_cases(actor=town.system, on=RECEIVED)


def queries_for(town: Town, page: int = 1) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work_list(town.people["debt-director"], page=page)
    return len(captured)


def test_r29_the_list_is_in_order_of_rank_and_pages_hold_fifty(weert: Town) -> None:
    fill(weert, 52)

    first = work_list(weert.people["debt-director"])
    last = work_list(weert.people["debt-director"], page=99)

    assert (len(first.rows), first.pages, last.page, len(last.rows)) == (50, 2, 2, 2)
    listed = [row.number for row in (*first.rows, *last.rows)]
    assert listed == list(Case.objects.order_by("rank_key", "number").values_list("number", flat=True))


def test_the_number_of_queries_does_not_grow_with_the_number_of_cases(weert: Town) -> None:
    fill(weert, 2)
    few = queries_for(weert)
    fill_more = [f"7{number:08d}" for number in range(30)]
    for bsn in fill_more:
        weert.add_resident(bsn, benefit=False)
        weert.add_signal(bsn)
    open_cases(actor=weert.system, on=RECEIVED)

    assert queries_for(weert) == few
    assert few <= 20


def test_l1_only_the_shown_rows_are_disclosed_and_each_is_recorded(weert: Town) -> None:
    fill(weert, 51)

    page = work_list(weert.people["debt-director"], page=2)

    records = DecisionRecord.objects.filter(subject_kind="case")
    assert {record.subject_id for record in records} == {str(row.case_id) for row in page.rows}
    assert {record.purpose for record in records} == {"triage"}


def test_c3_a_revoked_covenant_shows_no_person_at_once(weert: Town) -> None:
    fill(weert, 1)
    before = work_list(weert.people["debt-director"]).rows[0]
    say(CovenantVersion.objects.get(), "amw", Verdict.REVOKE)

    after = work_list(weert.people["debt-director"]).rows[0]

    assert (before.name, after.name) == ("K.S. Jansen", "")
    assert after.rank_reasons == after.route_reasons == ()
    assert [reason.code for reason in after.disclosed.withheld["bewoner.naam"].reasons] == [
        "disclosure.covenant-not-in-force"
    ]


def test_filters_count_what_they_show(weert: Town, clock: time_machine.Traveller) -> None:
    director = weert.people["debt-director"]
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_resident(BSNS[1])
    weert.add_resident(BSNS[2], benefit=True)
    weert.add_resident(BSNS[3], benefit=True)
    for bsn in BSNS[:3]:
        weert.add_signal(bsn, crisis=bsn == BSNS[2])
    weert.add_signal(BSNS[3], state=RegisterState.DECEASED)
    weert.open()
    referred = Case.objects.get(notification__links__person=person_of(weert.code, BSNS[0]))
    taken = take_up_case(actor=director, case_id=referred.pk, version=1)
    refer_case(
        actor=director, case_id=referred.pk, version=taken.version, party="amw", reason="Hulp", on=RECEIVED
    )
    clock.move_to(date(2026, 3, 12))  # the short term of the threatened case has passed

    counts = work_list(director).counts

    assert counts == {
        WorkFilter.ALL: 4,
        WorkFilter.TO_TAKE_UP: 3,
        WorkFilter.MINE: 1,
        WorkFilter.OVERDUE: 1,
        WorkFilter.THREATENED: 1,
        WorkFilter.FIND_OUT: 1,
        WorkFilter.REFERRED: 1,
        WorkFilter.TO_CLOSE: 1,
        WorkFilter.TO_LOOK_AT: 0,
    }
    for shown in WorkFilter:
        assert len(work_list(director, shown=shown).rows) == counts[shown]
    assert [row.is_overdue for row in work_list(director, shown=WorkFilter.OVERDUE).rows] == [True]
    assert set(FILTER_NAMES_NL) == set(WorkFilter)


def test_r34_a_person_can_put_a_case_first_or_last_with_a_reason_and_go_back(weert: Town) -> None:
    fill(weert, 3)
    director = weert.people["debt-director"]
    last = work_list(director).rows[-1]
    advised = Case.objects.get(pk=last.case_id).rank_key
    with pytest.raises(Refused, match="text-missing"):
        override_triage(
            actor=director,
            case_id=last.case_id,
            version=1,
            kind=Override.Kind.FIRST,
            reason=" ",
            on=RECEIVED,
        )

    moved = override_triage(
        actor=director,
        case_id=last.case_id,
        version=1,
        kind=Override.Kind.FIRST,
        reason="Zwanger en alleen",
        on=RECEIVED,
    )
    first = work_list(director).rows[0].case_id
    back = override_triage(
        actor=director,
        case_id=last.case_id,
        version=moved.version,
        kind=Override.Kind.ADVICE,
        reason="Toch niet",
        on=RECEIVED,
    )

    assert first == last.case_id
    assert back.rank_key == advised


@pytest.mark.any_database
def test_r34_another_route_brings_its_own_tasks_and_the_advice_stays_readable(weert: Town) -> None:
    fill(weert, 1)
    director = weert.people["debt-director"]
    case = Case.objects.get()
    assert case.route == "participatiewet"

    changed = override_triage(
        actor=director,
        case_id=case.pk,
        version=1,
        kind=Override.Kind.ROUTE,
        route="maatschappelijk-werk",
        reason="Rouw staat voorop",
        on=RECEIVED,
    )

    open_tasks = {
        task.code or task.kind for task in changed.tasks.all() if not task.dropped and task.done_on is None
    }
    assert open_tasks == {"amw", "problemen-in-kaart"}
    page = case_page(director, case.pk)
    assert [override.reason for override in page.overrides] == ["Rouw staat voorop"]
    assert "participatiewet" in page.route_reasons[0].nl
    with pytest.raises(NotFound):
        override_triage(
            actor=director,
            case_id=case.pk,
            version=changed.version,
            kind=Override.Kind.ROUTE,
            route="bestaat-niet",
            reason="?",
            on=RECEIVED,
        )


def test_a_closed_case_leaves_the_list(weert: Town) -> None:
    weert.add_resident(BSNS[0])
    weert.add_signal(BSNS[0], state=RegisterState.MOVED_AWAY)
    (case,) = weert.open()
    director = weert.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=1)
    from tijdig.casework.rules.results import Closing
    from tijdig.ddas import Result

    close_case(
        actor=director,
        case_id=case.pk,
        version=taken.version,
        closing=Closing(Result.NOT_RESIDENT),
        on=RECEIVED,
    )

    assert work_list(director).rows == ()


@pytest.mark.parametrize("role", [Role.LANDLORD_CLERK, Role.SOCIAL_WORKER, Role.PRIVACY_OFFICER])
def test_a5_other_roles_have_no_work_list_and_no_case_page(weert: Town, role: Role) -> None:
    fill(weert, 1)
    outsider = replace(weert.people["debt-director"], role=role)

    with pytest.raises(Refused, match="role-may-not"):
        work_list(outsider)
    with pytest.raises(Refused, match="role-may-not"):
        case_page(outsider, Case.objects.get().pk)


def test_a6_the_page_of_another_municipality_s_case_does_not_exist(weert: Town, sittard: Town) -> None:
    fill(weert, 1)

    with pytest.raises(NotFound):
        case_page(sittard.people["debt-director"], Case.objects.get().pk)


@pytest.mark.parametrize(
    ("use", "name"),
    [
        (NameUse.OWN, "A.B. van der Berg"),
        (NameUse.PARTNER, "A.B. de Wit"),
        (NameUse.PARTNER_THEN_OWN, "A.B. de Wit-van der Berg"),
        (NameUse.OWN_THEN_PARTNER, "A.B. van der Berg-de Wit"),
    ],
)
def test_people_are_named_as_they_wish(use: NameUse, name: str) -> None:
    record = ResidentRecord(
        bsn="",
        given_names="Anna Berta",
        prefix="van der",
        surname="Berg",
        name_use=use,
        partner_prefix="de",
        partner_surname="Wit",
    )

    assert written_name(record) == name


@pytest.fixture
def accepted_case(weert: Town) -> Case:
    """Someone's own case in which help was accepted, after its first conversation."""
    director = weert.people["debt-director"]
    weert.add_resident(BSNS[0], benefit=True)
    weert.add_signal(BSNS[0])
    (case,) = weert.open()
    case = take_up_case(actor=director, case_id=case.pk, version=case.version)
    case = record_offer(actor=director, case_id=case.pk, version=case.version, on=RECEIVED)
    return record_answer(actor=director, case_id=case.pk, version=case.version, accepted=True, on=RECEIVED)


@pytest.mark.parametrize(
    ("who", "state"),
    [
        ("debt-director", CaseState.ACCEPTED),  # whose case it is helps: that purpose permits it
        ("work-director", CaseState.TAKEN_UP),  # the list of all cases is there for triage only
        ("coordinator", CaseState.TAKEN_UP),
    ],
)
def test_c1_the_list_tells_how_help_goes_to_who_helps(
    weert: Town, accepted_case: Case, who: str, state: CaseState
) -> None:
    (row,) = work_list(weert.people[who]).rows

    assert row.state == state
    asked = set(DecisionRecord.objects.values_list("purpose", flat=True))
    assert asked == ({"triage", "hulpverlening"} if who == "debt-director" else {"triage"})
    told = row.disclosed.values["zaak.status"]
    assert told == "opgepakt"


@pytest.mark.any_database
def test_c1_the_page_s_own_field_of_the_status_tells_no_more_than_that(
    weert: Town, accepted_case: Case
) -> None:
    page = case_page(weert.people["coordinator"], accepted_case.pk)

    (field,) = [one for one in page.fields if one.code == "zaak.status"]
    assert (page.state, field.value) == (CaseState.TAKEN_UP, "opgepakt")


@pytest.mark.any_database
def test_r28_that_a_term_has_passed_is_part_of_the_terms_and_withheld_with_them(
    weert: Town, clock: time_machine.Traveller
) -> None:
    fill(weert, 1)
    clock.move_to(date(2026, 4, 2))
    coordinator = weert.people["coordinator"]
    late = work_list(coordinator).rows[0]
    say(CovenantVersion.objects.get(), "amw", Verdict.REVOKE)

    withheld = work_list(coordinator).rows[0]

    assert (late.first_conversation_by, late.is_overdue) == (date(2026, 4, 1), True)
    assert (withheld.first_conversation_by, withheld.is_overdue, withheld.state) == (None, False, None)
