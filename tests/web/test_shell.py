"""The frame of every page: who acts, where they can go, in which language, and what is said when something is wrong."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.template import engines
from django.test import Client
from django.urls import resolve, reverse

from tests.parties.town import Town, build_town, signed_in
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.problems import Problem, Refused
from tijdig.web import errors
from tijdig.web.context import ENTRIES, ROLE_TITLES, Shell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unknown_variables_show(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)


@pytest.fixture
def town() -> Town:
    return build_town()


def a_page(client: Client) -> str:
    return client.get("/bestaat-niet/").content.decode()


@pytest.mark.parametrize("role", ENTRIES)
def test_the_frame_tells_who_acts_for_whom_as_what(town, role):
    html = a_page(signed_in(town.assignments[role]))
    assert town.assignments[role].organisation.name in html
    assert str(ROLE_TITLES[role]) in html
    assert "Uitloggen" in html
    assert UNKNOWN not in html


def test_someone_with_one_role_sees_no_switcher_and_someone_with_two_does(town):
    assert "Andere rol" not in a_page(signed_in(town.assignments[Role.CASE_DIRECTOR]))
    html = a_page(signed_in(town.assignments[Role.LANDLORD_CLERK]))
    assert "Andere rol" in html
    assert "Sittard-Geleen" in html


def test_signed_out_people_see_no_navigation(client):
    html = a_page(client)
    assert "Hoofdmenu" not in html
    assert "Uitloggen" not in html
    assert UNKNOWN not in html


def test_every_page_has_a_skip_link_one_main_and_a_language(client):
    html = a_page(client)
    assert html.count("<main") == 1
    assert 'href="#inhoud"' in html
    assert '<html lang="nl"' in html


def test_the_language_is_switched_by_a_form_and_stays(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/bestaat-niet/"})
    html = a_page(client)
    assert '<html lang="en"' in html
    assert "Nederlands" in html


def test_the_entry_of_the_page_shown_is_marked(town, rf):
    request = rf.get(reverse("covenants:overview") + "x/")
    request.actor = town.actor(Role.CASE_DIRECTOR)
    current = [entry.label for entry in Shell(request).navigation if entry.current]
    assert current == ["Convenanten"]


def test_a_case_lies_under_the_work_list(town, rf):
    request = rf.get(reverse("municipality:case", args=[uuid4()]))
    request.resolver_match = resolve(request.path)
    request.actor = town.actor(Role.CASE_DIRECTOR)
    assert [entry.label for entry in Shell(request).navigation if entry.current] == ["Werklijst"]


def test_all_roles_but_the_system_have_a_navigation():
    assert set(ENTRIES) == set(Role) - {Role.SYSTEM}


@pytest.mark.parametrize("role", ENTRIES)
def test_every_entry_of_the_navigation_has_its_page(role):
    assert [reverse(name) for _label, name in ENTRIES[role]]


def test_a6_an_unknown_address_is_a_404_that_says_what_to_do(client):
    response = client.get("/bestaat-niet/")
    assert response.status_code == 404
    assert "Deze pagina is er niet" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.csrf_failure, 403)],
)
def test_error_pages_have_a_title_a_heading_and_a_way_on(rf, answer, status):
    request = rf.get("/")
    response = answer(request)
    html = response.content.decode()
    assert response.status_code == status
    assert "<h1>" in html
    assert "<title>" in html
    assert reverse("start") in html
    assert UNKNOWN not in html


def test_s7_a_server_error_needs_neither_database_nor_session(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "niet opgeslagen" in response.content.decode()


def test_an_expired_form_is_explained(town):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("set_language"), {"language": "en"})
    assert response.status_code == 403
    assert "Dit formulier stond te lang open" in response.content.decode()


def test_a_refusal_shows_its_sentence_rule_and_remedy(town, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise Refused(Problem("actors.x", "R2", "Dit mag u niet.", "No.", "Vraag een collega.", "Ask."))

    monkeypatch.setattr("tijdig.web.account.views.reverse", refuse)
    response = signed_in(town.assignments[Role.CASE_DIRECTOR]).get(reverse("start"))
    html = response.content.decode()
    assert response.status_code == 403
    assert "Dit mag u niet." in html
    assert "R2" in html
    assert "Vraag een collega." in html


def refused_form(client: Client, referer: str) -> str:
    """Send a form that cannot be taken in: the page comes back under the address that takes forms only."""
    answer = client.post(
        reverse("municipality:leave"), {"person": "x"}, headers={"referer": f"http://testserver{referer}"}
    )
    assert answer.status_code == 422
    return answer.content.decode()


def test_the_switch_of_languages_comes_back_to_a_page_that_can_be_opened(town):
    director = signed_in(town.assignments[Role.CASE_DIRECTOR])
    listed = f"{reverse('municipality:work_list')}?lijst=mijn"
    assert f'name="next" value="{listed}"' in director.get(listed).content.decode()

    desk = reverse("municipality:desk")
    assert f'name="next" value="{desk}"' in refused_form(director, desk)


def test_an_address_that_takes_forms_only_says_so_to_who_opens_it(town):
    director, address = signed_in(town.assignments[Role.CASE_DIRECTOR]), reverse("municipality:leave")
    answer = director.get(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    html = answer.content.decode()
    assert "Hier komt alleen een formulier binnen" in html
    assert reverse("start") in html
    assert UNKNOWN not in html
    assert director.post(reverse("municipality:day")).content == b""  # a form has no page to read


def test_who_signs_in_after_a_form_comes_back_to_the_page_it_stood_on(client):
    address, desk = reverse("municipality:leave"), reverse("municipality:desk")
    answer = client.post(address, headers={"referer": f"http://testserver{desk}"})
    assert answer.headers["Location"].endswith(f"?next={desk}")
    elsewhere = client.post(address, headers={"referer": "https://example.org/"})
    assert elsewhere.headers["Location"].endswith(f"?next={reverse('start')}")
