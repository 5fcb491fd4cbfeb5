"""The four comparisons of a signal with a resident, each with a closed list of answers in plain words.

The points rank the candidates of one signal and measure how close the second is; the decision itself is made by
:mod:`decision_table`, on the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tijdig.problems import ProblemKind


class NameLevel(StrEnum):
    """How well the ledger's surname fits the resident's own name, partner's name, or both in either order."""

    EXACT = "exact"
    SOUND = "sound"
    NEAR = "near"
    FAR = "far"


class BirthDateLevel(StrEnum):
    """How well the birth dates fit."""

    EXACT = "exact"
    SWAPPED = "swapped"
    ONE_OFF = "one-off"
    INCOMPLETE = "incomplete"
    YEAR = "year"
    MISSING = "missing"
    CONFLICT = "conflict"


class InitialsLevel(StrEnum):
    """How well the initials fit; where one side has fewer, only the letters that both have are compared."""

    TWO = "two"
    ONE = "one"
    MISSING = "missing"
    CONFLICT = "conflict"


class AddressLevel(StrEnum):
    """How well the addresses fit: postcode, number, and letter with addition as one."""

    EXACT = "exact"
    ADDITION_MISSING = "addition-missing"
    FORMER = "former"
    ADDITION_DIFFERS = "addition-differs"
    NEAR = "near"
    OTHER = "other"


type Level = NameLevel | BirthDateLevel | InitialsLevel | AddressLevel


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer is worth in points, and the sentence that tells it."""

    level: Level
    points: float
    said: ProblemKind


def _meaning(subject: str, level: Level, points: float, nl: str, en: str) -> Meaning:
    return Meaning(level, points, ProblemKind(code=f"linkage.{subject}-{level}", rule="R24", nl=nl, en=en))


def _name(level: NameLevel, points: float, nl: str, en: str) -> Meaning:
    return _meaning("name", level, points, nl, en)


def _birth(level: BirthDateLevel, points: float, nl: str, en: str) -> Meaning:
    return _meaning("birth-date", level, points, nl, en)


def _initials(level: InitialsLevel, points: float, nl: str, en: str) -> Meaning:
    return _meaning("initials", level, points, nl, en)


def _address(level: AddressLevel, points: float, nl: str, en: str) -> Meaning:
    return _meaning("address", level, points, nl, en)


MEANINGS: tuple[Meaning, ...] = (
    _name(NameLevel.EXACT, 4,
          "De achternaam is de eigen naam, de naam van de partner, of beide.",
          "The surname is the person's own, the partner's, or both."),
    _name(NameLevel.SOUND, 3.5,
          "De achternaam klinkt hetzelfde maar is anders geschreven.",
          "The surname sounds the same but is spelt differently."),
    _name(NameLevel.NEAR, 2.5,
          "De achternaam lijkt sterk, met een tikfout of maar één van twee namen.",
          "The surname is much alike, with a typing error or only one of two names."),
    _name(NameLevel.FAR, 0,
          "De achternaam is een andere.",
          "The surname is another one."),
    _birth(BirthDateLevel.EXACT, 6,
           "De geboortedatum is gelijk.",
           "The birth date is the same."),
    _birth(BirthDateLevel.SWAPPED, 5,
           "De geboortedatum is gelijk als dag en maand zijn omgewisseld.",
           "The birth date is the same when day and month trade places."),
    _birth(BirthDateLevel.ONE_OFF, 4.5,
           "De geboortedatum scheelt één cijfer of één dag.",
           "The birth date differs by one digit or one day."),
    _birth(BirthDateLevel.INCOMPLETE, 2,
           "De geboortedatum is niet helemaal bekend; wat bekend is, klopt.",
           "The birth date is not fully known; what is known agrees."),
    _birth(BirthDateLevel.YEAR, -1,
           "Alleen het geboortejaar is gelijk.",
           "Only the year of birth is the same."),
    _birth(BirthDateLevel.MISSING, 0,
           "Er is geen geboortedatum om te vergelijken.",
           "There is no birth date to compare."),
    _birth(BirthDateLevel.CONFLICT, -4,
           "De geboortedatum is een andere.",
           "The birth date is another one."),
    _initials(InitialsLevel.TWO, 3,
              "Twee of meer voorletters zijn gelijk.",
              "Two or more initials are the same."),
    _initials(InitialsLevel.ONE, 1.5,
              "Eén voorletter is gelijk; meer is er niet te vergelijken.",
              "One initial is the same; there are no more to compare."),
    _initials(InitialsLevel.MISSING, 0,
              "Er zijn geen voorletters om te vergelijken.",
              "There are no initials to compare."),
    _initials(InitialsLevel.CONFLICT, -3,
              "De voorletters zijn andere.",
              "The initials are others."),
    _address(AddressLevel.EXACT, 4,
             "De persoon staat op dit adres ingeschreven.",
             "The person is registered at this address."),
    _address(AddressLevel.ADDITION_MISSING, 3,
             "Postcode en huisnummer kloppen; de huisletter of toevoeging ontbreekt aan één kant.",
             "Postcode and house number agree; the letter or addition is missing on one side."),
    _address(AddressLevel.FORMER, 3,
             "De persoon stond vroeger op dit adres ingeschreven.",
             "The person used to be registered at this address."),
    _address(AddressLevel.ADDITION_DIFFERS, 2,
             "Postcode en huisnummer kloppen; de huisletter of toevoeging is een andere.",
             "Postcode and house number agree; the letter or addition is another one."),
    _address(AddressLevel.NEAR, 1.5,
             "De persoon staat vlakbij ingeschreven: zelfde postcode, of een postcode met een tikfout.",
             "The person is registered close by: same postcode, or a postcode with a typing error."),
    _address(AddressLevel.OTHER, 0,
             "De persoon staat op een ander adres ingeschreven.",
             "The person is registered at another address."),
)  # fmt: skip


def meaning(level: Level) -> Meaning:
    """Return the points and the sentence of an answer."""
    return _BY_LEVEL[type(level), str(level)]


_BY_LEVEL = {(type(entry.level), str(entry.level)): entry for entry in MEANINGS}
