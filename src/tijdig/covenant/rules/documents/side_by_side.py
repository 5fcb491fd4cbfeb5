"""Two versions of a covenant beside each other, in the sentences that the parties sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.arrangement import annexes
from tijdig.letters.papers import Clause, Grid, Row, Section

# Routes are tried and factors weighed in their order, so there the number itself is part of what was agreed.
_ORDERED = ("route.", "voorrang.")


@dataclass(frozen=True, slots=True)
class Difference:
    """What one agreement says in the old and in the new version; no lines where a version does not have it."""

    place: str
    heading: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    place: str
    heading: str
    lines: tuple[str, ...]


def side_by_side(old: Covenant, new: Covenant) -> tuple[Difference, ...]:
    """Return every agreement that differs, in the order of the new version; what lapses stands at the end.

    Empty when and only when the two versions agree on the same.
    """
    before, after = dict(_entries(old)), dict(_entries(new))
    changed = (
        Difference(entry.place, entry.heading, before[key].lines if key in before else (), entry.lines)
        for key, entry in after.items()
        if key not in before or before[key].lines != entry.lines
    )
    lapsed = (
        Difference(entry.place, entry.heading, entry.lines, ())
        for key, entry in before.items()
        if key not in after
    )
    return (*changed, *lapsed)


def _entries(covenant: Covenant) -> Iterator[tuple[str, _Entry]]:
    for provision in covenant.provisions:
        carried = f"Uitgevoerd door: {', '.join(provision.carried_by)}."
        lines = (provision.text, carried)
        yield f"bepaling.{provision.article}", _Entry(f"Artikel {provision.article}", "", lines)
    for section in annexes(covenant):
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[tuple[str, _Entry]]:
    for block in section.blocks:
        if isinstance(block, Clause) and block.keys:
            yield f"{section.label}:{block.keys[0]}", _of_clause(section, block)
        elif isinstance(block, Grid):
            for row in block.rows:
                yield f"{section.label}:{row.keys[0]}", _of_row(section, row)


def _of_clause(section: Section, clause: Clause) -> _Entry:
    numbered = clause.keys[0].startswith(_ORDERED)
    lines = (f"{clause.number}. {clause.texts[0]}", *clause.texts[1:]) if numbered else clause.texts
    return _Entry(f"{section.label}, {clause.number}", section.title, lines)


def _of_row(section: Section, row: Row) -> _Entry:
    return _Entry(section.label, section.title, tuple(", ".join(cell) for cell in row.cells))
