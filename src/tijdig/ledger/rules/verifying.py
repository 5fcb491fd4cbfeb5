"""Check a whole log: every record, hash and signature, and name the place of whatever is wrong (T5).

Works on anything that can tell its entries, tiles and signed notes: an export or a database. Nothing is believed but
the key. What is erased must be covered by a redaction that stands in the log itself (T6).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from tijdig.ledger.rules import verdicts
from tijdig.ledger.rules.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from tijdig.ledger.rules.lines import Entry
from tijdig.ledger.rules.merkle import CompactRange
from tijdig.ledger.rules.record import leaf_of_commitment
from tijdig.ledger.rules.signatures import Signed, check_signatures
from tijdig.ledger.rules.tiles import HEIGHT, WIDTH, split_hashes
from tijdig.ledger.rules.truth import Truth, find_truth
from tijdig.ledger.rules.verdicts import Finding, Report, Verdict, found
from tijdig.problems import ProblemKind

type Authorities = Mapping[tuple[str, str], str]  # (part or "", commitment in hexadecimal) → rule or article


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place whose entry cannot be read; None when not even the place can."""

    position: int | None


class Source(Protocol):
    """Where a log is read from: an export or a database."""

    def notes(self) -> Sequence[str]:
        """Return the signed notes, oldest first."""

    def tile(self, level: int, index: int) -> bytes:
        """Return the hashes of a tile, b"" when it is not there."""

    def entries(self) -> Iterator[Entry | Unreadable]:
        """Yield what stands at each place, in the order in which it stands."""


