"""From a log record to its leaf (T6): canonical JSON, a commitment with 32 random bytes, and the hash in the tree.

commitment = SHA-256(salt ‖ canonical record), leaf = SHA-256(0x00 ‖ commitment). Without the salt nobody can try out
what a commitment stands for, so a record can be erased with its salt while the tree keeps the commitment. A *part* of
a record that must be able to go by itself stands in it as a commitment of its own, with its own salt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as _quoted  # as the encoder below writes text
from uuid import UUID

from tijdig.ledger.rules.merkle import leaf_hash

SALT_BYTES = 32
_LARGEST = 2**53 - 1  # whole numbers up to here mean the same to every reader of JSON (RFC 8785, RFC 7493)
_LISTS = (list, tuple)
_EXACT = (str, int)  # yes and no are whole numbers too
_KEPT = (str, int, list, dict)
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


class NotRecordable(ValueError):
    """A value that canonical JSON has no single, exact form for; tells its type, never the value."""


def canonical_json(value: object) -> bytes:
    """Return the RFC 8785 form of text, whole numbers, yes/no, nothing, lists and named values; UTF-8.

    Anything else raises :class:`NotRecordable`: a fraction, a number beyond 2**53, a name of unusual letters. For what
    is left the encoder of the standard library writes exactly that form, thirty times faster than a general one.
    """
    _require_plain(value)
    try:
        return _encode(value).encode()
    except UnicodeEncodeError:
        raise NotRecordable("text with half a character") from None


def _require_plain(value: object) -> None:
    # What nearly every name and value is comes first, by its exact type: a million records hold fifteen million.
    if isinstance(value, dict):
        for name, one in value.items():
            if type(name) is not str or not name.isascii():
                _require_plain_name(name)
            if type(one) is not str:
                _require_plain(one)
    elif isinstance(value, _LISTS):
        for one in value:
            _require_plain(one)
    elif value is not None:
        _require_exact(value)


def _require_exact(value: object) -> None:
    if not isinstance(value, _EXACT):
        raise NotRecordable(type(value).__name__)
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise NotRecordable("a number beyond 2**53")


def _require_plain_name(name: object) -> None:
    # The standard sorts names by UTF-16 units and Python by characters: the same, below the surrogates.
    if not isinstance(name, str) or max(name, default="") >= "\ud800":
        raise NotRecordable("a name of unusual letters")


def canonical_record(
    kind: str, columns: Mapping[str, object], parts: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the canonical form of a record: kind, columns, commitments to parts; moments in UTC, bytes in hexadecimal.

    A column that is null is left out, so that a column which a later version adds changes no record that stands.
    """
    told = {"kind": kind, **columns}
    if parts:
        told["parts"] = {part: bytes(commitment).hex() for part, commitment in parts.items()}
    # Written by hand, as the encoder would: of the texts that a record mostly holds, that takes half the time.
    written = [
        f"{_label(name)}:{_quoted(value) if type(value) is str else _written(value)}"
        for name, value in sorted(told.items())
        if value is not None
    ]
    try:
        return f"{{{','.join(written)}}}".encode()
    except UnicodeEncodeError:
        raise NotRecordable("text with half a character") from None


def canonical_records(
    kind: str, same: Mapping[str, object], each: Mapping[str, Sequence[str]]
) -> Iterator[bytes]:
    """Yield the canonical form of many records that differ in some columns of text only.

    What :func:`canonical_record` returns of each, made from one pattern: ``same`` holds what all say, ``each`` the
    texts of the other columns, record by record. :class:`NotRecordable` as there.
    """
    pattern = {"kind": kind, **{name: _plain(value) for name, value in same.items() if value is not None}}
    between, told = [""], []
    for number, name in enumerate(sorted({*pattern, *each})):
        between[-1] += f"{',' if number else '{'}{canonical_json(name).decode()}:"
        if name in each:
            told.append([_quoted(text) for text in each[name]])
            between.append("")
        else:
            between[-1] += canonical_json(pattern[name]).decode()
    between[-1] += "}"
    parts = [part for constant in between for part in (constant, "")][:-1]
    for texts in zip(*told, strict=True):
        parts[1::2] = texts
        try:
            yield "".join(parts).encode()
        except UnicodeEncodeError:
            raise NotRecordable("text with half a character") from None


@lru_cache(maxsize=256)  # the names of columns
def _label(name: str) -> str:
    _require_plain_name(name)
    return _quoted(name)


def _written(value: object) -> str:
    """Return the canonical text of a value that is no text."""
    if type(value) is datetime:
        return f'"{_moment(value)}"'
    if type(value) is UUID:
        return f'"{value}"'
    return canonical_json(_plain(value)).decode()


def _plain(value: object) -> object:
    if isinstance(value, _KEPT):
        return value
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return value.hex()
    return value


@lru_cache(maxsize=64)  # the records of one run have their moments in common
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def commitment_of(salt: bytes, canonical: bytes) -> bytes:
    """Return the commitment to a record or to a part of one; ``ValueError`` for a salt of another length."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    return sha256(salt + canonical).digest()


def leaf_of_commitment(commitment: bytes) -> bytes:
    """Return the leaf hash of a record by its commitment: all that is left of an erased one."""
    return leaf_hash(commitment)


def leaf_of(salt: bytes, canonical: bytes) -> bytes:
    """Return the leaf hash of a record: SHA-256(0x00 ‖ SHA-256(salt ‖ canonical))."""
    return leaf_of_commitment(commitment_of(salt, canonical))
