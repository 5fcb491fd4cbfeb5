"""An invented town of residents, with what makes linkage hard: for tests and benchmarks.

Names are put together from syllables, streets from words, so that nobody is meant. There are households with one
surname, twins, fathers and sons with the same initials, partners' names, prefixes, accents, flats that differ by a
letter, people who moved, left or died. Everything follows from a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from tijdig.residents.rules.record import NameUse, PreviousAddress, RegisteredAddress, ResidentRecord

HERE, ELSEWHERE = "9901", "9902"

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
