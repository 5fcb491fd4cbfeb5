"""What cannot be taken back, or gives much at once, asks for the second factor again (A4)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt
from django.conf import LazySettings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from tests.parties.town import Town, build_town, signed_in
from tests.web.access.addresses import WAYS, address
from tests.web.account.codes import code_of
from tests.web.account.security_key import SecurityKey
from tijdig.actors import Action, Role
from tijdig.ledger.models import AuditEvent
from tijdig.parties.models import RoleAssignment
from tijdig.web.access import DOORS, STEP_UP

pytestmark = pytest.mark.django_db
CODE, KEY = "tweede-stap-code", "tweede-stap-credential"
ASKING = [(method, name) for method, name in WAYS if DOORS[name].asks_again(method)]


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[None]:
    cache.clear()
    with time_machine.travel("2026-04-07 10:00:05+02:00", tick=False):
        yield


@pytest.fixture
def town() -> Town:
    return build_town()


def someone_for(town: Town, method: str, name: str) -> RoleAssignment:
    roles = DOORS[name].roles(method) - {Role.SYSTEM}
    return next(town.assignments[role] for role in Role if role in roles)


def secret_of(assignment: RoleAssignment) -> str:
    app = Authenticator.objects.get(user=assignment.person, type=Authenticator.Type.TOTP)
    secret: str = decrypt(app.data["secret"])
    return secret


def asked(answer: HttpResponse) -> bool:
    if answer.status_code == 302:
        return answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    return answer.status_code == 403 and "Bevestig dat u het bent" in answer.content.decode()


def test_a4_what_asks_again_is_named() -> None:
    assert {Action.ACTIVATE_COVENANT, Action.EXPORT_LOG, Action.ERASE_DATA} <= STEP_UP
    assert {("POST", "covenants:activate"), ("GET", "landlord:feedback_file")} <= set(ASKING)
    acts = {("POST", name) for name, door in DOORS.items() if STEP_UP & set(door.writes)}
    exports = {("GET", name) for name, door in DOORS.items() if Action.EXPORT_LOG in door.reads}
    assert acts | exports <= set(ASKING)


@pytest.mark.parametrize(("method", "name"), ASKING)
def test_a4_it_asks_when_the_factor_was_shown_too_long_ago_and_then_only(
    town: Town, method: str, name: str
) -> None:
    assignment, unknown = someone_for(town, method, name), uuid4()

    def go(client: Client) -> HttpResponse:
        return getattr(client, method.lower())(address(name, unknown))  # type: ignore[no-any-return]

    assert asked(go(signed_in(assignment, minutes_ago=6)))
    assert not asked(go(signed_in(assignment, minutes_ago=4)))


def test_a4_the_operator_sets_how_long(town: Town, settings: LazySettings) -> None:
    settings.STEP_UP_MINUTES = 20
    client = signed_in(town.assignments[Role.PRIVACY_OFFICER], minutes_ago=19)
    assert not asked(client.post(address("covenants:activate", uuid4())))


def test_a4_what_does_not_ask_goes_on_all_day(town: Town) -> None:
    client = signed_in(town.assignments[Role.PRIVACY_OFFICER], minutes_ago=300)
    assert client.get("/logboek/").status_code == 200


def test_a4_a_role_that_may_not_hears_so_and_is_not_asked(town: Town) -> None:
    client = signed_in(town.assignments[Role.LANDLORD_CLERK], minutes_ago=60)
    answer = client.post(address("covenants:activate", uuid4()))
    assert answer.status_code == 403
    assert "mag dit niet doen" in answer.content.decode()


FORM = {"naam": 'Van "Loon" <b>', "regels": ["een", "twee"], "leeg": ""}
DATA = re.compile(r'<script id="js_data" type="application/json">(.*?)</script>')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def sent_on(answer: HttpResponse) -> dict[str, list[str]]:
    """The hidden fields of the first form that the page shows."""
    first_form = answer.content.decode().split("<h1")[1].split("<h2>")[0]
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(first_form):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(unescape(value))
    return found


def test_a4_the_form_is_carried_along_and_goes_on_as_it_was(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, list[str]]] = []

    def carry_out(request: HttpRequest, *_: object) -> HttpResponse:
        seen.append({name: list(map(str, values)) for name, values in request.POST.lists()})
        return HttpResponse("gedaan")

    monkeypatch.setattr("tijdig.web.covenants.views.carry_out", carry_out)
    monkeypatch.setattr("tijdig.web.covenants.views.standing_for", lambda *_: None)
    officer = town.assignments[Role.PRIVACY_OFFICER]
    client, page = signed_in(officer, minutes_ago=6), address("covenants:activate", uuid4())

    first = client.post(page, FORM)
    assert sent_on(first) == {"naam": [FORM["naam"]], "regels": ["een", "twee"], "leeg": [""]}
    wrong = client.post(page, {**sent_on(first), CODE: "000000"})
    assert asked(wrong)
    assert "Deze code klopt niet" in wrong.content.decode()
    assert sent_on(wrong) == sent_on(first)
    assert seen == []
    done = client.post(page, {**sent_on(wrong), CODE: code_of(secret_of(officer), later=1)})

    assert done.content == b"gedaan"
    assert seen == [sent_on(first)]
    assert [event.result for event in AuditEvent.objects.filter(action="second-factor").order_by("id")] == [
        "refused",
        "done",
    ]
    assert not asked(client.post(page, FORM))  # for the next minutes
    assert asked(signed_in(officer, minutes_ago=6).post(page, FORM))  # of this session only


def test_a4_a_page_comes_back_after_the_code(town: Town) -> None:
    clerk = town.assignments[Role.LANDLORD_CLERK]
    client, page = signed_in(clerk, minutes_ago=6), address("landlord:feedback_file", uuid4())

    to = client.get(page).headers["Location"]
    assert client.post(to, {"code": "000000"}).status_code == 200
    assert asked(client.get(page))
    answer = client.post(to, {"code": code_of(secret_of(clerk), later=1)})

    assert answer.headers["Location"] == page
    assert not asked(client.get(page))


def test_a4_a_form_with_a_file_comes_back_first(town: Town) -> None:
    client = signed_in(town.assignments[Role.PRIVACY_OFFICER], minutes_ago=6)
    page = address("covenants:activate", uuid4())

    for referer, back in (
        ("http://testserver/convenanten/?x=1", "/convenanten/"),
        ("http://elders.example/", "/"),
    ):
        file = {"bestand": SimpleUploadedFile("a.txt", b"x")}
        to = client.post(page, file, headers={"referer": referer}).headers["Location"]
        assert to == f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"


def test_a4_a_code_that_was_taken_before_is_no_proof(town: Town) -> None:
    officer = town.assignments[Role.PRIVACY_OFFICER]
    page, browsers = (
        address("covenants:activate", uuid4()),
        [signed_in(officer, minutes_ago=6) for _ in range(2)],
    )
    code = code_of(secret_of(officer), later=1)

    assert not asked(browsers[0].post(page, {CODE: code}))
    cache.clear()
    assert asked(browsers[1].post(page, {CODE: code}))


def test_a4_a_password_is_no_proof(town: Town) -> None:
    person = town.person(Role.PRIVACY_OFFICER)
    person.set_password("een lange zin als wachtwoord")
    person.save()
    client = signed_in(town.assignments[Role.PRIVACY_OFFICER], minutes_ago=6)

    client.post(reverse("account_reauthenticate"), {"password": "een lange zin als wachtwoord"})

    assert asked(client.post(address("covenants:activate", uuid4())))


@pytest.mark.parametrize(
    "name", ["mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"]
)
def test_a4_the_second_factor_itself_is_not_changed_with_a_password(town: Town, name: str) -> None:
    officer = town.assignments[Role.PRIVACY_OFFICER]
    client = signed_in(officer, minutes_ago=6)
    RecoveryCodes.activate(officer.person)

    assert asked(client.get(reverse(name)))
    assert asked(client.post(reverse(name)))


def test_a4_a_key_can_be_used_instead(town: Town) -> None:
    officer = town.assignments[Role.PRIVACY_OFFICER]
    client, page = signed_in(officer, minutes_ago=6), address("covenants:activate", uuid4())
    assert KEY not in client.post(page).content.decode()
    key = SecurityKey()
    key.add_for(officer.person)

    html = client.post(page, FORM).content.decode()
    assert html.count('name="naam"') == 2
    assert asked(client.post(page, {**FORM, KEY: '{"made": "up"}'}))
    challenge = json.loads(DATA.search(client.post(page, FORM).content.decode())[1])  # type: ignore[index]
    proof = key.answer(challenge["request_options"]["publicKey"]["challenge"])
    assert asked(client.post(page, {**FORM, KEY: SecurityKey().answer("AAAA")}))
    assert asked(client.post(page, {**FORM, KEY: proof}))  # of the challenge before
    challenge = json.loads(DATA.search(client.post(page, FORM).content.decode())[1])  # type: ignore[index]
    proof = key.answer(challenge["request_options"]["publicKey"]["challenge"])
    assert not asked(client.post(page, {**FORM, KEY: proof}))
