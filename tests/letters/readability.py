"""How hard a Dutch text is to read: Flesch-Douma (0 very hard, 100 very easy), and the length of sentences.

Flesch-Douma is 206.84 - 0.93 × words per sentence - 77 × syllables per word. It measures form, not sense: names and
the words of the law count as hard however plain the sentence around them is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_VOWELS = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|oe|ou|au|eu|ie|ei|ij|ui|[aeiouyáéíóúàèëïöüê]", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_END = re.compile(r"(?<=[.?!:])\s+(?=[^\W\d_a-z])")


def sentences(texts: Iterable[str]) -> list[str]:
    """Split texts into sentences: after a full stop, a question mark or a colon before a capital."""
    return [sentence for text in texts for sentence in _END.split(text.strip()) if _WORD.search(sentence)]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(word)))


def flesch_douma(texts: Iterable[str]) -> float:
    found = sentences(texts)
    counted = [word for sentence in found for word in words(sentence)]
    per_word = sum(map(syllables, counted)) / len(counted)
    return 206.84 - 0.93 * len(counted) / len(found) - 77 * per_word


def words_per_sentence(texts: Iterable[str]) -> float:
    found = sentences(texts)
    return sum(len(words(sentence)) for sentence in found) / len(found)
