"""Where a municipality's registers are and how we sign in: a file per municipality that the operator keeps.

``<CBS code>.toml`` in the folder of ``TIJDIG_CONNECTIONS`` has a table per register. Each municipality asks under its
own authorisation, so each has a file of its own; it holds a secret, and one that others can read is not used.
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from tijdig.problems import Problem, Refused
from tijdig.residents.rules.asking_problems import (
    CONNECTION_OPEN_TO_OTHERS,
    CONNECTION_WRONG,
    NOT_CONNECTED,
)

OF_OTHERS = 0o077
LONGEST_WAIT_SECONDS = 60
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Connection:
    """One register's API: its address, where a token is fetched (OAuth 2 client credentials) and with what.

    ``timeout_seconds`` is how long to wait for a connection, and again for each piece of an answer. With
    ``certificate`` and ``private_key`` (PEM files) we show who we are in the TLS handshake as well;
    ``trusted_roots`` is a PEM file with the roots to trust instead of the system's.
    """

    url: str
    token_url: str
    client_id: str
    client_secret: str
    scope: str = ""
    timeout_seconds: int = 10
    certificate: str = ""
    private_key: str = ""
    trusted_roots: str = ""


KEYS = tuple(one.name for one in fields(Connection))
_NEEDED = tuple(one.name for one in fields(Connection) if one.default is MISSING)
_ADDRESSES = ("url", "token_url")
_FILES = ("certificate", "private_key", "trusted_roots")


def connection_of(controller_id: str, service: str) -> Connection:
    """Return a municipality's connection with a register (``brp``, ``uitkeringen``).

    Raises :class:`Refused` when there is none, when it is not set up well, or when others can read it. No problem
    repeats a value.
    """
    folder: Path | None = settings.CONNECTIONS
    path = folder / f"{controller_id}.toml" if folder else None
    if path is None or not path.is_file():
        raise Refused(NOT_CONNECTED(controller=controller_id, service=service))
    if path.stat().st_mode & OF_OTHERS:
        raise Refused(CONNECTION_OPEN_TO_OTHERS(controller=controller_id))

    def wrong(key: str) -> Refused:
        return Refused(CONNECTION_WRONG(controller=controller_id, service=service, key=key))

    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise wrong("TOML") from None
    table = told.get(service)
    if not isinstance(table, dict):
        raise Refused(NOT_CONNECTED(controller=controller_id, service=service))
    at_fault = _key_at_fault(table)
    if at_fault:
        raise wrong(at_fault)
    return Connection(**table)


def _key_at_fault(table: dict[str, object]) -> str:
    """Return the first key that is not as it should be; empty when all are."""
    for key in (*sorted(table.keys() - set(KEYS)), *_NEEDED):
        if key not in KEYS or not table.get(key):
            return key
    for key, value in table.items():
        if key == "timeout_seconds":
            if not isinstance(value, int) or not 1 <= value <= LONGEST_WAIT_SECONDS:
                return key
        elif not isinstance(value, str) or not _fits(key, value):
            return key
    return "private_key" if bool(table.get("certificate")) != bool(table.get("private_key")) else ""


def _fits(key: str, value: str) -> bool:
    if key in _ADDRESSES:
        address = urlsplit(value)
        return address.scheme == "https" or (address.scheme == "http" and address.hostname in THIS_MACHINE)
    return key not in _FILES or not value or Path(value).is_file()


def why_not(controller_id: str, service: str) -> tuple[Problem, ...]:
    """Return what stands in the way of asking this register; nothing when its connection is set up well."""
    try:
        connection_of(controller_id, service)
    except Refused as refused:
        return refused.problems
    return ()
