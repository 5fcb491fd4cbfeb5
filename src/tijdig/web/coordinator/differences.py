"""Mark in a candidate's value what does not stand in the signal, so that the eye goes to the doubt first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Signs that look or sound the same and that Unicode does not take apart.
_SAME = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})
_LABELS = frozenset({"partner"})  # said by us, not written by anyone
_WORD = re.compile(r"[\w']+|[^\w']+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value as it is shown, and whether it differs from the other side."""

    text: str
    differs: bool


def marked(value: str, other: str, *, names: bool = False) -> tuple[Part, ...]:
    """Return ``value`` in pieces, each word marked that has no equal in ``other``.

    Capitals and accents do not count; among ``names`` a first name equals its initial (``Johanna`` and ``J.``).
    Nothing is marked when the other side is empty: then there is nothing to differ from.
    """
    theirs = _words(other)
    initials = {word for word in theirs if len(word) == 1} | _joined_initials(other)

    def differs(word: str) -> bool:
        if not theirs or not word.isalnum() or word in theirs:
            return False
        return not (names and _fits_as_name(word, theirs, initials))

    return tuple(Part(piece, differs(_plain(piece))) for piece in _WORD.findall(value))


def _fits_as_name(word: str, theirs: frozenset[str], initials: set[str]) -> bool:
    if len(word) == 1:
        return any(other.startswith(word) for other in theirs)
    return word in _LABELS or word[0] in initials


def _words(text: str) -> frozenset[str]:
    return frozenset(_plain(piece) for piece in _WORD.findall(text) if _plain(piece).isalnum())


def _joined_initials(text: str) -> set[str]:
    # "JP" and "J.P." are initials; "DE VRIES" in capitals is not.
    found = re.findall(r"\b(?:[A-Z]\.)+", text)
    return {letter.casefold() for group in found for letter in group if letter.isalpha()}


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SAME))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).strip()
