"""A log record as one line of an export (T5): JSON that is written in one way only, so that every changed byte shows.

Three forms, always in this order of names:

- ``{"position":7,"record":{…},"salt":"…"}``: a record; the bytes after ``"record":`` are what was committed to;
- the same with ``"parts":{"outcomes":{"salt":"…","value":…}},`` in front: parts that are still there;
- ``{"commitment":"…","position":7}``: a record that was erased; its commitment holds its place (T6).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tijdig.ledger.rules.checkpoint import Malformed
from tijdig.ledger.rules.record import SALT_BYTES, NotRecordable, canonical_json, commitment_of

_HEX = re.compile(r"[0-9a-f]{64}")
_BEFORE_RECORD = re.compile(rb'\{"position":(0|[1-9]\d*),"record":(?=\{)')
_AFTER_RECORD = re.compile(rb',"salt":"([0-9a-f]{64})"\}')
_LENGTH_AFTER = len(',"salt":""}') + 64


@dataclass(slots=True)
class Part:
    """A part of a record that is still there: its salt, and its value in canonical form."""

    salt: bytes
    canonical: bytes

    @property
    def commitment(self) -> bytes:
        """The commitment that must stand in the record; with a salt of another length it stands for nothing."""
        return commitment_of(self.salt, self.canonical) if len(self.salt) == SALT_BYTES else bytes(SALT_BYTES)


@dataclass(slots=True)
class Entry:
    """What an export or a database says about one place of the log; an erased record has neither salt nor content."""

    position: int
    commitment: bytes
    salt: bytes = b""
    canonical: bytes = b""
    parts: Mapping[str, Part] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_erased(self) -> bool:
        """Whether only the commitment is left."""
        return not self.canonical


def entry_of(position: int, salt: bytes, canonical: bytes, parts: Mapping[str, Part] | None = None) -> Entry:
    """Return the entry of a record that is still there; ``ValueError`` for a salt of another length."""
    return Entry(position, commitment_of(salt, canonical), salt, canonical, parts or MappingProxyType({}))


def write_line(entry: Entry) -> bytes:
    """Return the line of an entry, without a line end."""
    if entry.is_erased:
        return b'{"commitment":"%s","position":%d}' % (entry.commitment.hex().encode(), entry.position)
    opened = {
        name: {"salt": part.salt.hex(), "value": json.loads(part.canonical)}
        for name, part in entry.parts.items()
    }
    return b'{%s"position":%d,"record":%s,"salt":"%s"}' % (
        b'"parts":%s,' % canonical_json(opened) if opened else b"",
        entry.position,
        entry.canonical,
        entry.salt.hex().encode(),
    )


def read_line(line: bytes) -> Entry:
    """Return the entry that a line (without its end) holds; raises :class:`Malformed` unless it is written as above."""
    before, after = _BEFORE_RECORD.match(line), _AFTER_RECORD.fullmatch(line[-_LENGTH_AFTER:])
    if before and after:  # nearly every line; what stands between is not taken apart, only hashed
        return entry_of(int(before[1]), bytes.fromhex(after[1].decode()), line[before.end() : -_LENGTH_AFTER])
    try:
        entry = _read_slowly(json.loads(line))
        written = write_line(entry)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Malformed("not a line of the log") from None
    if written != line:
        raise Malformed("a line that is written in another way")
    return entry


def _read_slowly(told: dict[str, object]) -> Entry:
    position = told["position"]
    if not isinstance(position, int) or position < 0:
        raise NotRecordable("a place")
    if "commitment" in told:
        return Entry(position, read_bytes(told["commitment"]))
    parts = told["parts"]
    if not isinstance(parts, dict) or not parts:
        raise NotRecordable("parts")
    opened = {
        name: Part(read_bytes(one["salt"]), canonical_json(one["value"])) for name, one in parts.items()
    }
    return entry_of(position, read_bytes(told["salt"]), canonical_json(told["record"]), opened)


def read_bytes(text: object) -> bytes:
    """Return 32 bytes from their hexadecimal; raises :class:`NotRecordable` unless they are written exactly so."""
    if not isinstance(text, str) or not _HEX.fullmatch(text):
        raise NotRecordable("32 bytes in hexadecimal")
    return bytes.fromhex(text)
