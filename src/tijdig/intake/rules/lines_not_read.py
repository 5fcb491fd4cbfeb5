"""Lines of which nothing is read: crooked ones, and between a ledger's rows those that are no tenant's.

Totals, and the heading line once more on a new page, are told in one sentence that asks for nothing, instead of
everything that a tenant's row would have lacked. Of a line that is crooked the cells may stand under wrong headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.table import Table, heading_key
from tijdig.intake.rules.values.reading import tidy
from tijdig.problems import Problem, ProblemKind

# ``line``, where it stands in the file, is told beside the row and not in the sentence: a hundred crooked rows are one
# thing to mend.
CROOKED_ROW = ProblemKind(
    code="intake.crooked-row",
    rule="S3",
    nl="Deze rij heeft meer of minder cellen dan er kolommen zijn.",
    en="This row has more or fewer cells than there are columns.",
    remedy_nl="Zet tekst met het scheidingsteken erin tussen aanhalingstekens, of bewaar het bestand als XLSX.",
    remedy_en="Put text that holds the separator between quotes, or save the file as XLSX.",
)
TOTALS = ProblemKind(
    code="intake.line-of-totals",
    rule="R10",
    nl="Dit is een regel met een totaal, geen huurder.",
    en="This is a line with a total, not a tenant.",
    remedy_nl="U hoeft niets te doen: deze regel telt niet mee.",
    remedy_en="You need do nothing: this line does not count.",
)
HEADINGS_AGAIN = ProblemKind(
    code="intake.headings-again",
    rule="R10",
    nl="Dit is de regel met kolomkoppen nog een keer.",
    en="This is the line with the headings once more.",
    remedy_nl="U hoeft niets te doen: deze regel telt niet mee.",
    remedy_en="You need do nothing: this line does not count.",
)

_FEWEST_HEADINGS = 3
_WORDS_OF_TOTALS = frozenset(
    "totaal totalen subtotaal eindtotaal generaal aantal som saldi total totals subtotal grand sum count".split()  # noqa: SIM905
)
# A line of which one of these is filled can be a tenant's.
_TENANTS = ("house_number", "address", "postcode", "birth_date", "phone", "email", "withdrawal", "objection")
_NAMES = ("reference", "initials", "surname", "street", "town")
_SUMS = frozenset({"amount", "months", "days"})


def lines_not_read(table: Table, plan: ColumnPlan) -> Mapping[int, Problem]:
    """Return why nothing is read of each such line, by the index of its row."""
    positions = plan.positions
    names = [positions[name] for name in _NAMES if name in positions]
    sums = [positions[name] for name in _SUMS if name in positions]
    found: dict[int, Problem] = {}
    for index in _without_data(table, [positions[name] for name in _TENANTS if name in positions]):
        row = table.rows[index]
        if _is_total([row[position] for position in names], [row[position] for position in sums]):
            found[index] = TOTALS()
    found |= dict.fromkeys(_headings_again(table, positions.get("reference")), HEADINGS_AGAIN())
    return found | {index: CROOKED_ROW(line=table.lines[index]) for index in table.crooked}


def asks_for_nothing(problems: Iterable[Problem]) -> bool:
    """Say whether a row was refused for this alone, so that nobody has to mend it."""
    return all(problem.code in {TOTALS.code, HEADINGS_AGAIN.code} for problem in problems)


def _without_data(table: Table, positions: Sequence[int]) -> Sequence[int]:
    """Return the rows that are empty in all these columns; nearly none is left by the first."""
    left = set(range(len(table.rows)))
    for position in positions:
        cells = table.rows.columns[position]
        left.intersection_update(cells.rows_with({cell for cell in cells.distinct if not cell.strip()}))
        if not left:
            break
    return sorted(left)


def _headings_again(table: Table, reference: int | None) -> list[int]:
    """Return the rows whose cells are the headings of their columns."""
    if reference is None:
        return []
    return [
        index
        for index in table.rows.columns[reference].rows_with({table.headings[reference]})
        if sum(tidy(cell) == name for cell, name in zip(table.rows[index], table.headings, strict=True))
        >= _FEWEST_HEADINGS
    ]


def _is_total(names: Sequence[str], sums: Sequence[str]) -> bool:
    """Whether a line without a tenant's data gives a sum: named so, or with nothing else on it."""
    said = [heading_key(cell) for cell in names if cell.strip()]
    if not said and not any(cell.strip() for cell in sums):
        return False
    return all(cell.partition(" ")[0] in _WORDS_OF_TOTALS for cell in said)
