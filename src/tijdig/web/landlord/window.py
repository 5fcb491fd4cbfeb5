"""When and what may be delivered now, as the covenant says, in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.actors import Actor
from tijdig.covenant.queries import covenant_for_party
from tijdig.covenant.rules.document import Covenant
from tijdig.intake.rules.calendar import Window, window_in
from tijdig.months import Month


@dataclass(frozen=True, slots=True)
class DeliveryMoment:
    """The covenant under which this landlord delivers, this month's window, and whether today is in it."""

    covenant: Covenant
    window: Window
    is_open: bool
    principals: tuple[tuple[str, str], ...]  # for whom a collection agent delivers: code and name (R1)


def delivery_moment(actor: Actor, today: date) -> DeliveryMoment | None:
    """Return when the actor's organisation may deliver; None when no covenant in force names it."""
    covenant = covenant_for_party(actor.controller_id, actor.party, today)
    if covenant is None:
        return None
    window = window_in(Month.of(today), covenant.delivery)
    principals = tuple(
        (code, covenant.parties[code].name) for code in covenant.parties[actor.party].delivers_for
    )
    return DeliveryMoment(covenant, window, window.opens <= today <= window.closes, principals)