@dataclass(slots=True)
class _Read:
    """What the entries say, before it is known which of them are true."""

    leaves: list[bytes | None]
    unreadable: set[int] = field(default_factory=set)
    erased: list[tuple[int, bytes]] = field(default_factory=list)  # (place, commitment)
    parts: list[tuple[int, str, str, bool | None]] = field(
        default_factory=list
    )  # place, part, commitment, is right
    redactions: dict[int, tuple[tuple[str, str], str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def verify(
    source: Source,
    key: VerifierKey,
    kept: Sequence[str] = (),
    other_authorities: Authorities = MappingProxyType({}),
) -> Report:
    """Check everything that a source tells against the key, and against signed notes that someone kept (T3).

    ``other_authorities`` are redactions that have no place in the tree yet, as far as the caller could check them.
    """
    signed = check_signatures(source.notes(), key)
    read = _read_entries(source.entries(), signed.size)
    kept_ones, unreadable = _opened(kept, key)
    findings = [*signed.findings, *unreadable, *read.findings]
    if not signed.checkpoints:
        unsigned = [found(verdicts.UNSIGNED, 0)] if any(read.leaves) or read.unreadable else []
        return Report(key.name, 0, 0, findings=(*findings, *unsigned, *_too_short(kept_ones, 0)))
    truth = find_truth(source.tile, read.leaves, signed.size, signed.checkpoints[-1].root)
    findings += truth.findings
    wrong = _wrong_places(read, truth)
    findings += wrong.values()
    findings += _forks(truth, signed, kept_ones)
    findings += _too_short(kept_ones, signed.size)
    redacted, uncovered = _held_against_authority(read, wrong.keys(), other_authorities)
    return Report(
        key.name, signed.size, len(signed.checkpoints), redacted, _in_order((*findings, *uncovered))
    )


def _read_entries(entries: Iterable[Entry | Unreadable], size: int) -> _Read:
    """Go through the entries once: keep each leaf by place, and what erased records, parts and redactions say."""
    read = _Read([None] * size)
    last = -1
    unsigned = False
    for stands in entries:
        # A place below the first is none; Python would count it from the end.
        entry = Unreadable(None) if stands.position is not None and stands.position < 0 else stands
        position = _place_of(entry, last)
        if position >= size:
            if not unsigned:
                read.findings.append(found(verdicts.UNSIGNED, size))
            unsigned = True
            continue
        _look_at(entry, position, last, read)
        last = max(last, position)
    return read


def _place_of(entry: Entry | Unreadable, last: int) -> int:
    return last + 1 if entry.position is None else entry.position


def _look_at(entry: Entry | Unreadable, position: int, last: int, read: _Read) -> None:
    if isinstance(entry, Unreadable):
        read.unreadable.add(position)
        return
    if read.leaves[position] is not None:
        read.findings.append(found(verdicts.RECORD_ADDED, position))
        return
    if position < last:
        read.findings.append(found(verdicts.RECORD_MOVED, position))
    read.leaves[position] = leaf_of_commitment(entry.commitment)
    if entry.is_erased:
        read.erased.append((position, entry.commitment))
        return
    if entry.parts or b'"parts":{' in entry.canonical:
        read.parts += _parts_of(entry)
    if b'"kind":"redaction"' in entry.canonical:
        read.redactions[position] = redaction_in(entry.canonical)


def _parts_of(entry: Entry) -> Iterator[tuple[int, str, str, bool | None]]:
    """Yield each part that the record names or the entry opens, and whether it is right; None when it is not there."""
    named = _told(entry.canonical).get("parts", {})
    for part in sorted({*named, *entry.parts}):
        commitment = str(named.get(part, ""))
        opened = entry.parts.get(part)
        yield (
            entry.position,
            part,
            commitment,
            None if opened is None else opened.commitment.hex() == commitment,
        )


def redaction_in(canonical: bytes) -> tuple[tuple[str, str], str]:
    """Return what a redaction covers (part or "", commitment in hexadecimal), and its authority."""
    told = _told(canonical)
    return (str(told.get("part", "")), str(told.get("commitment", ""))), str(told.get("authority", ""))


def _told(canonical: bytes) -> dict[str, dict[str, str]]:
    try:
        told = json.loads(canonical)
    except (ValueError, RecursionError):  # then it is not what was committed to, and found altered
        return {}
    return told if isinstance(told, dict) else {}


def _wrong_places(read: _Read, truth: Truth) -> dict[int, Finding]:
    """Hold each leaf against the true one; a record that is true of another place was moved."""
    wrong: dict[int, Finding] = {}
    differing: dict[int, bytes | None] = {}
    for index, tile in enumerate(truth.leaves):
        places = range(index * WIDTH, min((index + 1) * WIDTH, len(read.leaves)))
        if tile is None:
            wrong |= dict.fromkeys(places, found(verdicts.RECORDS_UNCLEAR, f"{places[0]}-{places[-1]}"))
        elif b"".join(leaf or b"" for leaf in read.leaves[places.start : places.stop]) != tile:
            true = zip(places, split_hashes(tile), strict=True)
            differing |= {place: leaf for place, leaf in true if read.leaves[place] != leaf}
    wanted = {leaf: place for place, leaf in differing.items()}
    for place in differing:
        wrong[place] = found(_what_is_wrong(read, place, wanted), place)
    return wrong


def _what_is_wrong(
    read: _Read, place: int, wanted: Mapping[bytes | None, int]
) -> tuple[ProblemKind, Verdict]:
    leaf = read.leaves[place]
    if leaf is None:
        return verdicts.RECORD_ALTERED if place in read.unreadable else verdicts.RECORD_MISSING
    return verdicts.RECORD_MOVED if leaf in wanted else verdicts.RECORD_ALTERED


def _opened(kept: Sequence[str], key: VerifierKey) -> tuple[list[Checkpoint], list[Finding]]:
    opened = [open_checkpoint(note, key) for note in kept]
    unreadable = [
        found(verdicts.KEPT_UNREADABLE, number) for number, one in enumerate(opened, 1) if one is None
    ]
    return [one for one in opened if one is not None], unreadable


def _too_short(kept: Sequence[Checkpoint], size: int) -> Iterator[Finding]:
    return (found(verdicts.SHORTENED, one.size) for one in kept if one.size > size)


def _forks(truth: Truth, signed: Signed, kept: Sequence[Checkpoint]) -> Iterator[Finding]:
    """Yield the sizes at which something else was signed than what is true; of a fork of the whole, the first."""
    claims = sorted((one.size, one.root) for one in (*signed.checkpoints, *kept) if one.size <= signed.size)
    roots = _roots(truth, sorted({size for size, _root in claims}))
    told: set[int] = set()
    for size, root in claims:
        if size in told or roots.get(size, root) == root:
            continue
        told.add(size)
        yield found(verdicts.FORKED, size)
        if not truth.is_rooted:
            return


def _roots(truth: Truth, sizes: Sequence[int]) -> Mapping[int, bytes]:
    """Return the true root at each of these sizes, as far as the leaves are known."""
    edge, roots = CompactRange(), {}
    wanted = iter([*sizes, None])
    size = next(wanted)
    for index, tile in enumerate(truth.leaves):
        leaves = split_hashes(tile) if tile is not None else []
        for leaf in leaves:
            while size == edge.size:
                roots[size], size = edge.root(), next(wanted)
            edge.append(leaf)
        if not leaves:
            if index not in truth.above:
                return roots
            while size is not None and size < edge.size + WIDTH:
                size = next(wanted)  # within a tile that is not known
            edge.append(truth.above[index], HEIGHT)
    while size == edge.size:
        roots[size], size = edge.root(), next(wanted)
    return roots


def _held_against_authority(
    read: _Read, wrong: Iterable[int], other: Authorities
) -> tuple[Mapping[str, int], list[Finding]]:
    """Count what was erased per authority, and find what is gone without one."""
    not_true = set(wrong)
    authorities = dict(other) | {
        covers: authority for place, (covers, authority) in read.redactions.items() if place not in not_true
    }
    redacted: Counter[str] = Counter()
    findings = []
    for place, part, commitment, is_right in [
        *((place, "", commitment.hex(), None) for place, commitment in read.erased),
        *read.parts,
    ]:
        if place in not_true or is_right:
            continue
        authority = authorities.get((part, commitment)) if is_right is None else None
        if authority:
            redacted[authority] += 1
        elif is_right is None:
            findings.append(found(verdicts.PART_MISSING if part else verdicts.RECORD_MISSING, place))
        else:
            findings.append(found(verdicts.PART_ALTERED, place))
    return MappingProxyType(dict(sorted(redacted.items()))), findings


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return each finding once: a range that is not clear is told for all its places together."""
    return tuple({(finding.problem.code, finding.place): finding for finding in findings}.values())
