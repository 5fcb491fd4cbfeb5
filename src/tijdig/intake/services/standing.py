"""Does the covenant still stand while a delivery is being read and kept? Asked per batch, and held at the end (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.queries import covenant_for_party
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.services import check_in_force
from tijdig.intake.rules.checks.delivery import check_party_may_deliver
from tijdig.problems import ProblemKind, Refused

NO_COVENANT_IN_FORCE = ProblemKind(
    code="intake.no-covenant-in-force",
    rule="R1",
    nl="Er is op {on} geen convenant in werking waarbij uw organisatie partij is.",
    en="On {on} no covenant is in force to which your organisation is a party.",
    remedy_nl="Vraag de gemeente of het convenant is ondertekend en in werking is.",
    remedy_en="Ask the municipality whether the covenant is signed and in force.",
)


@dataclass(frozen=True, slots=True)
class StandingCovenant:
    """The covenant that a delivery is read under, and the days that it must be in force on.

    ``received_on`` is the day of the delivery, ``acted_on`` the day on which somebody acts on it (the same, unless it
    waited for its columns). ``began_on`` is what the clock said when that act began: a midnight that passes while
    the file is read moves both days along.
    """

    actor: Actor
    covenant: Covenant
    received_on: date
    acted_on: date
    began_on: date

    def check(self, *, hold: bool = False) -> None:
        """Raise :class:`Refused` when the covenant has been revoked, replaced or has ended meanwhile.

        ``hold`` makes who wants to revoke it wait for the end of this transaction: ask so as the last thing.
        """
        passed = timezone.localdate() - self.began_on
        controller = self.actor.controller_id
        check_in_force(controller, self.covenant.hash, self.received_on + passed, hold=hold)
        if self.acted_on != self.received_on:
            covenant_on(self.actor, self.acted_on + passed)


def deliverable_covenant(actor: Actor, on: date, on_behalf_of: str) -> Covenant:
    """Return the covenant under which the actor's organisation may deliver on this day for this party, or refuse."""
    covenant = covenant_on(actor, on)
    problems = check_party_may_deliver(covenant, actor.party, on_behalf_of)
    if problems:
        raise Refused(problems)
    return covenant


def covenant_on(actor: Actor, on: date) -> Covenant:
    """Return the covenant in force on this day to which the actor's organisation is a party, or refuse."""
    covenant = covenant_for_party(actor.controller_id, actor.party, on)
    if covenant is None:
        raise Refused(NO_COVENANT_IN_FORCE(on=f"{on:%d-%m-%Y}"))
    return covenant
