"""One way to write a name, a set of initials and a house number, so that ledgers and register can be compared (R24).

Both sides pass through the same functions, once per distinct value. What is lost on the way (case, accents, prefixes,
double letters) is what ledgers lose too; what tells people apart stays.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from string import ascii_lowercase
from typing import NamedTuple

# Letters that Unicode does not take apart into a letter and an accent.
WHOLE_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "þ": "th",
        "ŋ": "n", "ı": "i", "ĸ": "k", "ŀ": "l", "ĳ": "ij", "ſ": "s", "ə": "e", "ŉ": "n",
    }
)  # fmt: skip

PREFIXES = frozenset(
    {
        "a", "aan", "af", "ait", "al", "am", "auf", "aus", "ben", "bij", "bin", "bint", "d", "da", "dal",
        "das", "de", "degli", "dei", "del", "della", "den", "der", "des", "di", "die", "do", "don", "dos",
        "du", "e", "el", "en", "gli", "het", "ibn", "im", "in", "l", "la", "las", "le", "les", "lo", "los",
        "op", "over", "s", "t", "te", "ten", "ter", "thoe", "thor", "to", "toe", "tot", "uijt", "uit",
        "und", "v", "van", "vanden", "vander", "vd", "vom", "von", "voor", "vor", "y", "zu", "zum", "zur",
    }
)  # fmt: skip

# What sounds alike in Dutch, longest first. Doubled letters are made one afterwards, so ss is s and aa is a.
SOUNDS = {
    "sch": "sg", "uij": "ui", "auw": "au", "ouw": "au", "cqu": "k", "ch": "g", "ck": "k", "qu": "kw", "ph": "f",
    "th": "t", "dt": "t", "uy": "ui", "ij": "i", "ei": "i", "ey": "i", "ou": "au", "ae": "a", "oe": "u", "tz": "s",
    "sz": "s", "ce": "se", "ci": "si", "cy": "si", "c": "k", "z": "s", "v": "f", "x": "ks", "q": "k", "j": "i",
    "y": "i",
}  # fmt: skip

_WORD = re.compile(r"[a-z]+")
_FIRST = re.compile(r"([a-z])[a-z]*")
_JOINT = re.compile(r"\s*(?:[-–—/&+]|\balias\b|\be\.?v\.?\b)\s*")
_TWICE = re.compile(r"(.)\1+")
_SOUND = re.compile("|".join(SOUNDS))
# Letters that are heard together: where two names meet in such a pair, they do not sound as each by itself.
HEARD_TOGETHER = frozenset(written[at : at + 2] for written in SOUNDS for at in range(len(written) - 1))
_BIT = {letter: 1 << at for at, letter in enumerate(ascii_lowercase)}
_INITIAL = re.compile(r"[A-Z][a-z]*|[a-z]")
_NOT_SUFFIX = re.compile(r"[^0-9A-Z]+")

HOUSE_SUFFIXES = {
    "HS": "H", "HUIS": "H", "BS": "BIS", "I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "TEGENOVER": "TO",
    "BIJ": "BY", "ZW": "", "RD": "R", "RECHTS": "R", "LI": "L", "LINKS": "L",
}  # fmt: skip


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents: ``Weéß`` → ``weess``."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each letter comes to, worked out when it is first met: few of all there are ever are."""

    def __missing__(self, code: int) -> str:
        # Twice, because taking a letter apart can bring forth a capital or a whole letter again (𝓐).
        self[code] = _taken_apart(_taken_apart(chr(code)))
        return self[code]


def _taken_apart(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter.casefold().translate(WHOLE_LETTERS))
    return "".join(one for one in apart if not unicodedata.combining(one))


_FOLDED = _Folded()


class Spelling(NamedTuple):
    """One name, three ways: with its prefixes (``full``), without (``core``), and as it sounds (``sound``)."""

    full: str
    core: str
    sound: str


NO_NAME = Spelling("", "", "")


