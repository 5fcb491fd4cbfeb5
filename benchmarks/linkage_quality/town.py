"""An invented municipality of any size: households in streets, with what makes linkage hard.

Couples and their names, families that live close to each other, namesakes, twins, sons with their father's names,
unrelated people on one number, houses divided in flats, people who moved, left or died, children who left home and
are known at their parents'. Everything follows from a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from benchmarks.linkage_quality.names import GROUPS, Group
from benchmarks.linkage_register import BEGIN, ELSEWHERE, HERE, LETTERS, STREETS, TOWN, citizen_numbers
from tijdig.residents.rules.record import NameUse, PreviousAddress, RegisteredAddress, ResidentRecord

NEIGHBOURS = 40  # so many households back someone of the family may live
REMEMBERED = 5_000  # so many addresses of before are known, to have moved from

FLATS = (
    (("", "", "", "", ""), ("A", "B", "C", "D")),  # letters
    (("HS", "1", "2", "3"), ()),
    (("HS", "I", "II", "III"), ()),
    (("", "BIS"), ()),
    (("1", "2", "3", "4", "5", "6"), ()),
    (("01", "02", "03", "11", "12", "13"), ()),
)


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """A resident with what the register does not tell: the household, and the group of the surname."""

    record: ResidentRecord
    household: int
    group: str


class Town:
    """Makes households one after the other, street by street."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.numbers = citizen_numbers()
        self.addresses = self._addresses()
        self.shares = [group.share for group in GROUPS]
        self.recent: list[tuple[Group, ResidentRecord]] = []
        self.left: list[RegisteredAddress] = []
        self.households = 0
        self.last_home: RegisteredAddress | None = None

    def _addresses(self) -> Iterator[RegisteredAddress]:
        """Yield every front door once: a street, its numbers in runs of one postcode, its flats."""
        rng, part = self.rng, 0
        while True:
            street = (
                f"{rng.choice(BEGIN)}{rng.choice(('', 'er', 'en', 'el'))}{rng.choice(STREETS)}".capitalize()
            )
            divided = rng.random() < 0.35
            for first in range(1, rng.choice((41, 81, 161)), 20):
                for side in (0, 1):
                    part += 1
                    code = f"{1000 + part // 676:04}{LETTERS[part // 26 % 26]}{LETTERS[part % 26]}".upper()
                    for number in range(first + side, first + 20, 2):
                        yield from self._doors(street, number, code, divided=divided)

    def _doors(self, street: str, number: int, code: str, *, divided: bool) -> Iterator[RegisteredAddress]:
        rng = self.rng
        home = RegisteredAddress(street, number, "", "", "", code, TOWN)
        if not divided or rng.random() < 0.2:
            yield home
            return
        additions, letters = rng.choice(FLATS)
        if letters:
            for letter in letters[: rng.choice((2, 3, 4))]:
                yield replace(home, house_letter=letter)
        else:
            for addition in additions:
                yield replace(home, addition=addition)

    def _home(self) -> RegisteredAddress:
        # One household in fifty shares its front door with the one before: sublet, or divided without a letter.
        if self.last_home is None or self.rng.random() >= 0.02:
            self.last_home = next(self.addresses)
        return self.last_home

    def _born(self, group: Group, first: int, last: int) -> str:
        rng = self.rng
        year = rng.randint(first, last)
        if rng.randrange(100) < group.first_of_year:
            return f"{year}{rng.choice(('0101', '0101', '0701'))}"
        share = rng.random()
        if share < 0.004:
            return f"{year}0000" if share < 0.003 else "00000000"
        return date.fromordinal(date(year, 1, 1).toordinal() + rng.randrange(365)).strftime("%Y%m%d")

    def _person(
        self, group: Group, home: RegisteredAddress, name: tuple[str, str], born: str
    ) -> ResidentRecord:
        return ResidentRecord(
            bsn=next(self.numbers), given_names=group.given_names(self.rng), prefix=name[0], surname=name[1],
            birth_date=born, municipality=HERE, address=home,
        )  # fmt: skip

    def household(self) -> list[Inhabitant]:
        """Return the people of the next household."""
        rng = self.rng
        self.households += 1
        group, head = self._head()
        people = [head]
        groups = [group.name]
        kind = rng.random()
        if kind < 0.52:
            partner_group = group if rng.random() < 0.85 else rng.choices(GROUPS, self.shares)[0]
            born = self._born(partner_group, _year(head) - 4, _year(head) + 4)
            other = self._person(partner_group, head.address, partner_group.surname(rng), born)
            if rng.random() < 0.75:
                people = [_wed(head, other), _wed(other, head)]
            else:
                people.append(other)
            groups.append(partner_group.name)
        elif kind < 0.56:  # people who share a house
            for _ in range(rng.choice((1, 1, 2, 3))):
                one = rng.choices(GROUPS, self.shares)[0]
                people.append(self._person(one, head.address, one.surname(rng), self._born(one, 1985, 2006)))
                groups.append(one.name)
        elif kind < 0.61:  # widowed or divorced, under the other's name
            people = [_wed(head, self._person(group, head.address, group.surname(rng), ""))]
        if kind < 0.30 or kind > 0.92:
            self._add_children(group, head, people, groups)
        together, number = self._moved(people), self.households
        self.recent = [*self.recent[-NEIGHBOURS + 1 :], (group, head)]
        if together and self._leaves_home(together[-1], len(together)):
            together[-1] = self._left_home(together[-1])
            self.households += 1
        return [
            Inhabitant(one, self.households if one.address != together[0].address else number, name)
            for one, name in zip(together, groups, strict=True)
        ]

    def _leaves_home(self, child: ResidentRecord, people: int) -> bool:
        grown = "1985" < child.birth_date[:4] < "2008"
        return people > 2 and grown and bool(self.left) and self.rng.random() < 0.3

    def _left_home(self, child: ResidentRecord) -> ResidentRecord:
        former = PreviousAddress(HERE, child.address, "20250301")
        return replace(child, address=self.rng.choice(self.left), previous_addresses=(former,))

    def _head(self) -> tuple[Group, ResidentRecord]:
        """Return the first person: sometimes family of someone close by, now and then with the same names."""
        rng, home = self.rng, self._home()
        if self.recent and rng.random() < 0.04:
            group, relative = rng.choice(self.recent)
            head = self._person(
                group, home, (relative.prefix, relative.surname), self._born(group, 1940, 2004)
            )
            return group, replace(head, given_names=relative.given_names) if rng.random() < 0.2 else head
        group = rng.choices(GROUPS, self.shares)[0]
        return group, self._person(group, home, group.surname(rng), self._born(group, 1935, 2003))

    def _add_children(
        self, group: Group, head: ResidentRecord, people: list[ResidentRecord], groups: list[str]
    ) -> None:
        rng = self.rng
        oldest, youngest = max(_year(head) + 19, 1985), max(min(_year(head) + 45, 2025), 1990)
        for _ in range(rng.choice((1, 1, 2, 2, 3))):
            born = self._born(group, min(oldest, youngest), youngest)
            child = self._person(group, head.address, (head.prefix, head.surname), born)
            if rng.random() < 0.12:  # a son often bears his father's names
                child = replace(child, given_names=head.given_names)
            people.append(child)
            groups.append(group.name)
            if rng.random() < 0.02:
                people.append(self._person(group, head.address, (head.prefix, head.surname), born))
                groups.append(group.name)

    def _moved(self, people: list[ResidentRecord]) -> list[ResidentRecord]:
        """Let some have moved in from elsewhere in town, some away, some die."""
        rng, fate, home = self.rng, self.rng.random(), people[0].address
        if rng.random() < REMEMBERED / 200_000:
            self.left = [*self.left[-REMEMBERED:], home]
        if fate < 0.14 and self.left:
            former = PreviousAddress(HERE, rng.choice(self.left), "20250901")
            people = [replace(one, previous_addresses=(former,)) for one in people]
        elif fate < 0.16:
            former = PreviousAddress(HERE, home, "20260401")
            gone = RegisteredAddress("Verweg", rng.randint(1, 300), "", "", "", "9701AB", "Elders")
            people = [
                replace(one, address=gone, municipality=ELSEWHERE, previous_addresses=(former,))
                for one in people
            ]
        elif fate < 0.18:
            at = rng.randrange(len(people))
            people[at] = replace(people[at], deceased_on="20260510")
        return people


def _year(person: ResidentRecord) -> int:
    return int(person.birth_date[:4]) or 1970


def _wed(one: ResidentRecord, other: ResidentRecord) -> ResidentRecord:
    return replace(
        one, partner_prefix=other.prefix, partner_surname=other.surname, name_use=NameUse.PARTNER_THEN_OWN
    )


def inhabitants(people: int, seed: int) -> Iterator[Inhabitant]:
    """Yield at least so many residents, in whole households."""
    town, made = Town(seed), 0
    while made < people:
        household = town.household()
        made += len(household)
        yield from household
