"""Invented residents and the ledgers that are kept of them, with the truth known: for tests and benchmarks of linkage.

Names are put together from syllables, streets from words, so that nobody is meant. The register has what makes
linkage hard: households with one surname, twins, fathers and sons with the same initials, partners' names, prefixes,
accents, flats that differ by a letter, people who moved, left or died. :func:`ledger_line` puts the slips in that
ledgers have. Everything follows from a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tijdig.linkage.rules.people import SignalPerson
from tijdig.residents.rules.record import NameUse, PreviousAddress, RegisteredAddress, ResidentRecord

HERE, ELSEWHERE = "9901", "9902"
RECEIVED = date(2026, 7, 6)

BEGIN = [
    "Bak",
    "Ver",
    "Hol",
    "Kers",
    "Maas",
    "Wij",
    "Duin",
    "Klaas",
    "Ros",
    "Tim",
    "Zeg",
    "Goud",
    "Ruij",
    "Dijk",
    "Lind",
    "Os",
    "Schaap",
    "Kuij",
    "Mees",
    "Brou",
    "Jans",
    "Vis",
    "Kooij",
    "Hees",
    "Pruij",
    "Bos",
    "Groen",
    "Poel",
    "Roo",
    "Wiel",
    "Haag",
    "Smid",
    "Vlie",
    "Zand",
    "Merk",
    "Elz",
    "Krij",
    "Loo",
    "Nij",
    "Oud",
]
MIDDLE = ("", "", "", "en", "er", "el", "ing", "aar", "ets", "ij", "ou")
END = [
    "man",
    "sen",
    "stra",
    "ma",
    "kamp",
    "berg",
    "veld",
    "huizen",
    "hoek",
    "dijk",
    "wijk",
    "laar",
    "ink",
    "zaal",
    "horst",
    "beek",
    "burg",
    "sma",
    "kema",
    "donk",
    "broek",
    "ing",
    "steen",
    "mans",
    "aert",
    "loo",
    "ssen",
    "gaard",
    "bach",
    "hout",
]
PREFIXES = ("", "", "", "", "", "van", "van", "de", "de", "van der", "van den", "ten", "van 't", "el", "du")
GIVEN = [
    "Aart",
    "Bea",
    "Coen",
    "Daan",
    "Eefje",
    "Femke",
    "Gijs",
    "Hanna",
    "Ilse",
    "Joris",
    "Kees",
    "Lotte",
    "Mirza",
    "Noor",
    "Otto",
    "Pien",
    "Quirijn",
    "Roos",
    "Stijn",
    "Thea",
    "Umut",
    "Vera",
    "Wout",
    "Xandra",
    "Ymke",
    "Zeger",
    "IJsbrand",
    "Élise",
    "Søren",
    "Jean-Marie",
    "Anne-Fleur",
    "Yücel",
]
STREETS = ("laan", "straat", "weg", "plein", "hof", "kade", "pad", "singel")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TOWN = "Duinrode"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A signal as a ledger has it, whom it is really about (None: nobody in the register), and its slips."""

    person: SignalPerson
    truth: str | None
    slips: tuple[str, ...]


def citizen_numbers(start: int = 100_000_000) -> Iterator[str]:
    """Yield numbers that pass the citizen-number test, without end."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2)
    for number in range(start // 10, 99_999_999):
        digits = f"{number:08}"
        check = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if check < 10:
            yield f"{digits}{check}"


class _Town:
    """Makes households one after the other."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.numbers = citizen_numbers()
        self.streets = [f"{one}{two}" for one in BEGIN for two in STREETS]

    def surname(self) -> tuple[str, str]:
        rng = self.random
        # Squaring makes some names common and most rare, as in real towns.
        begin = BEGIN[int(rng.random() ** 2 * len(BEGIN))]
        end = END[int(rng.random() ** 2 * len(END))]
        name = f"{begin}{rng.choice(MIDDLE)}{end}"
        if rng.random() < 0.02:
            name = name.replace("ss", "ß").replace("oe", "ö").replace("ee", "é")
        return rng.choice(PREFIXES), name

    def given_names(self) -> str:
        return " ".join(self.random.sample(GIVEN, k=self.random.choice((1, 1, 2, 2, 3))))

    def birth_date(self, first: int, last: int) -> str:
        rng = self.random
        born = date(rng.randint(first, last), 1, 1).toordinal() + rng.randrange(365)
        text = date.fromordinal(born).strftime("%Y%m%d")
        share = rng.random()
        return f"{text[:4]}0000" if share < 0.01 else "00000000" if share < 0.012 else text

    def address(self) -> RegisteredAddress:
        rng = self.random
        street = rng.randrange(len(self.streets))
        number = rng.randint(1, 120)
        # A postcode covers one side of a street for some twenty numbers.
        part = street * 12 + number // 20 * 2 + number % 2
        letters = LETTERS[part // 26 % 26].upper() + LETTERS[part % 26].upper()
        kind = rng.random()
        return RegisteredAddress(
            street=self.streets[street].capitalize(),
            house_number=number,
            house_letter=rng.choice("ABCDE") if kind < 0.12 else "",
            addition=rng.choice(("1", "2", "3", "HS", "bis", "II")) if 0.10 < kind < 0.2 else "",
            postcode=f"{7000 + part // 676:04}{letters}",
            town=TOWN,
        )

    def person(
        self, address: RegisteredAddress, name: tuple[str, str], born: str, given: str
    ) -> ResidentRecord:
        return ResidentRecord(
            bsn=next(self.numbers),
            given_names=given,
            prefix=name[0],
            surname=name[1],
            birth_date=born,
            municipality=HERE,
            address=address,
        )

    def household(self) -> list[ResidentRecord]:
        rng, address, name = self.random, self.address(), self.surname()
        head = self.person(address, name, self.birth_date(1935, 1995), self.given_names())
        people = [head]
        if rng.random() < 0.5:
            partner = self.person(address, self.surname(), self.birth_date(1935, 1995), self.given_names())
            people = [_wed(head, partner), _wed(partner, head)]
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
            # A son often bears his father's names.
            given = head.given_names if rng.random() < 0.15 else self.given_names()
            people.append(self.person(address, name, self.birth_date(1998, 2024), given))
            if rng.random() < 0.05:
                people.append(self.person(address, name, people[-1].birth_date, self.given_names()))
        return self._later(people)

    def _later(self, people: list[ResidentRecord]) -> list[ResidentRecord]:
        rng, fate = self.random, self.random.random()
        former = PreviousAddress(HERE, people[0].address, "20250901")
        if fate < 0.05:
            home = self.address()
            return [replace(one, address=home, previous_addresses=(former,)) for one in people]
        if fate < 0.08:
            home = self.address()
            return [
                replace(one, address=home, previous_addresses=(former,), municipality=ELSEWHERE)
                for one in people
            ]
        if fate < 0.12:
            position = rng.randrange(len(people))
            people[position] = replace(people[position], deceased_on="20260310")
        return people


def _wed(one: ResidentRecord, other: ResidentRecord) -> ResidentRecord:
    return replace(
        one, partner_prefix=other.prefix, partner_surname=other.surname, name_use=NameUse.PARTNER_THEN_OWN
    )


def invented_register(people: int, seed: int = 1) -> list[ResidentRecord]:
    """Return at least so many residents, in whole households."""
    town = _Town(seed)
    register: list[ResidentRecord] = []
    while len(register) < people:
        register.extend(town.household())
    return register


# --- Slips -----------------------------------------------------------------------------------------------------------

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
