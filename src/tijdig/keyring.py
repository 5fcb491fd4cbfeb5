"""The installation's secrets: named files of 32 random bytes, never in the database, never logged.

They lie in the folder ``TIJDIG_KEY_DIR``. Without that setting it is ``keys`` in the state folder, and a secret is made
there the first time it is asked for (the embedded set-up). A folder that the operator names is a secret store: what it
lacks is refused, because a node that quietly made its own would seal what no other node can open.

Names in use: ``operator`` wraps the controllers' keys, ``log-signing`` is the Ed25519 seed that signs checkpoints of
the log, ``log-writing`` vouches for its records until then, ``party-signing-wrap`` wraps the parties' signing keys,
``own-marks`` hashes surnames and addresses of who works here, for the review of the log. A successor is another name:
``operator-2``.
"""

from __future__ import annotations

import os
import re
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from tijdig.problems import Problem, ProblemKind, Refused

SECRET_BYTES = 32
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

SECRET_MISSING = ProblemKind(
    code="keyring.missing",
    rule="E2",
    nl="In de sleutelmap ontbreekt de sleutel {name}.",
    en="The key folder lacks the key {name}.",
    remedy_nl="Zet er een bestand {name} met 32 willekeurige bytes (rechten 600), op alle servers hetzelfde.",
    remedy_en="Put a file {name} of 32 random bytes there (mode 600), the same on all servers.",
)
SECRET_EXPOSED = ProblemKind(
    code="keyring.exposed",
    rule="E2",
    nl="De sleutel {name} is leesbaar voor anderen op deze computer (rechten {mode}).",
    en="The key {name} can be read by others on this computer (mode {mode}).",
    remedy_nl="Vervang de sleutel als anderen bij de map konden, en zet de rechten op 600.",
    remedy_en="Replace the key if others could reach the folder, and set the mode to 600.",
)
SECRET_MALFORMED = ProblemKind(
    code="keyring.malformed",
    rule="E2",
    nl="De sleutel {name} is geen bestand van 32 bytes, maar van {length}.",
    en="The key {name} is not a file of 32 bytes, but of {length}.",
    remedy_nl="Zet de sleutel terug uit de kluis of de back-up; maak geen nieuwe als er al gegevens zijn.",
    remedy_en="Put the key back from the vault or the backup; make no new one when there is data already.",
)


class KeyUnusable(Refused):
    """A secret is missing, can be read by others, or has the wrong length; nothing was made or changed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)


def secret(name: str) -> bytes:
    """Return the 32 bytes of the secret with this name (small letters, digits, hyphens).

    Makes it when it is not there and the folder is Tijdig's own. Raises :class:`KeyUnusable` with the problem when it
    is missing from a secret store, can be read by others or has another length; ``ValueError`` for an impossible name.
    """
    return _read(settings.KEY_DIR, name, settings.KEYS_MADE_HERE)


def is_kept(name: str) -> bool:
    """Say whether a secret with this name is there already; makes nothing."""
    return (Path(settings.KEY_DIR) / name).is_file()


@cache
def _read(folder: str | Path, name: str, make: bool) -> bytes:  # noqa: FBT001 - a key of the cache
    if not _NAME.fullmatch(name):
        raise ValueError("a secret's name holds small letters, digits and hyphens")
    path = Path(folder) / name
    if make and not path.exists():
        _make(path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise KeyUnusable(SECRET_MISSING(name=path.name)) from None
    with os.fdopen(handle, "rb") as file:
        info = os.fstat(file.fileno())
        # A mounted store belongs to its own account and lets us in by our group; our own file lets in nobody.
        forbidden = 0o077 if info.st_uid == os.geteuid() else 0o037
        if info.st_mode & forbidden:
            raise KeyUnusable(SECRET_EXPOSED(name=path.name, mode=f"{info.st_mode & 0o777:o}"))
        content = file.read(SECRET_BYTES + 1)
    if len(content) != SECRET_BYTES:
        raise KeyUnusable(SECRET_MALFORMED(name=path.name, length=info.st_size))
    return content


def _make(path: Path) -> None:
    """Make a secret that is whole or not there, and the same for processes that ask at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)  # fails when another process was first: its secret then is the one
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
