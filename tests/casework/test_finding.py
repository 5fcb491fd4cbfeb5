"""Find a case by name or address; narrow the list by district; keep a list; give many cases at once (E5, K6, L6)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
import time_machine

from tests.built_once import built_once
from tests.casework.town import BSNS, Town, build_weert
from tests.covenant.agreeing import say
from tijdig.casework.models import Case, CaseKey, District, SavedFilter
from tijdig.casework.queries import WorkFilter, work_list
from tijdig.casework.queries.finding import find_cases
from tijdig.casework.queries.worklist import Narrowing
from tijdig.casework.rules.districts import Area, district_of, read_postcodes
from tijdig.casework.rules.finding import ANY_INITIAL, Sought, address_keys, name_keys, read_search
from tijdig.casework.services import (
    add_note,
    assign_cases,
    forget_filter,
    keep_districts,
    save_filter,
    take_up_case,
)
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.disclosure.models import DecisionRecord
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Problem, Refused


@pytest.mark.parametrize(
    ("typed", "names", "addresses"),
    [
        ("K. Jansen", {("jansen", "K"), ("jansen", "")}, set()),
        ("jansen, k", {("jansen", "K"), ("jansen", "")}, set()),
        ("K.S. Jansen", {("jansen", "K"), ("jansen", "")}, set()),
        ("Jansen", {("jansen", one) for one in ANY_INITIAL}, set()),
        ("van der Berg", {("berg", one) for one in ANY_INITIAL}, set()),
        ("6001 AB 12", set(), {("6001AB", "12")}),
        ("6001ab 12 B", set(), {("6001AB", "12")}),
        ("Maasstraat 12", set(), {("maasstraat", "12")}),
        ("Burg. Höltzerstraat 7a", set(), {("burgholtzerstraat", "7")}),
    ],
)
def test_e5_what_is_typed_becomes_keys_of_two_things_together(
    typed: str, names: set[tuple[str, str]], addresses: set[tuple[str, str]]
) -> None:
    assert read_search(typed) == Sought(frozenset(names), frozenset(addresses))


@pytest.mark.parametrize("typed", ["", "  ", "K.", "12", "6001AB", "x"])
def test_e5_what_is_neither_name_nor_address_is_refused_with_an_example(typed: str) -> None:
    problem = read_search(typed)

    assert isinstance(problem, Problem)
    assert (problem.code, "Maasstraat 12" in problem.remedy_nl) == ("casework.nothing-to-find-by", True)


def test_e5_a_person_is_found_by_each_of_their_names_never_by_a_surname_alone() -> None:
    assert name_keys([("van", "Maassen-Kooyman"), ("", "Wit")], "A") == {
        ("maassenkooyman", "A"), ("maassen", "A"), ("kooyman", "A"), ("wit", "A"),
    }  # fmt: skip
    assert address_keys("Maasstraat", 12, "6001 AB") == {("6001AB", "12"), ("maasstraat", "12")}
    assert address_keys("Maasstraat", None, "6001 AB") == frozenset()


@pytest.mark.parametrize(
    ("text", "ranges"),
    [("6001-6003, 6005", ((6001, 6003), (6005, 6005))), ("6001", ((6001, 6001),))],
)
def test_districts_are_ranges_of_postcodes(text: str, ranges: tuple[tuple[int, int], ...]) -> None:
    assert read_postcodes(text) == ranges


@pytest.mark.parametrize("text", ["", "600", "6003-6001", "6001AB", "6001;6002"])
def test_a_postcode_that_is_none_is_named(text: str) -> None:
    problem = read_postcodes(text)
    assert isinstance(problem, Problem)
    assert problem.code == "casework.postcodes-wrong"


def test_an_address_lies_in_the_first_district_that_holds_it() -> None:
    areas = (Area(1, ((6001, 6003),)), Area(2, ((6003, 6009),)))
    assert [district_of(one, areas) for one in ("6001AB", "6003 XX", "6004", "5999", "")] == [
        1,
        1,
        2,
        None,
        None,
    ]


@built_once
def build_three_cases() -> Town:
    """Three cases of people named Jansen in the register, each at Maasstraat 12; one with another name at a partner."""
    weert = build_weert()
    for number, bsn in enumerate(BSNS[:3]):
        weert.add_resident(bsn, benefit=False)
        weert.add_signal(bsn, **({"surname": "Wit", "initials": "P."} if number == 2 else {}))
    weert.open()
    return weert


@pytest.fixture
def town(db: None, clock: time_machine.Traveller) -> Town:
    return build_three_cases()


def cases_of(town: Town) -> list[Case]:
    return list(Case.objects.filter(controller_id=town.code).order_by("rank_key", "number"))


def test_l1_a_search_is_decided_and_recorded_without_what_was_typed(town: Town) -> None:
    director = town.people["debt-director"]

    by_name = find_cases(director, "K. Jansen")
    by_other = find_cases(director, "de Wit")
    by_address = find_cases(director, "6001 AB 12")

    assert (len(by_name.rows), len(by_other.rows), len(by_address.rows)) == (3, 1, 3)
    assert DecisionRecord.objects.filter(purpose="triage").count() == 7
    events = AuditEvent.objects.filter(action="search-cases").order_by("pk")
    assert [event.details for event in events] == [
        {"subject": "name", "cases": 3},
        {"subject": "name", "cases": 1},
        {"subject": "address", "cases": 3},
    ]


@pytest.mark.django_db(transaction=True)
def test_l1_a_search_outside_any_transaction_is_recorded_as_well(request: pytest.FixtureRequest) -> None:
    town: Town = request.getfixturevalue("town")

    assert find_cases(town.people["debt-director"], "Jansen").rows


@pytest.mark.any_database
def test_c1_what_the_covenant_withholds_is_not_found_by_it(town: Town) -> None:
    say(CovenantVersion.objects.get(), "amw", Verdict.REVOKE)

    assert find_cases(town.people["debt-director"], "Jansen").rows == ()


def test_a6_nobody_finds_a_case_of_another_municipality(town: Town, sittard: Town) -> None:
    assert CaseKey.objects.filter(controller_id=town.code).exists()
    assert find_cases(sittard.people["debt-director"], "Jansen").rows == ()


def test_the_list_is_narrowed_by_district_by_colleague_and_by_nobody(town: Town) -> None:
    director, first = town.people["debt-director"], cases_of(town)[0]
    take_up_case(actor=director, case_id=first.pk, version=first.version)
    keep_districts(actor=town.people["coordinator"], districts={"Centrum": "6001-6002", "Zuid": "6004"})
    centre, south = District.objects.order_by("name")

    def shown(narrowing: Narrowing) -> tuple[int, int]:
        found = work_list(director, narrowing=narrowing)
        return len(found.rows), found.counts[WorkFilter.TO_TAKE_UP]

    assert shown(Narrowing(district=centre.pk)) == (3, 2)
    assert shown(Narrowing(district=south.pk)) == (0, 0)
    assert shown(Narrowing(owner=director.person_id)) == (1, 0)
    assert shown(Narrowing(district=centre.pk, unassigned=True)) == (2, 2)
    with pytest.raises(Refused, match="postcodes-wrong"):
        keep_districts(actor=town.people["coordinator"], districts={"Noord": "zes"})
    assert District.objects.count() == 2
    with pytest.raises(Refused, match="role-may-not"):
        keep_districts(actor=director, districts={})


def test_a_list_is_kept_under_a_name_of_one_s_own(town: Town) -> None:
    director, colleague = town.people["debt-director"], town.people["work-director"]
    for owner in (None, director.person_id):
        save_filter(
            actor=director, name="Spoed", shown="threatened", district=None, owner=owner, unassigned=False
        )

    saved = SavedFilter.objects.get()  # the same name again replaces it
    assert (saved.person, saved.owner) == (director.person_id, director.person_id)
    with pytest.raises(NotFound):
        forget_filter(actor=colleague, filter_id=saved.pk)
    forget_filter(actor=director, filter_id=saved.pk)
    assert not SavedFilter.objects.exists()


def test_k6_many_cases_are_given_in_one_act_each_with_its_event_and_what_could_not_be_is_told(
    town: Town, clock: time_machine.Traveller
) -> None:
    clock.move_to(date(2026, 3, 10))
    coordinator, director = town.people["coordinator"], town.people["debt-director"]
    to = town.people["work-director"].person_id
    assert to is not None
    new, taken, changed = cases_of(town)
    taken = take_up_case(actor=director, case_id=taken.pk, version=taken.version)
    mine = take_up_case(actor=director, case_id=changed.pk, version=changed.version)
    add_note(actor=director, case_id=changed.pk, version=mine.version, text="Belt morgen")

    done = assign_cases(
        actor=coordinator,
        cases=[(new.pk, new.version), (taken.pk, taken.version), (changed.pk, mine.version)],
        to=to,
    )

    assert done.given == (new.pk, taken.pk)
    (problem,) = done.refused[changed.pk]
    assert problem.code == "casework.changed-by-colleague"
    owners = dict(Case.objects.values_list("pk", "owner"))
    assert owners == {new.pk: to, taken.pk: to, changed.pk: director.person_id}
    given = AuditEvent.objects.filter(action__in=["case.assign", "case.hand-over"], result="done")
    assert sorted(UUID(event.object_id) for event in given) == sorted(done.given)
    assert AuditEvent.objects.get(action="assign-cases").details["refused_cases"] == 1
    nobody = town.people["coordinator"].person_id
    assert nobody is not None
    with pytest.raises(Refused, match="not-a-case-director"):
        assign_cases(actor=coordinator, cases=[(changed.pk, 1)], to=nobody)
