"""A workbook with several sheets that look like a delivery: which is meant is asked once, and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, chain

from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.table import SheetChoice, Table
from tijdig.problems import ProblemKind

ALL = "*"  # no sheet can be called so
UNKNOWN_SHEET = ProblemKind(
    code="intake.unknown-sheet",
    rule="S3",
    nl="Dit werkblad staat niet in het bestand.",
    en="This sheet is not in the file.",
    remedy_nl="Kies een van de werkbladen die de pagina noemt.",
    remedy_en="Choose one of the sheets that the page names.",
)


def can_go_together(tables: Sequence[Table]) -> bool:
    """Whether the sheets have the same headings, so that one can be read below the other."""
    return len(tables) > 1 and len({table.fingerprint for table in tables}) == 1


def chosen_table(tables: Sequence[Table], sheet: str) -> Table | None:
    """Return the table of this sheet, or of all of them; None when there is no such choice."""
    choice = SheetChoice(
        sheet, tuple(table.sheet for table in tables), tuple(sorted(table.fingerprint for table in tables))
    )
    if sheet == ALL and can_go_together(tables):
        return replace(_together(tables), choice=choice)
    return next((replace(table, choice=choice) for table in tables if table.sheet == sheet), None)


def remembered_table(tables: Sequence[Table], remembered: Iterable[tuple[str, SheetChoice]]) -> Table | None:
    """Return the table that these choices (layout and choice, the latest first) point to; None when it must be asked.

    All sheets stay all sheets while their headings are the same. One sheet is known by its name among the same names,
    or by its headings among the same layouts where no other sheet has them: names may tell the month.
    """
    names = {table.sheet for table in tables}
    layouts = tuple(sorted(table.fingerprint for table in tables))
    for layout, choice in remembered:
        if choice.chosen == ALL and can_go_together(tables) and set(choice.layouts) == set(layouts):
            return chosen_table(tables, ALL)
        if choice.chosen in names and set(choice.names) == names:
            return chosen_table(tables, choice.chosen)
        if choice.chosen != ALL and choice.layouts == layouts and layouts.count(layout) == 1:
            return chosen_table(tables, next(table.sheet for table in tables if table.fingerprint == layout))
    return None


def _together(tables: Sequence[Table]) -> Table:
    """Put the rows of sheets with the same headings below each other; line numbers are those of their own sheet."""
    starts = accumulate((len(table.rows) for table in tables), initial=0)
    return replace(
        tables[0],
        rows=Rows.of(chain.from_iterable(table.rows for table in tables), len(tables[0].headings)),
        lines=tuple(line for table in tables for line in table.lines),
        sheet="",
        kinds=tuple(kinds for table in tables for kinds in table.kinds),
        crooked=frozenset(
            start + index for start, table in zip(starts, tables, strict=False) for index in table.crooked
        ),
    )
