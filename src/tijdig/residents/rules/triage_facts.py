"""What register and benefit administration together say of one person, for triage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tijdig.residents.rules.household import household_facts
from tijdig.residents.rules.record import ResidentRecord


@dataclass(frozen=True, slots=True)
class TriageFacts:
    """What register and benefit administration say of one person. None everywhere means: they cannot say.

    ``minor_children`` are the person's own registered children (R29); ``minors_at_address`` is anyone else under
    eighteen registered there, to ask about, never to rank on. ``benefit`` is a Participatiewet benefit (R30).
    ``secrecy``: the register may not pass this person's data on; ``under_investigation``: it doubts its own data.
    Whoever seeks contact then decides that by hand.
    """

    resident: bool | None = None
    deceased: bool | None = None
    minor_children: bool | None = None
    minors_at_address: bool | None = None
    as_of: date | None = None
    benefit: bool | None = None
    benefit_as_of: date | None = None
    secrecy: bool | None = None
    under_investigation: bool | None = None


@dataclass(frozen=True, slots=True)
class Extracts:
    """The days of reference of the register's facts and of the benefit's; None where there are none."""

    register_as_of: date | None = None
    benefits_as_of: date | None = None


def triage_facts(
    record: ResidentRecord | None,
    at_address: Iterable[ResidentRecord] | None,
    *,
    municipality: str,
    benefit: bool | None,
    extracts: Extracts,
    on: date,
) -> TriageFacts:
    """Return the facts on one person on day ``on``, given the record, everyone at that address, and the benefit.

    ``at_address`` is None where only the person was asked for: then nobody can say who else lives there.
    """
    household = household_facts(record, at_address, municipality, on)
    return TriageFacts(
        resident=None if record is None else record.lives_in(municipality),
        deceased=None if record is None else not record.lives,
        minor_children=household.minor_children,
        minors_at_address=household.minors_at_address,
        as_of=extracts.register_as_of,
        benefit=benefit,
        benefit_as_of=extracts.benefits_as_of,
        secrecy=None if record is None else record.secrecy,
        under_investigation=None if record is None else record.under_investigation,
    )
