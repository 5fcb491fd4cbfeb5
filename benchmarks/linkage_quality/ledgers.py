"""Signals about the people of an invented town, with the truth: whom each is about, and what was done to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.linkage_data import RECEIVED
from benchmarks.linkage_quality.names import GROUPS
from benchmarks.linkage_quality.slips import NAME_LAYOUTS, PARTNERS, SLIPS, in_the_habit
from benchmarks.linkage_quality.town import Inhabitant
from tijdig.linkage.rules.people import SignalPerson
from tijdig.residents.rules.record import RegisteredAddress

NOT_REGISTERED = 0.02  # of all signals: about someone who is not in the register at all
AT_FORMER_ADDRESS = 0.35  # of those who moved: the ledger has not noticed
LIVES_ELSEWHERE = 0.01  # rents here, is registered at another place


@dataclass(frozen=True, slots=True)
class Line:
    """A signal, whom it is about (None: nobody in the register), and how it came about."""

    person: SignalPerson
    truth: Inhabitant | None
    partner: str
    layout: str
    slips: tuple[str, ...]


class Adults:
    """A fair sample of the adults of a stream of inhabitants, kept while they pass by."""

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.passed = size, 0
        self.rng = Random(seed)
        self.kept: list[Inhabitant] = []

    def see(self, one: Inhabitant) -> None:
        """Keep this inhabitant, perhaps, if grown up."""
        if one.record.birth_date[:4] >= "2008":
            return
        self.passed += 1
        if len(self.kept) < self.size:
            self.kept.append(one)
        elif (at := self.rng.randrange(self.passed)) < self.size:
            self.kept[at] = one


def ledgers(adults: Sequence[Inhabitant], *, noise: float, seed: int) -> list[Line]:
    """Return one line about each of these people, at ``noise`` times the rates of :data:`slips.SLIPS`."""
    rng = Random(seed)
    shuffled = list(adults)
    rng.shuffle(shuffled)
    return [_line(f"S{number}", one, shuffled, noise, rng) for number, one in enumerate(shuffled)]


def _line(key: str, one: Inhabitant, others: Sequence[Inhabitant], noise: float, rng: Random) -> Line:
    house = rng.choices(PARTNERS, [partner.share for partner in PARTNERS])[0]
    home, moved = _known_address(one, others, rng)
    slips = ["former address"] * (moved == "former") + ["registered elsewhere"] * (moved == "elsewhere")
    record = one.record
    initials = "".join(f"{word[0]}." for word in record.given_names.replace("-", " ").split())
    born = "" if record.birth_date == "00000000" else record.birth_date
    person = SignalPerson(
        key, record.surname, record.prefix, initials, born, home.street, home.house_number or 1,
        home.house_letter, home.addition, home.postcode, home.town, RECEIVED,
    )  # fmt: skip
    truth: Inhabitant | None = one
    if rng.random() < NOT_REGISTERED:
        person, truth, slips, layout = _stranger(person, rng), None, ["not in the register"], "own name"
    else:
        layout = _layout(one, rng)
        change = NAME_LAYOUTS[layout][1]
        person = change(person, record, rng) if change else person
    for slip, rate in SLIPS:
        if rng.random() < rate * noise:
            changed = slip(person, record, rng)
            if changed != person:
                slips.append((slip.__doc__ or "").strip().rstrip("."))
                person = changed
    if rng.randrange(1000) < house.without_birth_date * noise and person.birth_date:
        slips.append("No birth date")
        person = replace(person, birth_date="")
    return Line(in_the_habit(person, house), truth, house.name, layout, tuple(slips))


def _layout(one: Inhabitant, rng: Random) -> str:
    if not one.record.partner_surname:
        return "own name"
    return rng.choices(list(NAME_LAYOUTS), [share for share, _ in NAME_LAYOUTS.values()])[0]


def _known_address(
    one: Inhabitant, others: Sequence[Inhabitant], rng: Random
) -> tuple[RegisteredAddress, str]:
    record = one.record
    gone = record.previous_addresses and record.address.town == "Elders"
    if gone or (record.previous_addresses and rng.random() < AT_FORMER_ADDRESS):
        return record.previous_addresses[0].address, "former"
    if rng.random() < LIVES_ELSEWHERE:
        return rng.choice(others).record.address, "elsewhere"
    return record.address, ""


def _stranger(line: SignalPerson, rng: Random) -> SignalPerson:
    """Someone at this address who is not registered: a third family of who is, and a third without birth date."""
    group = rng.choices(GROUPS, [one.share for one in GROUPS])[0]
    if rng.random() >= 1 / 3:
        prefix, surname = group.surname(rng)
        line = replace(line, prefix=prefix, surname=surname)
    born = f"{rng.randint(1940, 2005)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    initials = "".join(f"{word[0]}." for word in group.given_names(rng).replace("-", " ").split())
    return replace(line, initials=initials, birth_date=born if rng.random() < 2 / 3 else "")