def spell(prefix: str, surname: str) -> Spelling:
    """Return how a name is compared, wherever its prefix stands: ``("", "Muiden, van der")`` is ``van der Muiden``."""
    before, comma, after = fold(surname).partition(",")
    if comma and _is_prefix(after):
        before, after = after, before
    words = _WORD.findall(f"{fold(prefix)} {before} {after}")
    heart = [word for word in words if word not in PREFIXES] or words
    core = "".join(heart)
    return Spelling("".join(words), core, sound(core))


def _is_prefix(text: str) -> bool:
    return all(word in PREFIXES for word in _WORD.findall(text))


def sound(core: str) -> str:
    """Return how a name sounds in Dutch: ij and y, ss and s, ck and k, d and t at the end are the same."""
    heard = _SOUND.sub(lambda written: SOUNDS[written[0]], core)
    return _TWICE.sub(r"\1", f"{heard[:-1]}t" if heard.endswith("d") else heard)


def letters_of(core: str) -> int:
    """Return which letters a name has, a bit for each: what two names differ in is then quickly counted."""
    return sum(map(_BIT.__getitem__, set(core)))


@dataclass(frozen=True, slots=True)
class SignalName:
    """A name as a ledger has it, and the halves of a combined one (``Maassen-Kooyman``), each without prefixes."""

    spelling: Spelling
    halves: tuple[str, ...]


def signal_name(prefix: str, surname: str) -> SignalName:
    """Return how a ledger's name is compared."""
    halves = [half for half in _JOINT.split(fold(surname)) if half]
    cores = tuple(spell("", half).core for half in halves) if len(halves) > 1 else ()
    return SignalName(spell(prefix, surname), cores)


def ledger_initials(text: str) -> str:
    """Return initials as letters: ``J.C.`` → ``JC``, ``Th.M.`` → ``TM``, ``Johan`` → ``J``.

    I, IJ and Y are one letter, as ledgers write IJsbrand with any of them.
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    words = re.split(r"[^A-Za-z]+", plain.translate(WHOLE_LETTERS))
    return "".join(_initials_of(word) for word in words).replace("Y", "I")


def _initials_of(word: str) -> str:
    """Read ``JC`` and ``jc`` as two initials, ``Th``, ``IJ`` and ``johan`` as one."""
    if word.upper() == "IJ":
        return "I"
    if word.islower():
        return word.upper() if len(word) <= 3 else word[0].upper()
    return "".join(initial[0].upper() for initial in _INITIAL.findall(word))


def given_name_initials(given_names: str) -> str:
    """Return the initials of given names as :func:`ledger_initials` would: ``Jean-Marie Élise`` → ``JME``."""
    return "".join(_FIRST.findall(fold(given_names))).upper().replace("Y", "I")


def house_suffix(*parts: str) -> str:
    """Return letter, addition and designation as one: ``("A", "bis")``, ``("", "A-BIS")`` → ``ABIS``; ``HS`` → ``H``.

    They are compared as one because ledgers spread them over their columns in every way (R19).
    """
    words = [word for part in parts for word in _NOT_SUFFIX.split(_unslashed(part).upper()) if word]
    return "".join(HOUSE_SUFFIXES.get(word, word.lstrip("0") or "0") for word in words)


def _unslashed(part: str) -> str:
    """Join ``t/o`` and ``t.o.``, which are one word."""
    return re.sub(r"(?i)\bt\s*[./]\s*o\b", "TO", part)


def address_key(postcode: str, house_number: int, *suffix: str) -> str:
    """Return the address on which signals are matched (R19): ``2512GP 4`` or ``2563BJ 492-B``."""
    tail = house_suffix(*suffix)
    return f"{plain_postcode(postcode)} {house_number}{'-' if tail else ''}{tail}"


def plain_postcode(postcode: str) -> str:
    """Return a postcode without spaces, in capitals."""
    return "".join(postcode.split()).upper()


def plain_street(street: str) -> str:
    """Return a street name for comparison; it only ever supports a match, since ledgers abbreviate at will."""
    return "".join(_WORD.findall(fold(street)))
