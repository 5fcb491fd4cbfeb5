"""Read a whole register extract: the records that can be taken over, and every problem with its line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tijdig.problems import Problem
from tijdig.residents.rules import extract_problems as said
from tijdig.residents.rules.lo3_lines import Card, read_cards, read_heading
from tijdig.residents.rules.person import read_person
from tijdig.residents.rules.record import ResidentRecord


@dataclass(frozen=True, slots=True)
class Extract:
    """What an extract holds. ``readable`` is False when the file as a whole is no extract: then nothing counts."""

    records: tuple[ResidentRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
    readable: bool = True

    @property
    def people_not_taken(self) -> int:
        """How many people stand in the file but could not be taken over."""
        return len({p.place.line for p in self.problems if p.code in said.PERSON_NOT_TAKEN})


def decode_extract(content: bytes) -> str | Problem:
    """Return the text of an extract (UTF-8, with or without byte order mark), or why it has none."""
    if not content.strip():
        return said.EMPTY()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return said.NOT_UTF8().at(line=content.count(b"\n", 0, error.start) + 1)


def read_extract_file(content: bytes) -> Extract:
    """Read an extract from the bytes of its file."""
    text = decode_extract(content)
    if isinstance(text, Problem):
        return Extract(problems=(text,), readable=False)
    return read_extract(text.split("\n"))


def read_extract(lines: Iterable[str]) -> Extract:
    """Read an extract from its lines, heading first.

    Whoever stands in it twice, by citizen service number, is taken over once: the newest version of the record.
    """
    numbered = ((number, line.rstrip("\r\n")) for number, line in enumerate(lines, start=1))
    _, first = next(numbered, (1, ""))
    if not first.strip("\ufeff \t"):
        return Extract(problems=(said.EMPTY(),), readable=False)
    heading = read_heading(first)
    if isinstance(heading, tuple):
        return Extract(problems=heading, readable=False)
    problems: list[Problem] = []
    taken: dict[str, tuple[Card, ResidentRecord]] = {}
    for card in read_cards(numbered, heading):
        if isinstance(card, Problem):
            problems.append(card)
            continue
        record = read_person(card)
        problems.extend(card.problems)
        if isinstance(record, tuple):
            problems.extend(record)
        elif not card.damaged:
            _take_newest(taken, card, record, problems)
    return Extract(tuple(record for _, record in taken.values()), tuple(problems))


def _take_newest(
    taken: dict[str, tuple[Card, ResidentRecord]], card: Card, record: ResidentRecord, problems: list[Problem]
) -> None:
    newer, older = (card, record), taken.get(record.bsn)
    if older is not None:
        if _version(older[0]) > _version(card):
            newer, older = older, newer
        twice = said.BSN_TWICE(other=newer[0].line)
        problems.append(twice.at(line=older[0].line, column="01.01.20"))
    taken[record.bsn] = newer


def _version(card: Card) -> str:
    """Return when the record was last synchronised, as sortable text (LO3 07.80.20)."""
    return card.current("07")["80.20"]
