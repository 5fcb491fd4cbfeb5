"""A small invented town and the people in it whom the tests are about."""

from __future__ import annotations

from functools import cache

from benchmarks.linkage_data import RECEIVED
from benchmarks.linkage_register import HERE, invented_register
from tijdig.linkage.engine import link_people
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.residents.rules.record import RegisteredAddress, ResidentRecord

HOME = RegisteredAddress("Lindepad", 12, "A", "", "", "9999ZX", "Duinrode")


def resident(bsn: str = "999990019", **changes: object) -> ResidentRecord:
    """Return Anna Maria van der Zandhoek, or someone who differs from her."""
    values: dict[str, object] = {
        "given_names": "Anna Maria",
        "prefix": "van der",
        "surname": "Zandhoek",
        "birth_date": "19700315",
        "municipality": HERE,
        "address": HOME,
    }
    return ResidentRecord(bsn=bsn, **(values | changes))  # type: ignore[arg-type]


def signal(**changes: object) -> SignalPerson:
    """Return a ledger line about her, with changes."""
    values: dict[str, object] = {
        "id": "S1",
        "surname": "Zandhoek",
        "prefix": "van der",
        "initials": "A.M.",
        "birth_date": "19700315",
        "street": "Lindepad",
        "house_number": 12,
        "house_letter": "A",
        "addition": "",
        "postcode": "9999ZX",
        "town": "Duinrode",
        "received_on": RECEIVED,
    }
    return SignalPerson(**(values | changes))  # type: ignore[arg-type]


@cache
def townspeople() -> tuple[ResidentRecord, ...]:
    """Return the rest of the town, so that names have a frequency."""
    return tuple(invented_register(250, seed=7))


def link(line: SignalPerson, *people: ResidentRecord) -> LinkResult:
    """Link one ledger line in a town where these people live too."""
    (result,) = link_people([line], [*townspeople(), *people], municipality=HERE)
    return result
