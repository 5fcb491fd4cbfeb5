"""From one person's card to a :class:`ResidentRecord`, or to the problems that stand in the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tijdig.problems import Problem
from tijdig.residents.rules import extract_problems as said
from tijdig.residents.rules.bsn import is_bsn
from tijdig.residents.rules.lo3_lines import CATEGORIES, ELEMENTS, Card, Entry
from tijdig.residents.rules.partial_dates import WHOLLY_UNKNOWN, is_partial_date
from tijdig.residents.rules.record import NameUse, PreviousAddress, RegisteredAddress, ResidentRecord

STANDARD_UNKNOWN = "."  # the register's way to write "there is a name, and we do not know it"
WITHDRAWN = {"W": "gewist", "F": "foutieve persoonslijst"}
NOT_KEPT_UP = "M"  # suspended by ministerial decision: the municipality no longer maintains the record
LEFT_THE_COUNTRY = frozenset({"E", "R"})  # emigrated; kept in the register of non-residents
DIED = "O"
STILLBORN = "L"
NO_SECRECY = "0"

_POSTCODE = re.compile(r"[1-9]\d{3}[A-Z]{2}")
_CODE = re.compile(r"\d{4}")
_NUMBER = re.compile(r"\d{1,5}")


_NAME_USES = frozenset(use.value for use in NameUse)


CHECKS: dict[str, Callable[[str], object]] = {
    "01.03.10": is_partial_date,
    "01.61.10": _NAME_USES.__contains__,
    "06.08.10": is_partial_date,
    "07.67.10": is_partial_date,
    "08.09.10": _CODE.fullmatch,
    "08.10.30": is_partial_date,
    "08.11.20": _NUMBER.fullmatch,
    "08.11.60": _POSTCODE.fullmatch,
    "08.13.20": is_partial_date,
    "08.14.20": is_partial_date,
    "09.03.10": is_partial_date,
}
_CHECKS_OF = {
    category: [(key[3:], check) for key, check in CHECKS.items() if key.startswith(category)]
    for category in CATEGORIES
}


def read_person(card: Card) -> ResidentRecord | tuple[Problem, ...]:
    """Return the person as the register knows them today, or why the person cannot be taken over.

    Oddities that do not stand in the way are added to ``card.problems``.
    """
    refusals = tuple(_refusals(card))
    if refusals:
        return refusals
    person, partner, state = card.current("01"), card.current("05"), card.current("07")
    place, gone = card.current("08"), state["67.20"]
    return ResidentRecord(
        bsn=person["01.20"],
        given_names=_name(person["02.10"]),
        prefix=person["02.30"],
        surname=_name(person["02.40"]),
        name_use=NameUse(person["61.10"] or NameUse.OWN),
        partner_prefix=partner["02.30"],
        partner_surname=_name(partner["02.40"]),
        birth_date=person["03.10"],
        municipality=place["09.10"],
        address=_address(place),
        moved_in_on=_begins(place),
        previous_addresses=tuple(_previous_addresses(card)),
        deceased_on=_deceased_on(card),
        emigrated_on=(state["67.10"] or WHOLLY_UNKNOWN) if gone in LEFT_THE_COUNTRY else "",
        secrecy=state["70.10"] not in {"", NO_SECRECY},
        under_investigation=_is_doubted(place) or gone == NOT_KEPT_UP,
        child_birth_dates=tuple(entry["03.10"] for entry in _children(card)),
    )


def _refusals(card: Card) -> Iterator[Problem]:
    person, reason = card.current("01"), card.current("07")["67.20"]
    if card.damaged:
        return  # told line by line already
    if reason in WITHDRAWN:
        yield said.RECORD_WITHDRAWN(reason=reason).at(line=card.line, column="07.67.20")
        return
    if not is_bsn(person["01.20"]):
        yield said.NO_BSN().at(line=card.line, column="01.01.20")
    for category in ("01", "06", "07", "08"):
        yield from _malformed(category, card.current(category))
    for child in _children(card):
        yield from _malformed("09", child)


def _malformed(category: str, entry: Entry) -> Iterator[Problem]:
    for element, check in _CHECKS_OF[category]:
        if element in entry.values and not check(entry.values[element]):
            key = f"{category}.{element}"
            yield said.VALUE_MALFORMED(element=key, name=ELEMENTS[key]).at(line=entry.line, column=key)


def _name(text: str) -> str:
    return "" if text == STANDARD_UNKNOWN else text


def _begins(place: Entry) -> str:
    """Return since when someone is there: at the address, or abroad, or in the Netherlands."""
    return place["10.30"] or place["13.20"] or place["14.20"]


def _is_doubted(entry: Entry) -> bool:
    return bool(entry["83.10"]) and not entry["83.30"]


def _deceased_on(card: Card) -> str:
    state = card.current("07")
    died = card.current("06")["08.10"]
    if died:
        return died
    return (state["67.10"] or WHOLLY_UNKNOWN) if state["67.20"] == DIED else ""


def _address(place: Entry) -> RegisteredAddress:
    number = int(place["11.20"] or 0)
    return RegisteredAddress(
        street=_name(place["11.10"]),
        house_number=number or None,
        house_letter=place["11.30"],
        addition=place["11.40"],
        designation=place["11.50"],
        postcode=place["11.60"],
        town=place["11.70"],
    )


def _previous_addresses(card: Card) -> Iterator[PreviousAddress]:
    """Yield where the person lived before; a state that repeats the address of its successor is a mere correction."""
    told = card.current("08")
    for newer, older in pairwise(card.entries.get("08", ())):
        problems = tuple(_malformed("08", older))
        if older.is_incorrect or not older["11.60"]:
            continue
        if problems:
            element = problems[0].params["element"]
            problem = said.PREVIOUS_ADDRESS_MALFORMED(element=element)
            card.problems.append(problem.at(line=older.line, column=element))
            continue
        if _place(older) != _place(told):
            yield PreviousAddress(older["09.10"], _address(older), _begins(newer))
        told = older


def _place(entry: Entry) -> tuple[str, ...]:
    return tuple(entry[element].casefold() for element in ("11.60", "11.20", "11.30", "11.40"))


def _children(card: Card) -> list[Entry]:
    """Return the children that stand: not corrected away, not stillborn."""
    return [
        entry
        for entry in card.entries.get("09", ())
        if entry.current
        and not entry.is_incorrect
        and entry["89.10"] != STILLBORN
        and (entry["03.10"] or entry["02.40"])
    ]
