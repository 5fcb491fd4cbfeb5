"""What a formal document consists of, as values: cover, parts, articles, clauses, tables, questions, signatures.

One value is set as PDF (:mod:`typesetting`) and shown as a page, so the two cannot differ. ``keys`` of a block say
where in the covenant file it comes from (``aanlevering.venster``), ``rules`` which rules of law or practice ask for it
(R8); a block without keys says nothing that the file decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered agreement: ``text``, then ``lead`` with its ``points``, then the lines of ``closing``.

    ``short`` says the same in one sentence, for where the clause is pointed at; the text itself when empty.
    """

    text: str
    keys: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    lead: str = ""
    points: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    short: str = ""
    number: str = ""
    kind: str = "clause"

    @property
    def in_short(self) -> str:
        """One sentence that says what the clause is about."""
        return self.short or self.text

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that a reader reads, without numbers and keys."""
        return tuple(part for part in (self.text, self.lead, *self.points, *self.closing) if part)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: each cell is one or more lines; the first cell names the row."""

    cells: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption and a heading row; ``shares`` divide the width over the columns."""

    caption: str
    headings: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[Row, ...]
    kind: str = "grid"

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all rows."""
        return tuple(key for row in self.rows for key in row.keys)

    @property
    def texts(self) -> tuple[str, ...]:
        """Caption, headings and every line of every cell."""
        return (
            self.caption,
            *self.headings,
            *(line for row in self.rows for cell in row.cells for line in cell),
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the signed agreement, word for word."""

    text: str
    keys: tuple[str, ...] = ()
    kind: str = "quote"

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentence."""
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Remark:
    """A paragraph that explains and decides nothing."""

    text: str
    kind: str = "remark"
    keys: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The paragraph."""
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Question:
    """What the covenant file cannot know: left open for the municipality, and marked as such."""

    text: str
    kind: str = "question"
    keys: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The question."""
        return (self.text,)


type Block = Clause | Grid | Quote | Remark | Question


@dataclass(frozen=True, slots=True)
class Section:
    """An article, annex or point: its label (``Bijlage 5``), its title, what stands in it.

    ``traced`` names the keys of the file in one line beneath it; ``anchor`` is its address on the page.
    """

    label: str
    title: str
    blocks: tuple[Block, ...]
    traced: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter with its sections; begins on a new page."""

    title: str
    sections: tuple[Section, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One party's place to sign: ``answer`` in words; the rest is empty until it has signed."""

    party: str
    answer: str
    person: str = ""
    at: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class CoverFact:
    """A line of the cover: label and value; ``is_code`` for a hash or number that is read sign by sign."""

    label: str
    value: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document. ``kind_name`` says what it is, ``title`` and ``version`` of which agreement.

    ``dated`` is the day in the document's properties: the first day of the agreement, so that equal agreements give
    equal bytes. ``wide`` turns the pages for a table with many columns.
    """

    kind_name: str
    title: str
    version: str
    mark: str
    publisher: str
    dated: date
    facts: tuple[CoverFact, ...]
    intro: tuple[str, ...]
    parts: tuple[Part, ...]
    signing_text: str = ""
    signatures: tuple[SignatureLine, ...] = ()
    wide: bool = False

    @property
    def sections(self) -> Iterator[Section]:
        """Every section of every part, in order."""
        return (section for part in self.parts for section in part.sections)

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block of every section, in order."""
        return (block for section in self.sections for block in section.blocks)

    @property
    def texts(self) -> Iterator[str]:
        """Every text of the document, in the order of reading."""
        yield from (self.kind_name, self.title, self.version)
        for fact in self.facts:
            yield from (fact.label, fact.value)
        yield from self.intro
        for part in self.parts:
            yield from (text for text in (part.title, part.intro) if text)
            for section in part.sections:
                yield from (text for text in (section.label, section.title) if text)
                for block in section.blocks:
                    if isinstance(block, Clause) and block.number:
                        yield block.number
                    yield from block.texts
                yield from section.traced
        yield from _signing_texts(self)


def _signing_texts(paper: Paper) -> Iterator[str]:
    if paper.signatures:
        yield paper.signing_text
    for line in paper.signatures:
        yield from (t for t in (line.party, line.answer, line.person, line.at, line.fingerprint) if t)
