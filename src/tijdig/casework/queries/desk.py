"""What someone set for their own desk, and who is away now or soon."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.leave import Away, leaves
from tijdig.casework.models import Desk
from tijdig.parties.queries import names_of_people


@dataclass(frozen=True, slots=True)
class PlannedLeave:
    """A leave that runs or is still to come; ``may_end``: by who asks. ``replacement_name`` empty: nobody stands in."""

    leave: Away
    name: str
    replacement_name: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """What a person chose, and everyone's leave."""

    reminders: str
    leaves: tuple[PlannedLeave, ...]


def desk_of(actor: Actor) -> OwnDesk:
    """Return this person's desk; :class:`Refused` for a role that reads no cases."""
    require(actor, Action.READ_CASES)
    own = Desk.objects.filter(controller_id=actor.controller_id)
    desk = own.filter(person=actor.person_id).first() if actor.person_id else None
    planned = leaves(actor.controller_id, timezone.localdate())
    people = {person for one in planned for person in (one.person, one.replacement) if person}
    names = names_of_people(actor.controller_id, people) if people else {}
    return OwnDesk(
        reminders=desk.reminders if desk else Desk.Reminders.DAILY.value,
        leaves=tuple(
            PlannedLeave(
                one,
                names.get(one.person, ""),
                names.get(one.replacement, "") if one.replacement else "",
                actor.role is Role.COORDINATOR or one.person == actor.person_id,
            )
            for one in planned
        ),
    )
