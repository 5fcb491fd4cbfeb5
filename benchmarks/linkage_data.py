"""Ledgers that are kept of an invented town, with the truth known: for tests and benchmarks of linkage.

:func:`ledger` takes people from a register and puts in the slips that ledgers have, one upon the other. Everything
follows from a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from benchmarks.linkage_register import LETTERS
from tijdig.linkage.rules.people import SignalPerson
from tijdig.residents.rules.record import ResidentRecord

RECEIVED = date(2026, 7, 6)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A signal as a ledger has it, whom it is really about (None: nobody in the register), and its slips."""

    person: SignalPerson
    truth: str | None
    slips: tuple[str, ...]


type Slip = Callable[[SignalPerson, ResidentRecord, Random], SignalPerson]


def _typo(text: str, rng: Random) -> str:
    """Make one slip of the fingers: swap, drop, double or replace a letter."""
    if len(text) < 4:
        return text
    at = rng.randrange(1, len(text) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    new = text[at] if kind == 2 else rng.choice(LETTERS)
    return text[:at] + new + text[at + (kind == 3) :]


def typo(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """A slip of the fingers in the surname."""
    return replace(line, surname=_typo(line.surname, rng))


def own_partner(line: SignalPerson, record: ResidentRecord, _: Random) -> SignalPerson:
    """Own name, then the partner's."""
    if not record.partner_surname:
        return line
    second = f"{record.partner_prefix} {record.partner_surname}".strip()
    return replace(line, prefix=record.prefix, surname=f"{record.surname}-{second}")


def partner_own(line: SignalPerson, record: ResidentRecord, _: Random) -> SignalPerson:
    """The partner's name, then the own one."""
    if not record.partner_surname:
        return line
    second = f"{record.prefix} {record.surname}".strip()
    return replace(line, prefix=record.partner_prefix, surname=f"{record.partner_surname}-{second}")


def partner(line: SignalPerson, record: ResidentRecord, _: Random) -> SignalPerson:
    """Only the partner's name."""
    if not record.partner_surname:
        return line
    return replace(line, prefix=record.partner_prefix, surname=record.partner_surname)


def sharp_s(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """ss, ß and s for each other."""
    return replace(
        line,
        surname=line.surname.replace("ß", "ss") if "ß" in line.surname else line.surname.replace("ss", "s"),
    )


def long_y(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """Y for ij."""
    return replace(line, surname=line.surname.replace("ij", "y"))


def prefix_elsewhere(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """The prefix inside the surname, before or behind it."""
    if not line.prefix:
        return line
    surname = rng.choice((f"{line.prefix} {line.surname}", f"{line.surname}, {line.prefix}"))
    return replace(line, prefix="", surname=surname)


def plain_letters(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """Capitals, and no accents."""
    return replace(
        line,
        surname=line.surname.replace("é", "e").replace("ö", "o").upper(),
        initials=line.initials[: rng.choice((2, 9))],
    )


def birth_missing(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """No birth date."""
    return replace(line, birth_date="")


def birth_swapped(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """Day and month swapped, where that gives a date."""
    born = line.birth_date
    return replace(line, birth_date=born[:4] + born[6:] + born[4:6]) if "01" <= born[6:] <= "12" else line


def birth_off(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """A day more or less."""
    if line.birth_date[6:] in {"", "00", "01", "28", "29", "30", "31"}:
        return line
    return replace(
        line, birth_date=f"{line.birth_date[:6]}{int(line.birth_date[6:]) + rng.choice((-1, 1)):02}"
    )


def birth_incomplete(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """Only the year."""
    return replace(line, birth_date=f"{line.birth_date[:4]}0000" if line.birth_date else "")


def addition_merged(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """Letter and addition in one column."""
    joint = "-" if line.house_letter and line.addition else ""
    return replace(line, house_letter="", addition=f"{line.house_letter}{joint}{line.addition}")


def addition_missing(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """Neither letter nor addition."""
    return replace(line, house_letter="", addition="")


def number_wrong(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """The house number of the next door."""
    return replace(line, house_number=line.house_number + 2)


NAME_SLIPS: tuple[Slip, ...] = (own_partner, partner_own, partner, sharp_s, long_y)
PLACE_OF_PREFIX: tuple[Slip, ...] = (prefix_elsewhere, plain_letters)
BIRTH_SLIPS: tuple[Slip, ...] = (birth_missing, birth_swapped, birth_off, birth_incomplete)
ADDRESS_SLIPS: tuple[Slip, ...] = (addition_merged, addition_missing, number_wrong)


def as_registered(record: ResidentRecord, key: str) -> SignalPerson:
    """Return a ledger line without any slip; who moved stands in the ledger at the address of before."""
    home = record.previous_addresses[0].address if record.previous_addresses else record.address
    words = record.given_names.replace("-", " ").split()
    return SignalPerson(
        id=key,
        surname=record.surname,
        prefix=record.prefix,
        initials="".join(f"{word[0]}." for word in words),
        birth_date="" if record.birth_date == "00000000" else record.birth_date,
        street=home.street,
        house_number=home.house_number or 1,
        house_letter=home.house_letter,
        addition=home.addition,
        postcode=home.postcode,
        town=home.town,
        received_on=RECEIVED,
    )


def with_slips(
    line: SignalPerson, record: ResidentRecord, slips: Sequence[Slip], rng: Random
) -> SignalPerson:
    """Return the line after these slips, one upon the other."""
    for slip in slips:
        line = slip(line, record, rng)
    return line


def ledger(register: Sequence[ResidentRecord], lines: int, seed: int = 2) -> list[LedgerLine]:
    """Return so many ledger lines about adults of the register, and one in fifty about someone who is not in it."""
    rng = Random(seed)
    adults = [record for record in register if record.birth_date[:4] < "2008"]
    surnames = [(record.prefix, record.surname) for record in register]
    found: list[LedgerLine] = []
    for number in range(lines):
        record = rng.choice(adults)
        line = as_registered(record, f"L{number}")
        if rng.random() < 0.02:
            found.append(LedgerLine(_stranger(line, rng, surnames), None, ("stranger",)))
            continue
        slips = some_slips(rng)
        person = with_slips(line, record, slips, rng)
        found.append(LedgerLine(person, record.bsn, tuple(slip.__name__ for slip in slips)))
    return found


def some_slips(rng: Random) -> list[Slip]:
    """Return which slips a line gets: one in four none, few more than two."""
    slips: list[Slip] = []
    chances = (
        (0.35, NAME_SLIPS),
        (0.3, (typo,)),
        (0.15, PLACE_OF_PREFIX),
        (0.2, BIRTH_SLIPS),
        (0.12, ADDRESS_SLIPS),
    )
    for chance, kinds in chances:
        if rng.random() < chance:
            slips.append(rng.choice(kinds))
    return slips


def _stranger(line: SignalPerson, rng: Random, surnames: Sequence[tuple[str, str]]) -> SignalPerson:
    """Someone who lives at a resident's address without being registered, half of them without a birth date."""
    prefix, surname = rng.choice(surnames)
    born = date(rng.randint(1940, 2005), rng.randint(1, 12), rng.randint(1, 28)).strftime("%Y%m%d")
    initials = "".join(f"{rng.choice(LETTERS).upper()}." for _ in range(rng.choice((1, 2))))
    return replace(
        line, prefix=prefix, surname=surname, initials=initials, birth_date=born if rng.random() < 0.5 else ""
    )
