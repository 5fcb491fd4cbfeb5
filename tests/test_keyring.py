"""The installation's secrets: made once in Tijdig's own folder, only read from a store, refused when others can."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django import Settings

from tijdig import keyring
from tijdig.keyring import KeyUnusable, is_kept, secret


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.KEY_DIR = tmp_path / "keys"
    settings.KEYS_MADE_HERE = True
    return tmp_path / "keys"


@pytest.fixture
def store(folder: Path, settings: Settings) -> Path:
    """A folder that the operator named, with one good secret in it."""
    settings.KEYS_MADE_HERE = False
    folder.mkdir(mode=0o700)
    put(folder, "operator", bytes(range(32)))
    return folder


def put(folder: Path, name: str, content: bytes, mode: int = 0o600) -> None:
    path = folder / name
    path.write_bytes(content)
    path.chmod(mode)


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(folder: Path) -> None:
    assert not is_kept("operator")

    made = secret("operator")

    assert len(made) == 32
    assert (folder / "operator").read_bytes() == made == secret("operator")
    assert is_kept("operator")
    assert stat.S_IMODE((folder / "operator").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["operator"]


def test_each_name_has_a_secret_of_its_own() -> None:
    assert len({secret(name) for name in ("operator", "operator-2", "log-signing")}) == 3


def test_those_who_ask_first_at_the_same_moment_get_the_same_secret(folder: Path) -> None:
    paths = [folder / f"key-{number}" for number in range(20)]

    def make_and_read(path: Path) -> bytes:
        keyring._make(path)
        return path.read_bytes()

    with ThreadPoolExecutor(8) as pool:
        for path in paths:
            found = set(pool.map(make_and_read, [path] * 8))
            assert len(found) == 1
            assert len(found.pop()) == 32


def test_a_store_is_read_and_never_added_to(store: Path) -> None:
    assert secret("operator") == bytes(range(32))

    with pytest.raises(KeyUnusable, match=r"^keyring\.missing$"):
        secret("log-signing")

    assert [path.name for path in store.iterdir()] == ["operator"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o666])
def test_a_secret_that_others_can_reach_is_refused(store: Path, mode: int) -> None:
    put(store, "log-signing", bytes(32), mode)

    with pytest.raises(KeyUnusable, match=r"^keyring\.exposed$"):
        secret("log-signing")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another account")
@pytest.mark.parametrize(("mode", "usable"), [(0o440, True), (0o640, True), (0o660, False), (0o444, False)])
def test_a_mounted_secret_of_another_account_may_be_readable_by_our_group(
    store: Path, mode: int, usable: bool
) -> None:
    put(store, "log-signing", bytes(32), mode)
    os.chown(store / "log-signing", 1, -1)

    if usable:
        assert secret("log-signing") == bytes(32)
    else:
        with pytest.raises(KeyUnusable, match=r"^keyring\.exposed$"):
            secret("log-signing")


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_secret_of_another_length_is_refused_without_telling_any_of_it(store: Path, length: int) -> None:
    put(store, "log-signing", b"\x5a" * length)

    with pytest.raises(KeyUnusable) as refused:
        secret("log-signing")

    problem = refused.value.problems[0]
    assert problem.code == str(refused.value) == "keyring.malformed"
    assert problem.params == {"name": "log-signing", "length": str(length)}
    assert "ZZ" not in problem.nl + problem.en + repr(refused.value)


@pytest.mark.parametrize("name", ["", "../operator", "Operator", "a/b", ".hidden", "a--b", "a b"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(ValueError, match="secret's name"):
        secret(name)
