"""Residents in columns, a batch at a time: what the engine takes in, from records or straight from a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, compress

from tijdig.residents.rules.record import RegisteredAddress, ResidentRecord

BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses in columns, with whose they are: positions in the batch. A place without a postcode is no use."""

    people: Sequence[int]
    streets: Sequence[str]
    numbers: Sequence[int]
    letters: Sequence[str]
    additions: Sequence[str]
    designations: Sequence[str]
    postcodes: Sequence[str]

    def with_postcode(self) -> Places:
        """Return those that have a postcode."""
        if all(self.postcodes):
            return self
        known = self.postcodes
        return Places(
            list(compress(self.people, known)),
            list(compress(self.streets, known)),
            list(compress(self.numbers, known)),
            list(compress(self.letters, known)),
            list(compress(self.additions, known)),
            list(compress(self.designations, known)),
            list(compress(self.postcodes, known)),
        )


@dataclass(frozen=True, slots=True)
class Residents:
    """A batch of residents. ``live_here``: alive and registered in the controller's municipality (R23)."""

    bsns: Sequence[str]
    given_names: Sequence[str]
    prefixes: Sequence[str]
    surnames: Sequence[str]
    partner_prefixes: Sequence[str]
    partner_surnames: Sequence[str]
    birth_dates: Sequence[str]
    live_here: Sequence[bool]
    died: Sequence[bool]
    doubted: Sequence[bool]
    current: Places
    former: Places


def in_columns(records: Iterable[ResidentRecord], municipality: str) -> Iterator[Residents]:
    """Yield records in batches of columns; each is read once. ``municipality`` is the controller's CBS code."""
    for people in batched(records, BATCH):
        yield Residents(
            bsns=[one.bsn for one in people],
            given_names=[one.given_names for one in people],
            prefixes=[one.prefix for one in people],
            surnames=[one.surname for one in people],
            partner_prefixes=[one.partner_prefix for one in people],
            partner_surnames=[one.partner_surname for one in people],
            birth_dates=[one.birth_date for one in people],
            live_here=[one.lives_in(municipality) for one in people],
            died=[not one.lives for one in people],
            doubted=[one.under_investigation for one in people],
            current=_places(range(len(people)), [one.address for one in people]),
            former=_places_of_before(people),
        )


def _places_of_before(people: Sequence[ResidentRecord]) -> Places:
    found = [(at, former.address) for at, one in enumerate(people) for former in one.previous_addresses]
    return _places([at for at, _home in found], [home for _at, home in found])


def _places(people: Sequence[int], homes: Sequence[RegisteredAddress]) -> Places:
    return Places(
        people,
        [home.street for home in homes],
        [home.house_number or 0 for home in homes],
        [home.house_letter for home in homes],
        [home.addition for home in homes],
        [home.designation for home in homes],
        [home.postcode for home in homes],
    )
