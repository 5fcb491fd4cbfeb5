"""A node says whether it works, to whom spreads requests over nodes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings as SettingsWrapper
from django.db import Error, InterfaceError, OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tijdig import keyring

pytestmark = pytest.mark.django_db


def asked(**headers: str) -> tuple[int, str]:
    answer = Client().get("/healthz", headers=headers)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, answer.content.decode()


def test_it_works_whoever_asks_under_whatever_name(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keyring.secret("operator")  # the first start makes it
    with django_assert_num_queries(1):
        assert asked(host="10.0.0.7") == (200, "ok\n")


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_s7_it_tells_what_it_lacks_and_nothing_else(
    kind: type[Error], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise kind("could not connect to server at 10.0.0.9")

    monkeypatch.setattr(connection, "cursor", fails)
    assert asked() == (503, "database\n")


def test_e2_a_node_without_its_keys_does_not_work(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.KEY_DIR, settings.KEYS_MADE_HERE = tmp_path, False
    assert asked() == (503, "keys\n")
