"""A receipt's proof (T4): that the log holds this content, at this place, under this signature; checked offline.

The proof is one JSON object in canonical form (RFC 8785), written in one way only: a changed byte is never overlooked.

| name | holds |
|---|---|
| ``content``, ``salt`` | what the receipt says, and the 32 random bytes with which the log committed to it |
| ``record``, ``record_salt`` | the record in the log, which holds that commitment, and its own salt |
| ``position``, ``path`` | its place in the log from 0, and the hashes from there to the root (RFC 9162, 2.1.3) |
| ``checkpoint``, ``key`` | the signed root (a C2SP signed note), and the key that signed it |
| ``paper`` | in a PDF only: a signed note over the pages around the proof |
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from tijdig.ledger.rules import verdicts
from tijdig.ledger.rules.attaching import attach, detach
from tijdig.ledger.rules.check_code import check_code
from tijdig.ledger.rules.checkpoint import (
    Checkpoint,
    Malformed,
    VerifierKey,
    open_checkpoint,
    read_verifier_key,
    signed_text,
)
from tijdig.ledger.rules.lines import read_bytes
from tijdig.ledger.rules.merkle import includes
from tijdig.ledger.rules.record import NotRecordable, canonical_json, commitment_of, leaf_of
from tijdig.ledger.rules.tiles import ReadTile, TileMissing
from tijdig.ledger.rules.verdicts import Finding, found
from tijdig.ledger.rules.witnessing import goes_on

KIND = "receipt"  # of the record in the log

type Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a receipt carries to be checked; ``record`` is canonical, ``paper`` empty outside a PDF."""

    content: Content
    salt: bytes
    record: bytes
    record_salt: bytes
    position: int
    path: tuple[bytes, ...]
    checkpoint: str
    key: VerifierKey
    paper: str = ""

    @property
    def commitment(self) -> bytes:
        """The commitment to the content."""
        return commitment_of(self.salt, canonical_json(self.content))

    @property
    def told(self) -> Mapping[str, object]:
        """The record in the log by column; empty when it is no record."""
        try:
            told = json.loads(self.record)
        except (ValueError, RecursionError):  # pragma: no cover - read_proof wrote it
            return {}
        return told if isinstance(told, dict) else {}


def write_proof(proof: Proof) -> bytes:
    """Return the proof as it is handed out."""
    told = {
        "content": dict(proof.content),
        "salt": proof.salt.hex(),
        "record": json.loads(proof.record),
        "record_salt": proof.record_salt.hex(),
        "position": proof.position,
        "path": [one.hex() for one in proof.path],
        "checkpoint": proof.checkpoint,
        "key": str(proof.key),
    }
    return canonical_json(told | ({"paper": proof.paper} if proof.paper else {}))


def read_proof(content: bytes) -> Proof:
    """Return the proof that a file holds; raises :class:`Malformed` for any other way of writing it."""
    try:
        proof = _proof_in(json.loads(content))
        written = write_proof(proof)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Malformed("not a proof of a receipt") from None
    if written != content.removesuffix(b"\n"):
        raise Malformed("a proof that is written in another way")
    return proof


def _proof_in(told: dict[str, object]) -> Proof:
    path, content, record = told["path"], told["content"], told["record"]
    position, note, paper = told["position"], told["checkpoint"], told.get("paper", "")
    if not (isinstance(path, list) and isinstance(content, dict) and isinstance(record, dict)):
        raise NotRecordable("path, content and record")
    if type(position) is not int or not (isinstance(note, str) and isinstance(paper, str)):
        raise NotRecordable("position and notes")
    return Proof(
        content=content,
        salt=read_bytes(told["salt"]),
        record=canonical_json(record),
        record_salt=read_bytes(told["record_salt"]),
        position=position,
        path=tuple(map(read_bytes, path)),
        checkpoint=note,
        key=read_verifier_key(str(told["key"])),
        paper=paper,
    )


def paper_text(proof: Proof, pages: bytes) -> str:
    """Return the note text that is signed over the pages of a receipt: they and its proof belong together."""
    return f"{KIND}\n{proof.key.name}\n{proof.commitment.hex()}\n{sha256(pages).hexdigest()}\n"


def with_proof(pages: bytes, proof: Proof, paper: str) -> bytes:
    """Return the PDF with its proof in it; ``paper`` is :func:`paper_text` as a signed note."""
    return attach(pages, write_proof(replace(proof, paper=paper)))


@dataclass(frozen=True, slots=True)
class File:
    """A receipt as it was handed in to be checked: its proof, and its pages when it is a PDF."""

    proof: Proof
    pages: bytes | None = None


def read_receipt(file: bytes) -> File:
    """Return what a file holds, a PDF with its proof in it or the proof alone; raises :class:`Malformed`."""
    if not file.startswith(b"%PDF"):
        return File(read_proof(file))
    parts = detach(file)
    if parts is None:
        raise Malformed("a PDF without its proof, or one that was changed after it was made")
    return File(read_proof(parts[1]), parts[0])


def check_receipt(
    file: File, key: VerifierKey | None = None, kept: Sequence[str] = (), read: ReadTile | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a receipt; nothing when it is as it was handed out, and stands in the log.

    ``key`` is the log's key as it was given before, else the one in the file counts. ``kept`` are signed notes that
    someone kept (T3); one of another size than the receipt's needs ``read``, the tiles of the log.
    """
    proof = file.proof
    believed = key or proof.key
    checkpoint = open_checkpoint(proof.checkpoint, believed)
    findings = [*_wrong_in_file(file, believed)]
    if checkpoint is None:
        return (*findings, found(verdicts.RECEIPT_UNSIGNED, proof.position))
    leaf = leaf_of(proof.record_salt, proof.record)
    if not includes(leaf, proof.position, checkpoint.size, proof.path, checkpoint.root):
        findings.append(found(verdicts.RECEIPT_NOT_IN_LOG, proof.position))
    return (*findings, *_held_against(checkpoint, kept, believed, read))


def _wrong_in_file(file: File, key: VerifierKey) -> Iterator[Finding]:
    proof = file.proof
    if key != proof.key:
        yield found(verdicts.RECEIPT_OTHER_KEY, proof.position)
    told = proof.told
    says = told.get("kind"), told.get("content"), told.get("code"), told.get("number")
    if says != (KIND, proof.commitment.hex(), check_code(proof.commitment), proof.content.get("number")):
        yield found(verdicts.RECEIPT_ALTERED, proof.position)
    if file.pages is not None and signed_text(proof.paper, key) != paper_text(proof, file.pages):
        yield found(verdicts.RECEIPT_PAGES_ALTERED, proof.position)


def _held_against(
    checkpoint: Checkpoint, kept: Sequence[str], key: VerifierKey, read: ReadTile | None
) -> Iterator[Finding]:
    for number, note in enumerate(kept, 1):
        known = open_checkpoint(note, key)
        if known is None:
            yield found(verdicts.KEPT_UNREADABLE, number)
            continue
        if known.size != checkpoint.size and read is None:
            yield found(verdicts.RECEIPT_NOT_COMPARED, known.size)
            continue
        older, newer = sorted((known, checkpoint), key=lambda one: one.size)
        try:
            if not goes_on(older, newer, read or _no_tiles):
                yield found(verdicts.FORKED, older.size)
        except TileMissing as missing:
            yield found(verdicts.FEED_TILE_MISSING, f"{missing.level}/{missing.index}")


def _no_tiles(_level: int, _index: int) -> bytes:
    return b""
