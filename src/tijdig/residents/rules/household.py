"""Are there minor children? From the register, three-valued, for "children first" (R29).

Which definition? Two were held against records with known answers:

* *children on the tenant's own record* (LO3 category 09) who are under eighteen;
* *anyone under eighteen registered at the tenant's address*.

The first is what the covenants mean by "households with minor children", and what the municipality needs to know: it
reads one record, of the person the signal is about. The second misses a child that is registered with the other
parent and counts the child of an unrelated tenant at the same address (R22), while it reads the records of
people about whom nobody signalled anything. So the first decides the rank; the second is given beside it, as something
to ask about in the conversation, and never changes the rank by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tijdig.residents.rules.partial_dates import is_minor
from tijdig.residents.rules.record import ResidentRecord


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """What the register says of a tenant's household on one day. None means: the register cannot say; ask."""

    minor_children: bool | None
    minors_at_address: bool | None


def household_facts(
    tenant: ResidentRecord | None, at_address: Iterable[ResidentRecord] | None, municipality: str, on: date
) -> HouseholdFacts:
    """Return the facts on that day, given the tenant's record and everyone registered at that address.

    Unknown when we hold no record, or only one that another municipality keeps up to date; of others at the address
    also when only the tenant was asked for (None).
    """
    if tenant is None or not tenant.lives_in(municipality):
        return HouseholdFacts(None, None)
    if at_address is None:
        return HouseholdFacts(has_minor_children(tenant, on), None)
    others = [
        is_minor(other.birth_date, on) for other in at_address if other.bsn != tenant.bsn and other.lives
    ]
    return HouseholdFacts(has_minor_children(tenant, on), _any_true(others))


def has_minor_children(tenant: ResidentRecord, on: date) -> bool | None:
    """Say whether any registered child is under eighteen; None when a birth date is too vague to tell."""
    return _any_true(is_minor(birth_date, on) for birth_date in tenant.child_birth_dates)


def _any_true(answers: Iterable[bool | None]) -> bool | None:
    """Return True when one is true, None when none is but one is unknown, False otherwise."""
    known = tuple(answers)
    if True in known:
        return True
    return None if None in known else False
