"""A delivered file as a table of cells: what reading makes of it and what the checks look at."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from tijdig.intake.rules.cells import Rows

# The column that the returned file adds; when the landlord sends that file back, it is not read again.
RETURNED_HEADING = "Fouten volgens Tijdig"


class FileKind(StrEnum):
    """The two kinds of file that are taken."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Which of several sheets a person chose (:data:`~tijdig.intake.rules.sheets.ALL`: all of them), and from which.

    ``names`` and ``layouts`` (fingerprints) are those of the sheets that could have been meant.
    """

    chosen: str
    names: tuple[str, ...]
    layouts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The heading line and the data rows of one file, every cell as text.

    A workbook's dates are ISO dates and its numbers have a point and never exactly three decimals, so that nothing in
    them has two meanings; ``kinds`` holds per row one letter per cell (``s`` text, ``n`` number, ``d`` date), and is
    empty for CSV, where all is text. Rows that are empty altogether are not in the table; ``lines`` gives the line or
    spreadsheet row of each data row, both counted from 1. Every row has as many cells as there are headings, except
    the rows in ``crooked`` (indexes): those had more or fewer, and mean nothing. ``choice`` tells how it was chosen
    where the workbook has several sheets that look like a delivery; ``hidden_sheets`` it has beside them were not read.
    ``from_1904``: the workbook counts its days from 1904, as those of an old Mac do, not from 1900.
    """

    kind: FileKind
    headings: tuple[str, ...]
    rows: Rows
    lines: tuple[int, ...]
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    heading_line: int = 1
    kinds: tuple[str, ...] = ()
    crooked: frozenset[int] = frozenset()
    choice: SheetChoice | None = None
    hidden_sheets: int = 0
    from_1904: bool = False

    @property
    def fingerprint(self) -> str:
        """The layout's fingerprint: the same headings in the same order give the same one, whatever the file's name."""
        joined = "\x1f".join(heading_key(heading) for heading in self.headings)
        return hashlib.sha256(joined.encode()).hexdigest()


_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def heading_key(heading: str) -> str:
    """Return a heading as it is compared: lower case, no accents, no points (``Geb.datum`` is ``geb datum``)."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().casefold()
    return _NOT_A_LETTER.sub(" ", plain).strip()


def unique_headings(headings: list[str]) -> tuple[str, ...]:
    """Return the headings, an empty one named by its position and a repeated one numbered: ``Datum (2)``."""
    seen: dict[str, int] = {}
    unique = []
    for position, heading in enumerate(headings, start=1):
        name = " ".join(heading.split())[:100] or f"(kolom {position})"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(unique)
