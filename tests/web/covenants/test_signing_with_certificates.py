"""C3, C14 in production: fetch a statement, sign it elsewhere, hand it in; Tijdig's own keys count no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import LazySettings as SettingsWrapper
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.built_once import built_once
from tests.covenant.agreeing import signer
from tests.covenant.certificates import Issuer, certificate, pem_of
from tests.parties.town import Town, add_person, build_town, signed_in
from tijdig.actors import Role, system_actor
from tijdig.covenant import services, verifying
from tijdig.covenant.models import Acceptance, CovenantVersion, PartyKey
from tijdig.covenant.profiles import profile_text
from tijdig.covenant.queries import standing_of
from tijdig.covenant.rules.certificates import certificate_fingerprint, sign_with_certificate
from tijdig.covenant.rules.document import PartyRole
from tijdig.covenant.rules.in_force import CovenantState, Verdict
from tijdig.covenant.rules.signing import b64
from tijdig.parties import services as parties
from tijdig.parties.models import RoleAssignment
from tijdig.problems import Refused

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-03-12T10:00:00+01:00")
ROOT = Issuer("Root")
OINS = {
    code: f"000000010000000{n}0000"
    for n, code in enumerate(("gemeente-weert", "wonen-limburg", "st-joseph", "amw"))
}
KEYS = {code: ec.generate_private_key(ec.SECP256R1()) for code in OINS}
CERTIFICATES = {code: certificate(KEYS[code], ROOT, oin=oin) for code, oin in OINS.items()}


def with_numbers(text: str) -> str:
    """The covenant names the organisations whose certificates sign."""
    for code, oin in OINS.items():
        text = text.replace(f"[partij.{code}]\n", f'[partij.{code}]\noin = "{oin}"\n')
    return text


@pytest.fixture(autouse=True)
def _production(settings: SettingsWrapper) -> Iterator[None]:
    settings.SIGNING_ANCHORS = (ROOT.der,)
    with time_machine.travel(NOW, tick=False):
        yield


@built_once
def signers() -> dict[str, RoleAssignment]:
    """Who may sign for each party, and the officer, with the covenant proposed an hour ago."""
    town: Town = build_town()
    system = system_actor("0988")
    st_joseph = parties.register_organisation(actor=system, name="Woningstichting St. Joseph")
    parties.join_covenant(
        actor=system, organisation_id=st_joseph.pk, party_code="st-joseph", party_role=PartyRole.LANDLORD
    )
    organisations = {**town.organisations, "st-joseph": st_joseph}
    found = {code: _admin(town, organisations[code].pk, code) for code in OINS}
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        services.propose_covenant(actor=system, text=with_numbers(profile_text("weert")))
    return {**found, "officer": town.assignments[Role.PRIVACY_OFFICER]}


def _admin(town: Town, organisation: object, code: str) -> RoleAssignment:
    if code == "wonen-limburg":
        return town.assignments[Role.ORGANISATION_ADMIN]
    return add_person(system_actor("0988"), organisation, Role.ORGANISATION_ADMIN, f"beheer@{code}.example")


class Clients(dict[str, Client]):
    """A browser for each of them, signed in when a test first asks for it."""

    def __init__(self, people: dict[str, RoleAssignment]) -> None:
        self.people = people

    def __missing__(self, code: str) -> Client:
        self[code] = signed_in(self.people[code])
        return self[code]


@pytest.fixture
def clients() -> dict[str, Client]:
    return Clients(signers())


@pytest.fixture
def version(clients: dict[str, Client]) -> CovenantVersion:
    return CovenantVersion.objects.get()


def fetched(client: Client, version: CovenantVersion, verdict: str) -> bytes:
    response = client.get(reverse("covenants:statement", args=[version.pk, verdict]))
    assert response.status_code == 200
    return response.content


def signed(code: str, statement: bytes) -> str:
    private = KEYS[code].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return sign_with_certificate(statement, private, pem_of(CERTIFICATES[code]))


def hand_in(client: Client, version: CovenantVersion, token: str) -> tuple[int, str]:
    file = SimpleUploadedFile("handtekening.jws", token.encode())
    response = client.post(reverse("covenants:hand_in", args=[version.pk]), {"signature": file}, follow=True)
    return response.status_code, response.content.decode()


def say(clients: dict[str, Client], version: CovenantVersion, code: str, verdict: str) -> None:
    status, page = hand_in(clients[code], version, signed(code, fetched(clients[code], version, verdict)))
    assert (status, "Uw handtekening is vastgelegd" in page) == (200, True)


def state(version: CovenantVersion) -> CovenantState:
    return standing_of(CovenantVersion.objects.get(pk=version.pk), NOW.date()).state


def test_c3_c14_from_proposal_to_force_and_back_with_certificates_only(
    clients: dict[str, Client], version: CovenantVersion
) -> None:
    for code in OINS:
        say(clients, version, code, Verdict.ACCEPT)
    assert state(version) is CovenantState.NOT_ACTIVATED
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        token = signed("gemeente-weert", fetched(clients["officer"], version, "activate"))
        assert hand_in(clients["officer"], version, token)[0] == 200
    assert state(version) is CovenantState.IN_FORCE
    assert not PartyKey.objects.exists()

    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        say(clients, version, "amw", Verdict.REVOKE)
    assert state(version) is CovenantState.REVOKED


def refused(clients: dict[str, Client], version: CovenantVersion, token: str, words: str) -> None:
    status, page = hand_in(clients["amw"], version, token)
    assert status == 409, token[:80]
    assert words in page, token[:80]
    assert not Acceptance.objects.exists(), token[:80]


def saying(**said: str) -> str:
    return f"a.{b64(json.dumps(said).encode())}.c"


NESTED = b64(b"[" * 50_000)


def test_c3_what_is_no_signature_is_refused_in_words(
    clients: dict[str, Client], version: CovenantVersion
) -> None:
    for token in (
        "", "x", "a.b.c", "a.e30.c", "ë.é.è", f"a.{NESTED}.c", "a" * 200_000,
        saying(at="2026"), saying(at="0001-01-01T00:00:00+14:00", verdict="accept"),
        saying(at="2026-03-12T09:00:00+00:00", verdict="propose"),
    ):  # fmt: skip
        refused(clients, version, token, "geen geldige handtekening")


def test_c3_a_header_that_is_nested_too_deep_is_no_signature(
    clients: dict[str, Client], version: CovenantVersion
) -> None:
    _, payload, signature = signed("amw", fetched(clients["amw"], version, Verdict.ACCEPT)).split(".")
    refused(clients, version, f"{NESTED}.{payload}.{signature}", "geen geldige handtekening")


def test_c3_another_partys_certificate_does_not_sign(
    clients: dict[str, Client], version: CovenantVersion
) -> None:
    statement = fetched(clients["amw"], version, Verdict.ACCEPT)
    refused(clients, version, signed("wonen-limburg", statement), "geen geldige handtekening")


def test_c3_another_persons_statement_is_not_the_actors(
    clients: dict[str, Client], version: CovenantVersion
) -> None:
    statement = fetched(clients["wonen-limburg"], version, Verdict.ACCEPT)
    refused(clients, version, signed("amw", statement), "geen geldige handtekening")


@pytest.mark.parametrize("later", [timedelta(hours=25), timedelta(minutes=-5)])
def test_c3_a_statement_is_a_day_on_its_way_at_most_and_never_ahead(
    clients: dict[str, Client], version: CovenantVersion, later: timedelta
) -> None:
    token = signed("amw", fetched(clients["amw"], version, Verdict.ACCEPT))
    with time_machine.travel(NOW + later, tick=False):
        again = {"amw": signed_in(RoleAssignment.objects.get(person__email="beheer@amw.example"))}
        refused(again, version, token, "niet van vandaag")


def test_c3_a_signature_is_not_used_twice(clients: dict[str, Client], version: CovenantVersion) -> None:
    """What was said first does not count again after something else was said."""
    first = signed("amw", fetched(clients["amw"], version, Verdict.REJECT))
    assert hand_in(clients["amw"], version, first)[0] == 200
    status, page = hand_in(clients["amw"], version, first)
    assert (status, "is er na haar" in page or "na haar al iets anders" in page) == (409, True)
    assert Acceptance.objects.count() == 1


def test_c3_tijdigs_own_keys_sign_no_more(
    clients: dict[str, Client], version: CovenantVersion, settings: SettingsWrapper
) -> None:
    page = clients["amw"].get(reverse("covenants:covenant", args=[version.pk])).content.decode()
    assert "Lever de handtekening in" in page
    response = clients["amw"].post(reverse("covenants:sign", args=[version.pk]), {"verdict": "accept"})
    assert response.status_code == 409
    assert "met het certificaat van de eigen organisatie" in response.content.decode()

    settings.SIGNING_ANCHORS = ()
    clients["amw"].post(reverse("covenants:sign", args=[version.pk]), {"verdict": "accept"})
    assert Acceptance.objects.count() == 1
    settings.SIGNING_ANCHORS = (ROOT.der,)
    assert state(version) is CovenantState.ALTERED


def test_c3_where_keys_are_kept_here_no_certificate_is_taken(
    clients: dict[str, Client], version: CovenantVersion, settings: SettingsWrapper
) -> None:
    token = signed("amw", fetched(clients["amw"], version, Verdict.ACCEPT))
    settings.SIGNING_ANCHORS = ()
    refused(clients, version, token, "niet met certificaten getekend")


def test_c14_the_officer_does_not_fetch_before_all_have_signed(
    clients: dict[str, Client], version: CovenantVersion
) -> None:
    response = clients["officer"].get(reverse("covenants:statement", args=[version.pk, "activate"]))
    assert response.status_code == 409
    assert "kan nog niet in werking" in response.content.decode()
    assert (
        clients["officer"].get(reverse("covenants:statement", args=[version.pk, "iets"])).status_code == 404
    )


def test_the_page_shows_whose_key_signed(clients: dict[str, Client], version: CovenantVersion) -> None:
    say(clients, version, "amw", Verdict.ACCEPT)
    page = clients["amw"].get(reverse("covenants:covenant", args=[version.pk])).content.decode()
    assert certificate_fingerprint(Acceptance.objects.get().token) in page


def test_c3_an_altered_signature_is_shown(
    clients: dict[str, Client], version: CovenantVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(clients, version, "amw", Verdict.ACCEPT)
    monkeypatch.setattr(verifying, "is_certified", lambda *_: False)
    page = clients["amw"].get(reverse("covenants:covenant", args=[version.pk])).content.decode()
    assert "Deze handtekening klopt niet meer" in page
    with pytest.raises(Refused, match="cannot-sign-now"):
        services.sign_covenant(
            actor=signer("0988", "amw"), version_id=version.pk, verdict=Verdict.REVOKE, person_name="A"
        )
