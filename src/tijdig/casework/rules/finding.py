"""What someone may type to find a case, and the keys by which it is found (E5).

A key always joins two things: surname and initial, postcode or street and house number. Names are compared as linkage
compares them: accents, prefixes and capitals do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from tijdig.linkage.rules.normalising import (
    given_name_initials,
    ledger_initials,
    plain_postcode,
    plain_street,
    signal_name,
    spell,
)
from tijdig.problems import Problem, ProblemKind

type Key = tuple[str, str]

NOTHING_TO_FIND_BY = ProblemKind(
    code="casework.nothing-to-find-by",
    rule="E5",
    nl="Hiermee is niet te zoeken.",
    en="This cannot be searched for.",
    remedy_nl="Typ een achternaam, eventueel met voorletter (K. Jansen), of een adres met huisnummer (6001 AB 12 of "
    "Maasstraat 12).",
    remedy_en="Type a surname, with an initial if you like (K. Jansen), or an address with its house number (6001 AB "
    "12 or Maasstraat 12).",
)
_POSTCODE = re.compile(r"\b([1-9]\d{3})\s?([A-Za-z]{2})\b\D*(\d+)")
_STREET = re.compile(r"^\s*(.*?[^\W\d].*?)\s+(\d+)")
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.\s*)+|^[^\W\d_]\b|,\s*[^\W\d_]\b\.?")
ANY_INITIAL = ("", *ascii_uppercase)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search looks for: keys of names, or of addresses; one of them is empty."""

    names: frozenset[Key] = frozenset()
    addresses: frozenset[Key] = frozenset()


def name_keys(surnames: Iterable[tuple[str, str]], initials: str) -> frozenset[Key]:
    """Return the keys of a person: each surname (prefix, name), and each half of a double one, with the initial."""
    cores = {core for prefix, surname in surnames for core in _cores(prefix, surname) if core}
    return frozenset((core, initials[:1]) for core in cores)


def _cores(prefix: str, surname: str) -> Iterator[str]:
    name = signal_name(prefix, surname)
    yield name.spelling.core
    yield from name.halves


def initial_of_given_names(given_names: str) -> str:
    """Return the first initial of someone's given names, as a key has it."""
    return given_name_initials(given_names)[:1]


def initial_of_ledger(initials: str) -> str:
    """Return the first initial as a partner wrote it, as a key has it."""
    return ledger_initials(initials)[:1]


def address_keys(street: str, house_number: int | None, postcode: str) -> frozenset[Key]:
    """Return the keys of an address, whatever its letter or addition; none without a house number."""
    number = str(house_number or "")
    parts = (plain_postcode(postcode), plain_street(street))
    return frozenset((part, number) for part in parts if part and number)


def read_search(text: str) -> Sought | Problem:
    """Read what someone typed: an address when it holds a house number, else a name; a problem when it is neither.

    Without an initial a name is looked for with each.
    """
    by_postcode = _POSTCODE.search(text)
    if by_postcode:
        digits, letters, number = by_postcode.groups()
        return Sought(addresses=frozenset({(plain_postcode(digits + letters), number)}))
    by_street = _STREET.search(text)
    if by_street:
        street, number = plain_street(by_street.group(1)), by_street.group(2)
        return Sought(addresses=frozenset({(street, number)})) if street else NOTHING_TO_FIND_BY()
    if any(letter.isdigit() for letter in text):
        return NOTHING_TO_FIND_BY()
    found = _INITIALS.search(text)
    initials = ledger_initials(found.group()) if found else ""
    core = spell("", text.replace(found.group(), " ", 1) if found else text).core
    if len(core) < 2:
        return NOTHING_TO_FIND_BY()
    return Sought(names=frozenset((core, one) for one in ((initials[0], "") if initials else ANY_INITIAL)))
