"""The little that a letter's text can say about its own form: headings, lists, a table of two columns, emphasis.

An empty line ends a block. ``## `` begins a heading, ``- `` a point of a list, ``| what | value |`` a row of a table
whose first row is its heading; ``*words*`` stand out. Everything else is a paragraph. Nothing here is ever run: typst
gets the blocks as values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

HEADING, POINT, ROW = "## ", "- ", "|"
STRONG = "*"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one form."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block: ``kind`` is heading, paragraph, points or table; ``lines`` are its lines, each of one or more runs.

    A table's lines come in pairs: what, and its value.
    """

    kind: str
    lines: tuple[tuple[Run, ...], ...]

    @property
    def pairs(self) -> tuple[tuple[tuple[Run, ...], tuple[Run, ...]], ...]:
        """A table's rows: what, and its value."""
        return tuple(zip(self.lines[::2], self.lines[1::2], strict=True))


def read_blocks(text: str) -> tuple[TextBlock, ...]:
    """Return the blocks of a text, in order; there is no text that cannot be read."""
    return tuple(_blocks(text))


def plain_text(text: str) -> str:
    """Return the text as a message without form says it: no marks, the lines as they stand."""
    lines = []
    for block in read_blocks(text):
        told = [_words(line) for line in block.lines]
        if block.kind == "table":
            told = [f"{_words(what)}: {_words(value)}" for what, value in block.pairs[1:]]
        lines.append("\n".join(f"- {line}" if block.kind == "points" else line for line in told))
    return "\n\n".join(lines)


def _words(line: tuple[Run, ...]) -> str:
    return "".join(run.text for run in line)


def _blocks(text: str) -> Iterator[TextBlock]:
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        while lines and lines[0].startswith(HEADING):
            yield TextBlock("heading", (_runs(lines.pop(0).removeprefix(HEADING)),))
        if lines:
            yield _block(lines)


def _block(lines: list[str]) -> TextBlock:
    if all(line.startswith(POINT) for line in lines):
        return TextBlock("points", tuple(_runs(line.removeprefix(POINT)) for line in lines))
    if all(line.startswith(ROW) and line.count(ROW) >= 2 for line in lines):
        cells = (line.strip(ROW).partition(ROW) for line in lines)
        return TextBlock(
            "table", tuple(_runs(cell.strip()) for left, _, right in cells for cell in (left, right))
        )
    return TextBlock("paragraph", tuple(_runs(line) for line in lines))


def _runs(line: str) -> tuple[Run, ...]:
    parts = line.split(STRONG)
    if len(parts) % 2 == 0:  # a star without its second is a star
        return (Run(line),)
    return tuple(Run(part, strong=place % 2 == 1) for place, part in enumerate(parts) if part)


def unmarked(value: str) -> str:
    """Return a value from outside such that it cannot be taken for form: a name is never a heading or a table."""
    return value.replace(STRONG, "∗").replace(ROW, "/").replace("\n", " ").strip()
