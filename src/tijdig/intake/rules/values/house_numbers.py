"""House numbers, alone (``12``), merged with letter and addition (``12A``, ``9-3``, ``223 hs``), or in an address."""

from __future__ import annotations

import re
from typing import NamedTuple

from tijdig.intake.rules.values.postcodes import read_postcode
from tijdig.intake.rules.values.reading import TOO_LONG, Reading, tidy
from tijdig.intake.rules.values.spreadsheets import spoiled
from tijdig.problems import ProblemKind

NOT_A_HOUSE_NUMBER = ProblemKind(
    code="intake.not-a-house-number",
    rule="R19",
    nl="Dit is geen huisnummer met hoogstens een letter en een toevoeging.",
    en="This is not a house number with at most a letter and an addition.",
    remedy_nl="Schrijf het nummer eerst, dan de letter, dan de toevoeging, bijvoorbeeld 12 A 3.",
    remedy_en="Write the number first, then the letter, then the addition, for example 12 A 3.",
)
NO_HOUSE_NUMBER = ProblemKind(
    code="intake.no-house-number",
    rule="R19",
    nl="In dit adres staat geen huisnummer.",
    en="This address has no house number.",
    remedy_nl="Vul het huisnummer in; zonder huisnummer is het adres niet te vinden.",
    remedy_en="Fill in the house number; without it the address cannot be found.",
)

ADDRESS_HOLDS_MORE = ProblemKind(
    code="intake.address-holds-more",
    rule="R19",
    nl="In deze cel staat meer dan een adres.",
    en="This cell holds more than an address.",
    remedy_nl="Schrijf het adres als: Markt 12 A, of als: Markt 12 A, 6001 AB Weert.",
    remedy_en="Write the address as: Markt 12 A, or as: Markt 12 A, 6001 AB Weert.",
)

# All of the number's digits, or none: "12.5" is not number 1 with addition 2.5.
_NUMBER = r"0{0,4}(?P<number>[1-9]\d{0,4})(?!\d)"
_REST = r"(?:\s*[-/,]?\s*(?P<rest>[A-Za-z0-9][A-Za-z0-9 ./-]{0,11}))?"
_MERGED = re.compile(_NUMBER + _REST)
_LETTER_FIRST = re.compile(r"([A-Za-z])(?:[ -]+([A-Za-z0-9].*)|(\d.*))?")
_BEHIND_STREET = re.compile(r"(?<=\s)[1-9]\d{0,4}(?!\d)")
_ADDITION = re.compile(
    r"(?:\s*[-/,]\s*|\s*)"
    r"(?:(?:[A-Za-z](?![A-Za-z]))?[ -]?(?:[A-Za-z]{0,4}\.?|[IVX]{1,4}|\d{1,4}(?! ?\d))(?:[ -]?[A-Za-z0-9]{1,2})?"
    r"|\d{1,2}e? ?(?:etage|hoog)|(?:kamer|appartement) ?\d{1,4}[A-Za-z]?"
    r"|huis|boven|beneden|achter|voor|begane grond|rechts|links|zwart|rood|souterrain|etage)",
    re.IGNORECASE,
)
# Behind a number, four digits and two letters are a postcode and no second number.
_WITH_POSTCODE = re.compile(
    r"(?P<home>.*\s\d.*?)[ ,]+(?P<postcode>[1-9]\d{3} ?[A-Za-z]{2})(?:[ ,]+(?P<town>['’]?[^\W\d_][^\d,;]{1,39}))?"
)
# What no street's name holds: another house number, at its end or before a comma, or a postcode.
_NUMBER_WITHIN = re.compile(r"\s(?!40-45\b)([1-9]\d{0,4})[A-Za-z]?(?:[-/]\w{1,4})?\s*(?:,|$)")
_POSTCODE_WITHIN = re.compile(r"\d.*[ ,][1-9]\d{3} ?[A-Za-z]{2}\b")
_LONGEST_ADDRESS = (
    200  # and no more is tried in: the ways to part a text grow with the square of its length (S2)
)
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_YEARS = range(1500, 2001)  # "Plein 1813 4": a year in a street's name, when another number follows
_SQUARE_OF_A_YEAR = re.compile(r"plein (?:1[5-9]\d\d|2000)", re.IGNORECASE)  # without its number


class HouseNumber(NamedTuple):
    """A house number with its letter (``A``) and addition (``bis``, ``3``), both empty where there are none."""

    number: int
    letter: str = ""
    addition: str = ""


class Address(NamedTuple):
    """A street with its house number, and the postcode and town that stand behind them, where they do."""

    street: str
    house_number: HouseNumber
    postcode: str = ""
    town: str = ""


def parted(rest: str) -> tuple[str, str]:
    """Part what stands behind the number: a single letter that stands alone first, all else is the addition."""
    match = _LETTER_FIRST.fullmatch(rest)
    if match is None:
        return "", rest
    return match[1], match[2] or match[3] or ""


def read_house_number(text: str) -> Reading[HouseNumber]:
    """Read one cell with a house number, merged or not."""
    words = tidy(text).translate(_DASHES)
    if not words:
        return Reading()
    if problem := spoiled(words):
        return Reading(problem=problem)
    match = _MERGED.fullmatch(words.removesuffix(".0").removesuffix(",0"))
    if match is None or read_postcode(match["rest"] or "").value:  # "12, 6001 AB": no addition
        return Reading(problem=NOT_A_HOUSE_NUMBER())
    return Reading(HouseNumber(int(match["number"]), *parted(match["rest"] or "")))


def read_address(text: str) -> Reading[Address]:
    """Read one cell with an address: ``Plein 1813 4 A``, ``Leyweg 61 e``, ``Markt 12, 6001 AB Weert``."""
    written = tidy(text)
    if len(written) > _LONGEST_ADDRESS:
        return Reading(problem=TOO_LONG(most=_LONGEST_ADDRESS))
    whole = _WITH_POSTCODE.fullmatch(written)
    if whole is None:
        return _read_home(written)
    home, postcode = _read_home(whole["home"].rstrip(" ,")), read_postcode(whole["postcode"])
    if home.value is None or postcode.value is None:
        return Reading(problem=home.problem or ADDRESS_HOLDS_MORE())
    return Reading(home.value._replace(postcode=postcode.value, town=whole["town"] or ""))


def _read_home(written: str) -> Reading[Address]:
    """Read a street with its number; ``written`` is tidy."""
    words = written.translate(_DASHES)
    if not words:
        return Reading()
    candidates = [
        found
        for found in _BEHIND_STREET.finditer(words)
        if found.start() > 1 and _ADDITION.fullmatch(words[found.end() :])
    ]
    if not candidates or _SQUARE_OF_A_YEAR.fullmatch(words):
        holds_more = not candidates and _BEHIND_STREET.search(words, 2) is not None
        return Reading(problem=ADDRESS_HOLDS_MORE() if holds_more else NO_HOUSE_NUMBER())
    found = candidates[0]
    if len(candidates) > 1 and int(found.group()) in _YEARS:
        found = candidates[1]
    street, rest = written[: found.start()].rstrip(" ,"), words[found.end() :].strip(" -/,")
    other = _NUMBER_WITHIN.search(street)
    if _POSTCODE_WITHIN.search(street) or (other and int(other[1]) not in _YEARS):
        return Reading(problem=ADDRESS_HOLDS_MORE())
    return Reading(Address(street, HouseNumber(int(found.group()), *parted(rest))))
