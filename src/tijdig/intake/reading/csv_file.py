"""Read a CSV file strictly: its separator is the one under which the headings are known (S3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.lines import FEWEST_HEADINGS, Line, score, table_of
from tijdig.intake.reading.problems import (
    BROKEN_QUOTES,
    CELL_TOO_LONG,
    NO_HEADING,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
)
from tijdig.intake.reading.text import decode
from tijdig.intake.rules.table import FileKind, Table
from tijdig.problems import Problem, Refused

SEPARATORS = (";", ",", "\t", "|")
_HEAD_LINES = 30
_HEAD_CHARACTERS = 200_000
# Our own returned file puts an apostrophe before these, so that no spreadsheet takes a cell for a formula (S4).
_ESCAPED = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n")


def read_csv(content: bytes, limits: Limits) -> Table:
    """Read the file; raises :class:`Refused` with one clear problem when it cannot be read with certainty."""
    text, encoding = decode(content)
    separator = _separator(text)
    return table_of(
        _lines(text, separator, limits), FileKind.CSV, limits, encoding=encoding, separator=separator
    )


def _separator(text: str) -> str:
    scores = {separator: score(_head(text, separator)) for separator in SEPARATORS}
    best = max(scores, key=lambda separator: scores[separator])
    if scores[best] < FEWEST_HEADINGS:
        raise Refused(NO_HEADING())
    return best


def _head(text: str, separator: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text[:_HEAD_CHARACTERS], newline=""), delimiter=separator)
    try:
        return [Line(number, cells) for number, cells in enumerate(islice(reader, _HEAD_LINES), start=1)]
    except csv.Error:
        return []


def _lines(text: str, separator: str, limits: Limits) -> Iterator[Line]:
    csv.field_size_limit(limits.cell_characters)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    most, columns = limits.rows + _HEAD_LINES, limits.columns
    is_escaped = "'" in text and any(mark in text for mark in _ESCAPED)  # nearly no file has one
    try:
        for place, cells in enumerate(reader):
            if len(cells) > columns:
                raise Refused(TOO_MANY_COLUMNS(most=columns))
            if place == most:
                raise Refused(TOO_MANY_ROWS(most=limits.rows))
            yield Line(reader.line_num, list(map(_unescaped, cells)) if is_escaped else cells)
    except csv.Error as error:
        raise Refused(_problem(str(error), reader.line_num, limits)) from None


def _problem(message: str, line: int, limits: Limits) -> Problem:
    if "field larger" in message:
        return CELL_TOO_LONG(line=line, most=limits.cell_characters)
    return BROKEN_QUOTES(line=line)


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith(_ESCAPED) else cell
