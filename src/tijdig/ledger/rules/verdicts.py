"""What a check of a log can find, per place: ok, altered, missing, reordered, forked, erased by authority (T5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from tijdig.problems import Problem, ProblemKind


class Verdict(StrEnum):
    """How a place of the log is found."""

    OK = "ok"
    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"
    FORKED = "forked"
    REDACTED = "redacted-with-authority"


def _kind(name: str, verdict: Verdict, nl: str, en: str, rule: str = "T5") -> tuple[ProblemKind, Verdict]:
    return ProblemKind(code=f"ledger.{name}", rule=rule, nl=nl, en=en), verdict


RECORD_ALTERED = _kind(
    "record-altered", Verdict.ALTERED, "Regel {place} is veranderd.", "Record {place} was altered."
)
RECORD_MISSING = _kind(
    "record-missing",
    Verdict.MISSING,
    "Regel {place} ontbreekt, zonder vastgelegd besluit.",
    "Record {place} is missing, without a recorded decision.",
)
RECORD_MOVED = _kind(
    "record-moved",
    Verdict.REORDERED,
    "Regel {place} staat niet op zijn plaats.",
    "Record {place} does not stand in its place.",
)
RECORD_ADDED = _kind(
    "record-added",
    Verdict.ALTERED,
    "Regel {place} is toegevoegd of staat er dubbel: er is niet voor getekend.",
    "Record {place} was added or stands there twice: nothing was signed for it.",
)
RECORDS_UNCLEAR = _kind(
    "records-unclear",
    Verdict.ALTERED,
    "Regels {place} zijn veranderd, en de hashes die zeggen welke ook.",
    "Records {place} were altered, and so were the hashes that tell which.",
)
PART_ALTERED = _kind(
    "part-altered",
    Verdict.ALTERED,
    "Een onderdeel van regel {place} is veranderd.",
    "A part of record {place} was altered.",
)
PART_MISSING = _kind(
    "part-missing",
    Verdict.MISSING,
    "Een onderdeel van regel {place} ontbreekt, zonder vastgelegd besluit.",
    "A part of record {place} is missing, without a recorded decision.",
)
TILE_ALTERED = _kind(
    "tile-altered",
    Verdict.ALTERED,
    "Het blok hashes {place} is veranderd; de regels eronder kloppen.",
    "The tile of hashes {place} was altered; the records below it are right.",
)
TILE_MISSING = _kind(
    "tile-missing",
    Verdict.MISSING,
    "Het blok hashes {place} ontbreekt; de regels eronder kloppen.",
    "The tile of hashes {place} is missing; the records below it are right.",
)
FEED_TILE_MISSING = _kind(
    "tile-not-shown",
    Verdict.MISSING,
    "Het logboek toont het blok hashes {place} niet; er is niets te vergelijken.",
    "The log does not show the tile of hashes {place}; there is nothing to compare.",
)
CHECKPOINT_ALTERED = _kind(
    "checkpoint-altered",
    Verdict.ALTERED,
    "Handtekening {place} is veranderd, of niet met deze sleutel gezet.",
    "Signature {place} was altered, or not made with this key.",
)
CHECKPOINT_MISSING = _kind(
    "checkpoint-missing",
    Verdict.MISSING,
    "Vóór handtekening {place} ontbreekt er een.",
    "Before signature {place} one is missing.",
)
CHECKPOINT_MOVED = _kind(
    "checkpoint-moved",
    Verdict.REORDERED,
    "Handtekening {place} staat niet op haar plaats, of dubbel.",
    "Signature {place} does not stand in its place, or stands there twice.",
)
UNSIGNED = _kind(
    "unsigned",
    Verdict.MISSING,
    "Voor regel {place} en wat erop volgt ontbreekt de handtekening.",
    "For record {place} and what follows, the signature is missing.",
)
FORKED = _kind(
    "forked",
    Verdict.FORKED,
    "Bij {place} regels is een ander logboek ondertekend dan dit.",
    "At {place} records, another log was signed than this one.",
)
SHORTENED = _kind(
    "shortened",
    Verdict.MISSING,
    "Een bewaarde handtekening noemt {place} regels; zo lang is dit logboek niet meer.",
    "A kept signature names {place} records; this log is no longer that long.",
)
KEPT_UNREADABLE = _kind(
    "kept-unreadable",
    Verdict.ALTERED,
    "Een bewaarde handtekening ({place}) is niet van dit logboek, of is veranderd.",
    "A kept signature ({place}) is not of this log, or was altered.",
)
KEY_UNREADABLE = _kind(
    "key-unreadable",
    Verdict.ALTERED,
    "De sleutel van het logboek is veranderd of ontbreekt ({place}).",
    "The key of the log was altered or is missing ({place}).",
)
WAITING_ALTERED = _kind(
    "waiting-altered",
    Verdict.ALTERED,
    "Een regel die nog geen plaats heeft is veranderd ({place}).",
    "A record that has no place yet was altered ({place}).",
)
RECEIPT_ALTERED = _kind(
    "receipt-altered",
    Verdict.ALTERED,
    "De inhoud van dit bewijs is niet wat bij regel {place} is vastgelegd.",
    "The content of this receipt is not what was recorded at record {place}.",
    "T4",
)
RECEIPT_PAGES_ALTERED = _kind(
    "receipt-pages-altered",
    Verdict.ALTERED,
    "De bladzijden van dit bewijs zijn veranderd nadat het was gemaakt (regel {place}).",
    "The pages of this receipt were altered after it was made (record {place}).",
    "T4",
)
RECEIPT_UNSIGNED = _kind(
    "receipt-unsigned",
    Verdict.ALTERED,
    "De handtekening in dit bewijs is niet met deze sleutel gezet (regel {place}).",
    "The signature in this receipt was not made with this key (record {place}).",
    "T4",
)
RECEIPT_OTHER_KEY = _kind(
    "receipt-other-key",
    Verdict.ALTERED,
    "In dit bewijs ligt een andere sleutel dan die u kent (regel {place}).",
    "In this receipt lies another key than the one you know (record {place}).",
    "T4",
)
RECEIPT_NOT_IN_LOG = _kind(
    "receipt-not-in-log",
    Verdict.MISSING,
    "Het ondertekende logboek heeft dit bewijs niet bij regel {place}.",
    "The signed log does not have this receipt at record {place}.",
    "T4",
)
RECEIPT_NOT_COMPARED = _kind(
    "receipt-not-compared",
    Verdict.MISSING,
    "De handtekening die u bewaarde noemt {place} regels, een andere lengte dan die in het bewijs. Geef met --log "
    "het adres of een export van het logboek mee.",
    "The signature that you kept names {place} records, another length than the one in the receipt. Give the address "
    "or an export of the log with --log.",
    "T4",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what it is about (record, tile, checkpoint, log…), where, and the sentence for it."""

    verdict: Verdict
    what: str
    place: str
    problem: Problem

    def __str__(self) -> str:
        """The finding as one line: ``altered  record 17: …``."""
        return f"{self.verdict}  {self.what} {self.place}: {self.problem.nl} / {self.problem.en}"


def found(kind: tuple[ProblemKind, Verdict], place: object) -> Finding:
    """Return a finding of this kind at a place; what it is about follows from the code."""
    told, verdict = kind
    what = told.code.removeprefix("ledger.").partition("-")[0]
    return Finding(verdict, _ABOUT.get(what, what), str(place), told(place=place))


# What a code is about, where its first word does not say so.
_ABOUT = {"records": "record", "part": "record", "unsigned": "record", "forked": "log", "shortened": "log"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: whose log, how many records and signatures were checked, what was erased by which authority.

    ``redacted`` counts erased records and parts per authority. A log is sound when nothing was found.
    """

    origin: str
    size: int
    checkpoints: int
    redacted: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[Finding, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found but what was erased with authority."""
        return not self.findings
