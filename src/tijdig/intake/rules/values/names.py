"""Names as ledgers hold them: in three columns, or in one as ``Muiden, van der`` or ``J.P. de Vries``.

A name is taken apart, never altered: the parts put together again are what was delivered. Spelling, capitals and
order of double names stay as they are; matching deals with those (R24).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tijdig.intake.rules.values.reading import tidy

# The words of which prefixes are made (after LO3 table 36); those that are common names by themselves are left out.
_PREFIX_WORDS = frozenset(
    """
    van de der den het 't ’t `t ten ter te tot toe op in onder over uit uijt aan bij voor achter boven
    von vom zu zum zur am auf dem des d' l' la le les du da das do dos della dalla dal del dell' degli di el al ul
    af av lo los las 's ’s ver v.d. v.d v/d vd. vd
    """.split()  # noqa: SIM905
)
_TITLES = frozenset("dhr dhr. hr hr. mevr mevr. mw mw. mevrouw mej. drs. mr. ir. ing. dr. prof.".split())  # noqa: SIM905
_ADDRESSED = re.compile(
    r"(?:de )?(?:heer|dhr\.?|hr\.?)(?: (?:en|/|&|\+) (?:mevrouw|mevr\.?|mw\.?))? (?=\S)"
    r"|(?:de )?(?:familie|fam\.?) (?=\S)",
    re.IGNORECASE,
)
# A tenant that is no person: "Stichting De Wende", "Jansen V.O.F.", "Bakkerij Jansen B.V.".
_NO_PERSON = re.compile(
    r"(?:stichting|vereniging|coöperatie|maatschap|gemeente) .*|.* (?:v\.?o\.?f\.?|u\.a\.|holding|bv|nv)"
    r"|.* (?:&|en) (?:zn|zoon|zonen|co|partners)\.?",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(r"(?:b\.v\.|n\.v\.|c\.v\.)", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\. ?)+|(?:[^\W\d_](?:\. ?| ))*[^\W\d_]\.?")
_CAPITALS = re.compile(r"[^\W\d_a-zß-ÿ]{2,8}")


class Name(NamedTuple):
    """A name in parts; each may be empty except the surname of a name that was understood."""

    initials: str = ""
    prefix: str = ""
    surname: str = ""


def read_initials(text: str, *, first_names: bool = False) -> str:
    """Return initials with their points: ``C.A.``, ``CA`` and ``C A`` are ``C.A.``; a first name gives its letter.

    ``first_names``: the column says that it holds those, so ``JAN`` is one name and not three letters.
    """
    words = " ".join(word for word in tidy(text).split(" ") if word.lower() not in _TITLES)
    if first_names and "." not in words:
        return _from_first_names(words)
    if not words or "." in words:
        return words.replace(" ", "") if _INITIALS.fullmatch(words) else _from_first_names(words)
    if _CAPITALS.fullmatch(words):
        return "".join(f"{letter}." for letter in words)
    return _from_first_names(words)


def _from_first_names(words: str) -> str:
    return "".join(f"{part[0].upper()}." for part in re.split(r"[ .]+", words) if part[:1].isalpha())


def _is_prefix(words: list[str]) -> bool:
    return 0 < len(words) <= 4 and all(word.lower() in _PREFIX_WORDS for word in words)


def _prefix_in_front(surname: str) -> tuple[str, str]:
    """Part ``van 't Wiel`` into prefix and surname; a name that is all prefix words stays whole."""
    words = surname.split(" ")
    count = 0
    while count < min(4, len(words) - 1) and words[count].lower() in _PREFIX_WORDS:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _prefix_behind(surname: str) -> tuple[str, str]:
    """Part ``Muiden, van der``; a comma that is followed by anything else belongs to the name."""
    head, comma, tail = surname.rpartition(",")
    if comma and head.strip() and _is_prefix(tail.split()):
        return tail.strip(), head.strip()
    return "", surname


def read_surname(surname: str, prefix: str) -> tuple[str, str]:
    """Return prefix and surname from their cells, of which the prefix may be empty and hidden in the surname."""
    name, given = tidy(surname), tidy(prefix)
    if given:
        repeated = name.lower().startswith(given.lower() + " ") and len(name) > len(given) + 1
        return given, name[len(given) + 1 :] if repeated else name
    if "," in name:
        found, rest = _prefix_behind(name)
        if found:
            return found, rest
    return _prefix_in_front(name) if " " in name else ("", name)


def is_whole_name(text: str) -> bool:
    """Whether a cell for surnames holds more: initials with points, a comma, or "De heer"; "A Campo" is a surname."""
    return "." in text or "," in text or _ADDRESSED.match(text) is not None


def read_full_name(text: str) -> Name:
    """Take apart a cell that holds the whole name: ``J.P. de Vries``, ``Vries, J.P. de``, ``de Vries, J.P.``."""
    given = tidy(text)
    if _is_no_person(given):
        return Name("", "", given)
    words = [word for word in _ADDRESSED.sub("", given, count=1).split(" ") if word.lower() not in _TITLES]
    name = " ".join(words)
    head, comma, tail = name.partition(",")
    if comma:
        first, rest = _initials_in_front(tail.split())
        if first and (not rest or _is_prefix(rest)):
            prefix, surname = read_surname(head, " ".join(rest))
            return Name(first, prefix, surname)
        return Name("", *read_surname(name, ""))
    first, rest = _initials_in_front(words)
    if not rest:
        return Name("", *read_surname(name, ""))
    if not first:
        first, rest = _initials_at_the_end(words)
    return Name(first, *read_surname(" ".join(rest), ""))


def _is_no_person(name: str) -> bool:
    """Whether this is a company or foundation; ``Jansen B.V.`` alone can be a person with those initials."""
    words = name.split(" ")
    own = [word for word in words[:-1] if word.lower() not in _PREFIX_WORDS]
    form = _LEGAL_FORM.fullmatch(words[-1]) is not None and len(own) > 1
    return form or _NO_PERSON.fullmatch(name) is not None


def _looks_like_initials(word: str) -> bool:
    if word.islower() and word in _PREFIX_WORDS:  # v.d. Berg; V.D. Berg has initials
        return False
    return bool(re.fullmatch(r"(?:[^\W\d_]{1,3}\.)+|[A-Z]", word))


def _initials_in_front(words: list[str]) -> tuple[str, list[str]]:
    count = 0
    while count < len(words) and _looks_like_initials(words[count]):
        count += 1
    return read_initials(" ".join(words[:count])), words[count:]


def _initials_at_the_end(words: list[str]) -> tuple[str, list[str]]:
    count = len(words)
    while count > 1 and _looks_like_initials(words[count - 1]):
        count -= 1
    return read_initials(" ".join(words[count:])), words[:count]
