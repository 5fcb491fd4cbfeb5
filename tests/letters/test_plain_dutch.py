"""Every shipped text is plain Dutch (about B1), as far as its form can tell.

Measured: Flesch-Douma, the mean and longest sentence, and words that plain language avoids. This says nothing of sense,
tone or order; a text that passes still wants a reader. Names, articles and addresses are filled with short words, so
that only our own text is measured.
"""

from __future__ import annotations

import pytest

from tests.letters.readability import flesch_douma, sentences, words, words_per_sentence
from tijdig.contact.rules.messages import MessageKind
from tijdig.contact.rules.texts import PLACEHOLDERS, filled
from tijdig.contact.shipped import shipped_text
from tijdig.letters.markup import read_blocks

HARD = {
    "aangaande", "aldus", "alsmede", "betreffende", "conform", "derhalve", "desgewenst", "dient", "dienen", "echter",
    "eventueel", "gaarne", "hierbij", "hieromtrent", "indien", "inzake", "jegens", "krachtens", "mits", "middels",
    "naar aanleiding", "nadien", "nader", "omtrent", "reeds", "respectievelijk", "teneinde", "tevens", "thans",
    "uiteraard", "verzocht", "verzoeken", "voornoemd", "voorts", "wederom", "zulks",
}  # fmt: skip
EASY_ENOUGH = 60.0


def texts_of(kind: MessageKind) -> list[str]:
    said = filled(shipped_text(kind), dict.fromkeys(PLACEHOLDERS, "dit"))
    lines = ["".join(run.text for run in line) for block in read_blocks(said.body) for line in block.lines]
    return [said.title, *lines]


@pytest.mark.parametrize("kind", MessageKind)
def test_a_text_has_short_sentences_and_easy_words(kind: MessageKind) -> None:
    texts = texts_of(kind)
    assert words_per_sentence(texts) <= 12
    assert max(len(words(sentence)) for sentence in sentences(texts)) <= 25
    assert flesch_douma(texts) >= EASY_ENOUGH
    said = {word.lower() for text in texts for word in words(text)}
    assert said & HARD == set()


def test_the_measure_tells_hard_from_easy() -> None:
    hard = "Naar aanleiding van uw verzoekschrift ontbreken derhalve schuldhulpverleningsmogelijkheden."
    assert flesch_douma([hard]) < 20 < EASY_ENOUGH < flesch_douma(["Wij helpen u graag. Bel ons maar."])
