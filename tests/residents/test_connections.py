"""Where registers are asked: a file per municipality with a secret, of which no problem repeats a value."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT
from tijdig.problems import Refused
from tijdig.residents.asking.asking import _tls
from tijdig.residents.asking.connections import KEYS, Connection, connection_of, why_not

GIVEN = {
    "url": '"https://brp.example.nl/haalcentraal/api/brp"',
    "token_url": '"https://login.example.nl/token"',
    "client_id": '"tijdig-weert"',
    "client_secret": '"very-secret"',
}


def write(folder: Path, name: str = "0988.toml", mode: int = 0o600, **changes: str | None) -> Path:
    values = {key: value for key, value in (GIVEN | changes).items() if value is not None}
    path = folder / name
    path.write_text("[brp]\n" + "".join(f"{key} = {value}\n" for key, value in values.items()))
    path.chmod(mode)
    return path


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.CONNECTIONS = tmp_path
    return tmp_path


def test_a_connection_is_read_from_the_municipality_s_own_file(folder: Path) -> None:
    write(folder, timeout_seconds="5", scope='"personen"')
    found = connection_of("0988", "brp")

    assert (found.client_id, found.timeout_seconds, found.scope) == ("tijdig-weert", 5, "personen")
    assert why_not("0988", "brp") == ()


@pytest.mark.parametrize(
    ("controller", "service"), [("0988", "uitkeringen"), ("1883", "brp"), ("../0988", "brp")]
)
def test_another_municipality_or_register_has_none(folder: Path, controller: str, service: str) -> None:
    write(folder)
    (problem,) = why_not(controller, service)

    assert problem.code == "residents.asking.not-connected"


def test_without_a_folder_nothing_is_asked(settings: Any) -> None:
    settings.CONNECTIONS = None

    assert [one.code for one in why_not("0988", "brp")] == ["residents.asking.not-connected"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_not_used(folder: Path, mode: int) -> None:
    write(folder, mode=mode)

    assert [one.code for one in why_not("0988", "brp")] == ["residents.asking.connection-open-to-others"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", '"http://brp.example.nl/"'),
        ("url", '"ftp://127.0.0.1/"'),
        ("token_url", "3"),
        ("client_secret", None),
        ("client_id", '""'),
        ("clientid", '"x"'),
        ("timeout_seconds", "0"),
        ("timeout_seconds", "61"),
        ("timeout_seconds", '"5"'),
        ("trusted_roots", '"nowhere.pem"'),
        ("TOML", '"https://'),
    ],
)
def test_what_is_wrong_is_named_by_its_key_and_not_repeated(
    folder: Path, key: str, value: str | None
) -> None:
    write(folder, **{key: value})
    with pytest.raises(Refused) as refused:
        connection_of("0988", "brp")
    (problem,) = refused.value.problems

    assert problem.code == "residents.asking.connection-wrong"
    assert problem.params["key"] == key
    assert "very-secret" not in problem.nl + problem.en


def test_a_certificate_comes_with_its_key(folder: Path) -> None:
    pem = folder / "client.pem"
    pem.write_text("")
    write(folder, certificate=f'"{pem}"')

    assert [one.params["key"] for one in why_not("0988", "brp")] == ["private_key"]


@pytest.mark.parametrize("key", ["url", "token_url"])
@pytest.mark.parametrize("address", ["https://brp.example.nl/", "HTTPS://brp.example.nl/"])
def test_who_is_asked_elsewhere_proves_who_it_is(key: str, address: str) -> None:
    here = "http://127.0.0.1:8000/"
    given = {"url": here, "token_url": here, key: address}
    context = _tls(Connection(**given, client_id="tijdig-weert", client_secret="very-secret"))

    assert context is not None
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_every_key_is_documented() -> None:
    manual = (ROOT / "docs" / "for" / "operator.md").read_text(encoding="utf-8")

    assert [key for key in KEYS if f"| `{key}` |" not in manual] == []
