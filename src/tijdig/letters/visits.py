"""A sheet to take along on a round of house visits: addresses in walking order, with room to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.letters.sender import Municipality
from tijdig.letters.typesetting import typeset


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One door: its place in the round, who lives there, where, and the number of the case."""

    place: str
    name: str
    address: str
    number: str


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """The round of one day."""

    municipality: Municipality
    on: date
    lines: tuple[VisitLine, ...]


def visit_sheet(sheet: VisitSheet) -> bytes:
    """Return the sheet as PDF/UA."""
    return typeset("visits", sheet, on=sheet.on, title="Huisbezoeken")
