"""What Tijdig keeps of one person's register record: enough to match and to triage, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NameUse(StrEnum):
    """How a person wishes to be addressed (LO3 61.10)."""

    OWN = "E"
    PARTNER = "P"
    PARTNER_THEN_OWN = "V"
    OWN_THEN_PARTNER = "N"


@dataclass(frozen=True, slots=True)
class RegisteredAddress:
    """A Dutch address as the register writes it; ``house_number`` is None for a place without one.

    ``designation`` is ``to`` (opposite) or ``by`` (beside) when the place has no number of its own (LO3 11.50).
    """

    street: str = ""
    house_number: int | None = None
    house_letter: str = ""
    addition: str = ""
    designation: str = ""
    postcode: str = ""
    town: str = ""

    @property
    def is_known(self) -> bool:
        """Whether this names a place where signals can be matched (R19)."""
        return bool(self.postcode) and self.house_number is not None


NOWHERE_KNOWN = RegisteredAddress()


@dataclass(frozen=True, slots=True)
class PreviousAddress:
    """Where a person lived before, in which municipality (CBS code), until which register date (R25)."""

    municipality: str
    address: RegisteredAddress
    until: str = ""


@dataclass(frozen=True, slots=True)
class ResidentRecord:
    """One person. Dates are register dates (:mod:`partial_dates`); an empty one means that it did not happen.

    ``municipality`` is the CBS code that keeps the record; ``1999`` is the register of non-residents.
    ``previous_addresses`` run from the newest to the oldest, ``child_birth_dates`` are of registered living children.
    ``under_investigation`` says that the municipality doubts the address, or no longer keeps the record up to date.
    """

    bsn: str
    given_names: str = ""
    prefix: str = ""
    surname: str = ""
    name_use: NameUse = NameUse.OWN
    partner_prefix: str = ""
    partner_surname: str = ""
    birth_date: str = ""
    municipality: str = ""
    address: RegisteredAddress = NOWHERE_KNOWN
    moved_in_on: str = ""
    previous_addresses: tuple[PreviousAddress, ...] = ()
    deceased_on: str = ""
    emigrated_on: str = ""
    secrecy: bool = False
    under_investigation: bool = False
    child_birth_dates: tuple[str, ...] = ()

    @property
    def lives(self) -> bool:
        """Whether the register knows of no death."""
        return not self.deceased_on

    def lives_in(self, municipality: str) -> bool:
        """Say whether this person is alive and registered at an address in this municipality (R23)."""
        return self.lives and not self.emigrated_on and self.municipality == municipality
