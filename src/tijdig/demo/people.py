"""Invented people and households of Weert: enough of them for a month, with the families the story needs.

The same seed gives the same town. Citizen service numbers come from the range 99999xxxx that the national register
keeps free for testing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

SURNAMES = (
    ("", "Peeters"), ("van", "Bree"), ("", "Smeets"), ("van der", "Loo"), ("", "Janssen"), ("", "Verstappen"),
    ("de", "Wit"), ("", "Kessels"), ("van", "Dijck"), ("", "Bosmans"), ("", "Hendriks"), ("van de", "Kraan"),
    ("", "Yılmaz"), ("", "El Amrani"), ("", "Nowak"), ("", "Strauß"), ("", "Dijkstra"), ("", "Müller"),
    ("van 't", "Veld"), ("", "Coolen"), ("", "Rietjens"), ("den", "Ouden"), ("", "Gielen"), ("", "Tesfaye"),
)  # fmt: skip
GIVEN_NAMES = (
    "Anna", "Bart", "Carla", "Dirk", "Els", "Frank", "Gerda", "Hans", "Ilse", "Jan", "Karin", "Leo", "Marja", "Noud",
    "Olga", "Piet", "Riek", "Sjef", "Truus", "Umar", "Vera", "Wim", "Yara", "Zeynep", "Thea", "Joost", "Mila", "Sam",
)  # fmt: skip
STREETS = (
    ("Zonnebloemhof", "6001AB"), ("Oude Kazernelaan", "6001CD"), ("Graafschapweg", "6002EF"),
    ("Vlasakkerstraat", "6002GH"), ("Leukerhof", "6003JK"), ("Molenakkerdreef", "6004LM"),
    ("Boshovenpad", "6004NP"), ("Kanaaldijk Zuid", "6005RS"), ("Stadsbrugstraat", "6006TV"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """An address in the invented town."""

    street: str
    number: int
    addition: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """One invented person: name, birth, home, children (birth dates), and what else the register says."""

    bsn: str
    given_names: str
    prefix: str
    surname: str
    born: date
    home: Home
    moved_in: date
    children: tuple[date, ...] = ()
    partner_surname: str = ""
    name_use: str = "E"
    deceased_on: date | None = None
    moved_to: str = ""  # municipality code after a move out of town
    tags: frozenset[str] = field(default_factory=frozenset)

    @property
    def initials(self) -> str:
        """The initials as a rent ledger writes them: ``A.B.``."""
        return "".join(f"{name[0]}." for name in self.given_names.split())


def free_citizen_numbers() -> Iterator[str]:
    """Yield citizen service numbers of the test range that pass the check digit, lowest first."""
    for number in range(999_990_000, 1_000_000_000):
        digits = [int(digit) for digit in str(number)]
        if (sum(w * d for w, d in zip(range(9, 1, -1), digits[:8], strict=True)) - digits[8]) % 11 == 0:
            yield str(number)


def _homes(rng: Random) -> Iterator[Home]:
    while True:
        for street, postcode in STREETS:
            yield Home(street, rng.randrange(1, 240), rng.choice(("", "", "", "", "A", "B")), postcode)


def invent_town(today: date, households: int = 140, seed: int = 988) -> tuple[Inhabitant, ...]:
    """Return the people of ``households`` invented households: alone, with a partner, with children.

    A few have died or moved to another municipality. Tags mark what the story needs to know: ``benefit``, ``died``,
    ``left``, ``child``.
    """
    rng = Random(seed)  # noqa: S311 - an invented town, not a secret
    numbers, homes, seen = free_citizen_numbers(), _homes(rng), set[Home]()
    town: list[Inhabitant] = []
    while len(seen) < households:
        home = next(homes)
        if home not in seen:
            seen.add(home)
            town.extend(_household(rng, home, numbers, today, len(seen)))
    return tuple(town)


def _household(
    rng: Random, home: Home, numbers: Iterator[str], today: date, index: int
) -> Iterator[Inhabitant]:
    prefix, surname = SURNAMES[(index * 7) % len(SURNAMES)]
    age = rng.randrange(24, 72)
    born = today - timedelta(days=age * 365 + rng.randrange(365))
    children = tuple(
        today - timedelta(days=rng.randrange(1, 17) * 365 + rng.randrange(300))
        for _ in range(rng.choice((0, 0, 1, 2, 3)) if age < 55 else 0)
    )
    first = Inhabitant(
        bsn=next(numbers),
        given_names=" ".join(rng.sample(GIVEN_NAMES, rng.choice((1, 2)))),
        prefix=prefix,
        surname=surname,
        born=born,
        home=home,
        moved_in=today - timedelta(days=rng.randrange(400, 4000)),
        children=children,
        tags=frozenset({"benefit"}) if index % 3 == 0 else frozenset(),
    )
    if index % 29 == 0:
        first = replace(first, deceased_on=today - timedelta(days=70), tags=first.tags | {"died"})
    elif index % 31 == 0:
        first = replace(first, moved_to="0994", tags=first.tags | {"left"})
    yield first
    if index % 2 == 0:
        other_prefix, other = SURNAMES[(index * 11 + 5) % len(SURNAMES)]
        yield Inhabitant(
            bsn=next(numbers),
            given_names=rng.choice(GIVEN_NAMES),
            prefix=other_prefix,
            surname=other,
            born=born + timedelta(days=rng.randrange(-1500, 1500)),
            home=home,
            moved_in=first.moved_in,
            children=children,
            partner_surname=surname,
            name_use=rng.choice(("E", "P", "V", "N")),
        )
    for child_born in children:
        yield Inhabitant(
            bsn=next(numbers),
            given_names=rng.choice(GIVEN_NAMES),
            prefix=prefix,
            surname=surname,
            born=child_born,
            home=home,
            moved_in=first.moved_in,
            tags=frozenset({"child"}),
        )
