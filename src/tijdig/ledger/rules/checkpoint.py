"""Checkpoints: the size and root of a log at a moment, as a signed note (C2SP signed-note and tlog-checkpoint; T2).

The note text is origin, size and root, and two lines of our own: the moment of signing, and the size of the checkpoint
before it, so that one taken out of the row is missed. What is read must be written back to the very same bytes: there
is one way to write a checkpoint, and a changed character is never overlooked.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from tijdig.ledger.rules.ed25519 import is_signed
from tijdig.ledger.rules.merkle import HASH_BYTES

_ED25519 = b"\x01"  # signature type of the signed-note registry
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_TEXT = re.compile(
    r"(?P<origin>[^\s+]+)\n(?P<size>0|[1-9]\d*)\n(?P<root>\S+)\n"
    r"time (?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\nprevious (?P<previous>0|[1-9]\d*)\n"
)
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>\S+)\n")


class Malformed(ValueError):
    """A key, note or checkpoint is not written as the standard says; tells what, never the content."""


def read_base64(text: str) -> bytes:
    """Return the bytes of standard base64; raises :class:`Malformed` unless they are written exactly so."""
    try:
        content = b64decode(text, validate=True)
    except (Error, ValueError):
        raise Malformed("not base64") from None
    if b64encode(content).decode() != text:
        raise Malformed("not canonical base64")
    return content


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signatures to believe: the key's name (a log's origin) and the Ed25519 public key (32 bytes)."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The key's identifier of four bytes: SHA-256(name ‖ newline ‖ 0x01 ‖ public key), cut off."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """The key as one line of text: ``name+id+base64``."""
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"


def read_verifier_key(text: str) -> VerifierKey:
    """Return the key that a line of text holds; raises :class:`Malformed`."""
    name, _, rest = text.partition("+")
    _id, _, encoded = rest.partition("+")
    content = read_base64(encoded)
    if len(content) != 33 or content[:1] != _ED25519:
        raise Malformed("not an Ed25519 verifier key")
    key = VerifierKey(name, content[1:])
    if not name or re.search(r"\s", name) or str(key) != text:
        raise Malformed("a verifier key that does not fit its name and identifier")
    return key


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was signed: which log, how many records, their root, when; and the size signed before (0: none)."""

    origin: str
    size: int
    root: bytes
    at: datetime
    previous: int

    @property
    def text(self) -> str:
        """The note text that is signed."""
        lines = (
            self.origin,
            str(self.size),
            b64encode(self.root).decode(),
            f"time {self.at.astimezone(UTC).strftime(_MOMENT)}",
            f"previous {self.previous}",
        )
        return "".join(f"{line}\n" for line in lines)


def read_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that a note text holds; raises :class:`Malformed`."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise Malformed("not a checkpoint of Tijdig")
    root = read_base64(match["root"])
    if len(root) != HASH_BYTES:
        raise Malformed("a root of another length")
    try:
        at = datetime.strptime(match["at"], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise Malformed("no such moment") from None
    return Checkpoint(match["origin"], int(match["size"]), root, at, int(match["previous"]))


def sign_checkpoint(checkpoint: Checkpoint, public: bytes, sign: Callable[[bytes], bytes]) -> str:
    """Return the signed note; ``sign`` makes the Ed25519 signature (64 bytes) that belongs to ``public``."""
    return sign_note(checkpoint.text, VerifierKey(checkpoint.origin, public), sign)


def sign_note(text: str, key: VerifierKey, sign: Callable[[bytes], bytes]) -> str:
    """Return a text that ends with a line end as a note signed by this key."""
    signature = b64encode(key.id + sign(text.encode())).decode()
    return f"{text}\n— {key.name} {signature}\n"


def signed_text(note: str, key: VerifierKey) -> str | None:
    """Return the note's text when this key signed it, otherwise None; signatures of other keys are passed over."""
    text, blank, below = note.rpartition("\n\n")
    lines = below.splitlines(keepends=True)
    if not blank or not lines or not all(_SIGNATURE.fullmatch(line) for line in lines):
        return None
    text += "\n"
    ours = [found for line in lines if (found := _signature_of(line, key)) is not None]
    signed = bool(ours) and all(is_signed(key.public, text.encode(), one) for one in ours)
    return text if signed else None


def _signature_of(line: str, key: VerifierKey) -> bytes | None:
    match = _SIGNATURE.fullmatch(line)
    if match is None or match["name"] != key.name:
        return None
    try:
        content = read_base64(match["signature"])
    except Malformed:
        return None
    return content[4:] if content[:4] == key.id else None


def open_checkpoint(note: str, key: VerifierKey) -> Checkpoint | None:
    """Return the checkpoint in a note when this key signed it for the log of its own name, otherwise None."""
    text = signed_text(note, key)
    if text is None:
        return None
    try:
        checkpoint = read_checkpoint(text)
    except Malformed:
        return None
    return checkpoint if checkpoint.origin == key.name else None
