"""What someone set for their own desk, and who is away now or soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.colleagues import case_directors
from tijdig.casework.leave import Away, away_on, leaves
from tijdig.casework.models import Desk, District, SavedFilter
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


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of the work list that someone kept under a name."""

    filter_id: int
    name: str
    shown: str
    district: int | None
    owner: UUID | None
    unassigned: bool


@dataclass(frozen=True, slots=True)
class ChoosableColleague:
    """A case director to give a case to; ``away_until`` is None for who is there."""

    person_id: UUID
    name: str
    away_until: date | None


@dataclass(frozen=True, slots=True)
class Choosable:
    """What the work list lets a person choose from: districts, colleagues, and the lists that they kept."""

    districts: tuple[tuple[int, str], ...]
    colleagues: tuple[ChoosableColleague, ...]
    kept: tuple[Kept, ...]


def choosable(actor: Actor) -> Choosable:
    """Return what the work list offers this person; :class:`Refused` for a role that reads no cases."""
    require(actor, Action.READ_CASES)
    away = away_on(actor.controller_id, timezone.localdate())
    districts = District.objects.filter(controller_id=actor.controller_id).order_by("name")
    own = SavedFilter.objects.filter(controller_id=actor.controller_id).order_by("name")
    kept = own.filter(person=actor.person_id) if actor.person_id else own.none()
    return Choosable(
        districts=tuple(districts.values_list("pk", "name")),
        colleagues=tuple(
            ChoosableColleague(
                one.person_id,
                one.name,
                away[one.person_id].last_day if one.person_id in away else None,
            )
            for one in case_directors(actor.controller_id)
        ),
        kept=tuple(
            Kept(one.pk, one.name, one.shown, one.district_id, one.owner, one.unassigned) for one in kept
        ),
    )


def districts_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the districts that the controller drew: name and postcodes."""
    require(actor, Action.READ_CASES)
    rows = District.objects.filter(controller_id=actor.controller_id).order_by("name")
    return tuple(rows.values_list("name", "postcodes"))
