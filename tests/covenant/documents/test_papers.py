"""A document as PDF: it says what the value says, it is accessible, and equal agreements give equal bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from tests.covenant.documents.reading_pdf import metadata_of, squeezed, squeezed_text, tags
from tests.letters.readability import flesch_douma, sentences, words, words_per_sentence
from tijdig.covenant.profiles import PROFILES, profile
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.algorithm import algorithm_paper
from tijdig.covenant.rules.documents.arrangement import arrangement
from tijdig.covenant.rules.documents.impact import impact_assessment
from tijdig.covenant.rules.documents.permission_table import permission_table
from tijdig.covenant.rules.documents.register import register_paper
from tijdig.letters.paper_setting import set_paper
from tijdig.letters.papers import Block, Clause, Grid, Paper, Question, Remark, Section, SignatureLine

PAPERS: dict[str, Callable[[Covenant], Paper]] = {
    "arrangement": arrangement,
    "permission table": permission_table,
    "register": register_paper,
    "impact assessment": impact_assessment,
    "algorithm": algorithm_paper,
}
# What is signed is set for every covenant, the rest for one: setting takes long, and the template is the same.
SET = [
    pytest.param(kind, name)
    for kind in PAPERS
    for name in PROFILES
    if kind == "arrangement" or name == "weert"
]
EACH = [pytest.param(kind, name, id=f"{kind}-{name}") for kind in PAPERS for name in PROFILES]


@cache
def paper_of(kind: str, name: str) -> Paper:
    return PAPERS[kind](profile(name))


@cache
def pdf_of(kind: str, name: str) -> bytes:
    return set_paper(paper_of(kind, name))


@pytest.mark.parametrize(("kind", "name"), SET)
def test_r57_the_pdf_says_everything_that_the_document_says(kind: str, name: str) -> None:
    shown = squeezed_text(pdf_of(kind, name))
    missing = [text for text in paper_of(kind, name).texts if squeezed(text) not in shown]

    assert missing == []


@pytest.mark.parametrize(("kind", "name"), EACH)
def test_the_text_reads_as_plain_dutch(kind: str, name: str) -> None:
    """Names and words of the law count as hard, so what Tijdig itself writes is held to a stricter bound."""
    paper = paper_of(kind, name)
    blocks = [block for block in paper.blocks if isinstance(block, Clause | Remark | Question)]
    running = [text for block in blocks for text in block.texts]
    own = [text for block in blocks if not is_given(block) for text in block.texts]

    assert flesch_douma([*running, *paper.intro]) >= 50
    assert flesch_douma([*own, *paper.intro]) >= 60
    assert words_per_sentence([*own, *paper.intro]) <= 12
    assert [sentence for sentence in sentences(own) if len(words(sentence)) > 25] == []


def is_given(block: Block) -> bool:
    """Whether the block is mostly names, descriptions and grounds that the file itself gives."""
    given = (
        "uitwisseling",
        "eigen_gebruik",
        "route",
        "voorrang",
        "taak",
        "bepaling",
        "doel",
        "partij",
        "contact",
    )
    return bool(block.keys) and block.keys[0].startswith(
        (*given, "bron", "gemeente", "verantwoording.fg", "id")
    )


@pytest.mark.parametrize(("kind", "name"), SET)
def test_the_pdf_is_accessible_and_archivable(kind: str, name: str) -> None:
    metadata, counted = metadata_of(pdf_of(kind, name)), tags(pdf_of(kind, name))
    paper = paper_of(kind, name)

    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    grids = [block for block in paper.blocks if isinstance(block, Grid)]
    assert counted["/Table"] == len(grids) + 1 + bool(paper.signatures)  # and the one on the cover
    assert counted["/TH"] >= sum(len(grid.headings) for grid in grids)
    assert counted["/H2"] == len(list(paper.sections))


@pytest.mark.parametrize("kind", PAPERS)
def test_equal_agreements_give_equal_bytes(kind: str) -> None:
    assert set_paper(PAPERS[kind](profile("weert"))) == pdf_of(kind, "weert")


def test_who_signed_stands_in_the_pdf(weert: Covenant) -> None:
    line = SignatureLine(
        "Wonen Limburg", "Akkoord", "A. Bakker", "12 maart 2026, 10.00 uur", "9f2c 11ab 0d34 77e0"
    )
    shown = squeezed_text(set_paper(arrangement(weert, (line,))))

    assert squeezed("A. Bakker 12 maart 2026, 10.00 uur sleutel 9f2c 11ab 0d34 77e0") in shown
    assert "Handtekening:" not in shown


def test_an_open_question_is_marked_in_words(weert: Covenant) -> None:
    paper = arrangement(weert)
    asked = Section("1", "Locaties", (Question("In welk land staan de gegevens?"),))
    part = replace(paper.parts[0], sections=(asked,))

    shown = squeezed_text(set_paper(replace(paper, parts=(part,))))
    assert squeezed("Vraag voor de gemeente. In welk land staan de gegevens?") in shown
