"""Addresses put together from the columns of a file: each part apart, number and letter merged, or all in one cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tijdig.intake.rules.fields import FIELD_BY_NAME
from tijdig.intake.rules.values.house_numbers import Address, HouseNumber, parted
from tijdig.intake.rules.values.reading import TOO_LONG
from tijdig.problems import Problem, ProblemKind

OTHER_POSTCODE = ProblemKind(
    code="intake.other-postcode",
    rule="R19",
    nl="In dit adres staat een andere postcode dan in de kolom met postcodes.",
    en="This address has another postcode than the column of postcodes.",
    remedy_nl="Kijk welke postcode klopt, en vul die in.",
    remedy_en="See which postcode is right, and fill that in.",
)

_LONGEST_STREET = FIELD_BY_NAME["street"].most

_PARTS_OF_HOME = 5
# Street, number, letter, addition, and what is wrong with them.
type _Home = tuple[str, int | None, str, str, Problem | None]


class Places(NamedTuple):
    """The parts of the addresses, each row by row, and what is wrong with an address as a whole."""

    streets: Sequence[str]
    numbers: Sequence[int | None]
    letters: Sequence[str]
    additions: Sequence[str]
    wrong: Sequence[Problem | None]
    postcodes: Sequence[str]
    towns: Sequence[str]


def places_of(columns: Mapping[str, Sequence[Any]], count: int, heading: str) -> Places:
    """Return the addresses of so many rows from the columns that were read; ``heading`` is told with what is wrong."""
    empty = [""] * count
    postcodes, towns = columns.get("postcode", empty), columns.get("town", empty)
    streets, numbers, letters, additions, wrong = transposed(
        list(_homes(columns, count, heading)), _PARTS_OF_HOME
    )
    if "address" in columns:
        addresses: Sequence[Address | None] = columns["address"]
        wrong = [
            _other_postcode(address, own, heading) or problem
            for address, own, problem in zip(addresses, postcodes, wrong, strict=True)
        ]
        postcodes = [own or _postcode(address) for address, own in zip(addresses, postcodes, strict=True)]
        towns = [own or _town(address) for address, own in zip(addresses, towns, strict=True)]
    return Places(streets, numbers, letters, additions, wrong, postcodes, towns)


def transposed(rows: Sequence[Sequence[Any]], width: int) -> Sequence[Sequence[Any]]:
    """Turn rows of this width into columns; also when there are none."""
    return list(zip(*rows, strict=True)) or [()] * width


def _postcode(address: Address | None) -> str:
    return address.postcode if address else ""


def _town(address: Address | None) -> str:
    return address.town if address else ""


def _other_postcode(address: Address | None, own: str, heading: str) -> Problem | None:
    """Tell an address with another postcode than stands in the row's own column: which of them holds is not guessed."""
    return OTHER_POSTCODE().at(column=heading) if own and _postcode(address) not in {"", own} else None


def _homes(columns: Mapping[str, Sequence[Any]], count: int, heading: str) -> Iterator[_Home]:
    """Put street and number together: one column or several; a merged number and a letter column may say the same."""
    nothing, empty = [None] * count, [""] * count
    for street, number, letter, addition, address in zip(
        columns.get("street", empty),
        columns.get("house_number", nothing),
        columns.get("house_letter", empty),
        columns.get("addition", empty),
        columns.get("address", nothing),
        strict=True,
    ):
        name, found = (street, number) if address is None or number is not None else address[:2]
        if found is None:
            yield name, None, "", "", None
            continue
        bare, own_letter, own_addition = found
        if letter or addition or own_letter or own_addition or len(name) > _LONGEST_STREET:
            yield _home(name, found, letter, addition, heading)
        else:
            yield name, bare, "", "", None


def _home(street: str, found: HouseNumber, letter: str, addition: str, heading: str) -> _Home:
    if len(letter) > 1:
        letter, more = parted(letter)
        addition = addition or more
    # The same letter in both cells is one letter; anything else that stands twice is put one after the other.
    own_letter = "" if found.letter.lower() == letter.lower() else found.letter
    own_addition = "" if found.addition.lower() == addition.lower() else found.addition
    both_letter, rest = (letter or own_letter), (own_letter if letter else "")
    whole_addition = " ".join(part for part in (rest, own_addition, addition) if part)
    problem = None
    if len(whole_addition) > FIELD_BY_NAME["addition"].most:
        problem = TOO_LONG(most=FIELD_BY_NAME["addition"].most).at(column=heading)
    if len(street) > _LONGEST_STREET:
        problem = TOO_LONG(most=_LONGEST_STREET).at(column=heading)
    return street, found.number, both_letter, whole_addition, problem
