"""The work list: whom first, and why, in words (R27–R30, R34)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.template import engines
from django.urls import reverse

from tests.web.cases import FAMILY, GONE, LONG, SINGLE, UNKNOWN_BENEFIT
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.casework.models import Case, District, Leave, SavedFilter
from tijdig.casework.queries.worklist import WorkFilter
from tijdig.casework.services import report_eviction
from tijdig.covenant.rules.facts import EvictionStage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_april")]
ADDRESS = "/werklijst/"
QUERIES = 27


def shown(cases, role=Role.CASE_DIRECTOR, query="") -> str:
    response = cases.browser(role).get(ADDRESS + query)
    assert response.status_code == 200
    html = response.content.decode()
    assert UNKNOWN not in html
    return html


def test_r29_the_threatened_family_is_first_and_the_reason_is_said(cases):
    html = shown(cases)
    order = [name for name in ("Verstappen", "Nijssen", "Geraedts") if name in html]
    assert order == sorted(order, key=html.index)
    assert html.index("Verstappen") == min(html.index(name) for name in order)
    assert "<strong>Gezin met minderjarige kinderen en een dreigende ontruiming</strong>" in html


def test_r27_r28_each_row_says_until_when_and_under_which_rule(cases):
    html = shown(cases)
    assert "binnen 3 werkdagen na ontvangst (regel R27)" in html
    assert "binnen 4 weken na ontvangst (regel R28)" in html


def test_r30_what_is_not_known_is_a_reason_to_find_out_first(cases):
    html = shown(cases, query="?toon=find-out")
    assert "Op den Camp" in html
    assert "Geraedts" not in html
    assert "Zoek dit eerst uit" in html


@pytest.mark.parametrize(
    ("toon", "people"),
    [
        ("to-take-up", {FAMILY, SINGLE, UNKNOWN_BENEFIT, LONG, GONE}),
        ("mine", set()),
        ("threatened", {FAMILY}),
        ("to-close", {GONE}),
        ("no-such-filter", {FAMILY, SINGLE, UNKNOWN_BENEFIT, LONG, GONE}),
    ],
)
def test_filters_show_their_part_and_how_many(cases, toon, people):
    html = shown(cases, query=f"?toon={toon}")
    found = {bsn for bsn, case in cases.by_person.items() if str(case.pk) in html}
    assert found == people


def test_a_case_is_taken_up_from_its_row(cases):
    case = cases.by_person[FAMILY]
    client = cases.browser(Role.CASE_DIRECTOR)
    address = reverse("municipality:act", args=[case.pk, "oppakken"])
    assert address in client.get(ADDRESS).content.decode()
    response = client.post(address, {"version": case.version}, follow=True)
    assert "U hebt deze zaak nu." in response.content.decode()
    assert str(Case.objects.get(pk=case.pk).owner) == str(cases.world.town.person(Role.CASE_DIRECTOR).pk)
    assert str(case.pk) in shown(cases, query="?toon=mine")


def test_an_empty_list_says_what_to_do_next(cases):
    assert "U hebt nog geen zaken." in shown(cases, query="?toon=mine")


def test_each_part_that_is_empty_says_what_comes_there():
    """By template alone: in no town is every part empty."""
    page = engines["django"].get_template("municipality/work_list_empty.html")
    told = [page.render({"shown": one.value}) for one in WorkFilter]
    assert len(set(told)) == len(WorkFilter)
    assert not [html for html in told if UNKNOWN in html]


@pytest.mark.parametrize("role", [Role.LANDLORD_CLERK, Role.SOCIAL_WORKER, Role.PRIVACY_OFFICER])
def test_a6_other_roles_are_refused_with_the_reason(cases, role):
    response = cases.browser(role).get(ADDRESS)
    assert response.status_code == 403
    assert "regisseur" in response.content.decode()


def test_i2_l6_no_name_or_number_stands_in_an_address(cases):
    html = shown(cases)
    addresses = [part.split('"')[0] for part in html.split('href="')[1:]]
    assert not [one for one in addresses if "Verstappen" in one or FAMILY in one]
    assert FAMILY not in html


def test_the_number_of_queries_does_not_grow_with_the_list(cases, django_assert_max_num_queries):
    client = cases.browser(Role.CASE_DIRECTOR)
    client.get(ADDRESS)
    told = 2 if connection.vendor == "postgresql" else 0  # whose rows the connection may see, and back (A7)
    with django_assert_max_num_queries(QUERIES + told):
        client.get(ADDRESS)


def test_c1_what_holds_for_most_rows_is_explained_once_and_by_itself_where_a_row_differs(cases):
    summary = "<summary>Waarom zie ik dit, en wat niet?</summary>"
    assert shown(cases).count(summary) == 1

    case = cases.by_person[FAMILY]
    Case.objects.filter(pk=case.pk).update(covenant_hash="sha256:unknown")  # nothing may be told of it
    html = shown(cases)

    row = html[html.index(f'value="{case.pk}:') :]
    assert html.count(summary) == 2
    assert "Verstappen" not in html
    assert "Er is geen convenant van deze gemeente waarop dit kan rusten." in row[: row.index("</tr>")]


@pytest.mark.parametrize("role", [Role.CASE_DIRECTOR, Role.COORDINATOR])
def test_r34_a_closed_case_with_news_of_the_landlord_is_there_to_look_at(cases, role):
    case = cases.by_person[FAMILY]
    Case.objects.filter(pk=case.pk).update(
        state="closed",
        closed_on="2026-04-06",
        result="Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
    )
    signal = case.notification.links.get().signal
    clerk = cases.world.town.actor(Role.LANDLORD_CLERK)
    report_eviction(actor=clerk, signal_id=signal.pk, stage=EvictionStage.JUDGMENT, on=date(2026, 4, 7))

    html = shown(cases, role, "?toon=to-look-at")

    assert "Verstappen" in html
    assert "Geraedts" not in html
    assert "Bericht bekijken" in html


def test_e5_i2_a_case_is_found_by_name_and_what_was_typed_stands_in_no_address(cases):
    browser = cases.browser(Role.CASE_DIRECTOR)

    found = browser.post("/werklijst/zoeken/", {"zoek": "Verstappen"})
    nothing = browser.post("/werklijst/zoeken/", {"zoek": "Onbekend"})
    refused = browser.post("/werklijst/zoeken/", {"zoek": "6001"})

    assert str(cases.by_person[FAMILY].pk) in found.content.decode()
    assert str(cases.by_person[SINGLE].pk) not in found.content.decode()
    assert "Niets gevonden" in nothing.content.decode()
    assert (refused.status_code, "Typ een achternaam" in refused.content.decode()) == (422, True)
    assert all(UNKNOWN not in one.content.decode() for one in (found, nothing, refused))


def test_k6_chosen_cases_are_given_to_a_colleague_who_is_away_with_a_warning(cases):
    colleague = cases.colleague("naima")
    Leave.objects.create(
        controller_id="0988",
        person=colleague.person_id,
        first_day=date(2026, 4, 1),
        last_day=date(2026, 4, 17),
    )
    first, second = cases.by_person[FAMILY], cases.by_person[SINGLE]
    chosen = [f"{first.pk}:{first.version}", f"{second.pk}:{second.version + 3}"]

    answer = cases.browser(Role.COORDINATOR).post(
        "/werklijst/toewijzen/", {"zaak": chosen, "aan": str(colleague.person_id), "toon": "to-take-up"}
    )

    html = answer.content.decode()
    assert UNKNOWN not in html
    assert "1 zaak is nu van" in html
    assert "is afwezig tot en met 17 april 2026" in html
    assert f"Zaak {second.number}" in html
    assert "Een collega heeft deze zaak intussen gewijzigd" in html
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.owner, second.owner) == (colleague.person_id, None)


def test_a_list_is_narrowed_and_kept_under_a_name(cases):
    browser = cases.browser(Role.COORDINATOR)
    browser.post("/vandaag/wijken/", {"districts": "Centrum: 6001-6002\nZuid: 6006"})
    centre, south = District.objects.order_by("name")
    wrong = browser.post("/vandaag/wijken/", {"districts": "Noord: zes"}).content.decode()

    browser.post("/werklijst/bewaren/", {"naam": "Leeg", "toon": "threatened", "wijk": south.pk})

    assert "is geen postcode of reeks van postcodes" in wrong
    assert "Noord: zes" in wrong
    html = shown(cases, Role.COORDINATOR, f"?toon=threatened&wijk={south.pk}")
    assert "In dit deel van de lijst staan geen zaken" in html
    assert f'toon=threatened&amp;wijk={south.pk}">Leeg</a>' in html
    assert str(cases.by_person[FAMILY].pk) in shown(cases, Role.COORDINATOR, f"?wijk={centre.pk}")
    saved = SavedFilter.objects.get()
    browser.post(f"/werklijst/bewaard/{saved.pk}/weg/")
    assert not SavedFilter.objects.exists()
