"""A jurist finds each sentence of a signed covenant in the generated arrangement, and below it what carries it out.

The sentences and their keys are those of ``docs/covenant-sentences.md``, which was written beside the signed texts.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tijdig.covenant.profiles import profile
from tijdig.covenant.rules.documents.arrangement import arrangement
from tijdig.letters.papers import Clause, Quote, Section

PAGE = Path(__file__).parents[3] / "docs" / "covenant-sentences.md"
SIGNED = {"weert": "Weert, signed 13 February 2017", "sittard-geleen": "Sittard-Geleen, signed 7 June 2016"}
Row = tuple[str, str, tuple[str, ...]]


def rows(name: str) -> list[Row]:
    """Article, sentence and keys of each row of the page."""
    part = PAGE.read_text(encoding="utf-8").split(f"## {SIGNED[name]}")[1].split("\n## ")[0]
    cells = [
        [one.strip() for one in line.split("|")[1:-1]] for line in part.splitlines() if line.startswith("| ")
    ]
    return [(row[0], row[1], tuple(re.findall(r"`([^`]+)`", row[2]))) for row in cells if row[0][0].isdigit()]


ROWS = [pytest.param(name, *row, id=f"{name}-{row[0]}") for name in SIGNED for row in rows(name)]


def article(name: str, number: str) -> Section:
    sections = arrangement(profile(name)).parts[0].sections
    return next(section for section in sections if section.label == f"Artikel {number}")


@pytest.mark.parametrize(("name", "number", "sentence", "keys"), ROWS)
def test_r57_each_sentence_stands_there_word_for_word_with_what_carries_it(
    name: str, number: str, sentence: str, keys: tuple[str, ...]
) -> None:
    found = article(name, number)
    quote, carried_out = found.blocks
    assert isinstance(quote, Quote)
    assert quote.text == sentence
    assert set(found.traced) == set(keys)
    assert isinstance(carried_out, Clause)
    assert all(re.search(r"ijlage \d+|^Alleen als: ", point) for point in carried_out.points)


def said(number: str) -> str:
    carried_out = article("weert", number).blocks[1]
    assert isinstance(carried_out, Clause)
    return " ".join(carried_out.points)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1", ("elke maand", "2 maanden achterstand of meer", "Wonen Limburg en Woningstichting St. Joseph")),
        (
            "2",
            ("Alleen als: De inwoner is hooguit 1 jaar geleden geïnformeerd.", "binnen 1 maand na ontvangst"),
        ),
        ("3", ("De melder blijft zelf stappen zetten",)),
        ("4", ("gesprek met twee regisseurs", "binnen 1 werkdag")),
        ("4a", ("Huur inhouden op de lopende uitkering",)),
        ("5", ("het maatschappelijk werk helpt", "Algemeen Maatschappelijk Werk Midden-Limburg")),
        ("6", ("De problemen in kaart brengen",)),
        ("6a", ("Een andere deskundige inschakelen",)),
        ("7", ("Gezin met minderjarige kinderen",)),
        ("8", ("welke gegevens aan wie", "waarvoor, en waarom dat mag")),
        ("9", ("is eindverantwoordelijk", "legt verantwoording af")),
        ("10", ("kijkt iemand het logboek na",)),
        ("11", ("1 maart 2026",)),
    ],
)
def test_r57_what_the_system_does_says_what_the_sentence_of_weert_means(
    number: str, words: tuple[str, ...]
) -> None:
    assert [one for one in words if one not in said(number)] == []


def test_r57_every_sentence_of_weert_is_looked_at() -> None:
    assert len(rows("weert")) == len(profile("weert").provisions) == 13
