"""Keep a part of the work list under a name, for one person."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.casework.models import District, SavedFilter
from tijdig.casework.services.changing import required_text
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound


@transaction.atomic
def save_filter(
    *, actor: Actor, name: str, shown: str, district: int | None, owner: UUID | None, unassigned: bool
) -> SavedFilter:
    """Keep this part of the list under a name of one's own; the same name again replaces it."""
    require(actor, Action.READ_CASES)
    if actor.person_id is None:
        raise NotFound
    if (
        district is not None
        and not District.objects.filter(controller_id=actor.controller_id, pk=district).exists()
    ):
        raise NotFound
    saved, _made = SavedFilter.objects.update_or_create(
        controller_id=actor.controller_id,
        person=actor.person_id,
        name=required_text(name, "een naam voor deze lijst", "a name for this list")[:60],
        defaults={"shown": shown, "district_id": district, "owner": owner, "unassigned": unassigned},
    )
    _record(actor, "save-filter")
    return saved


@transaction.atomic
def forget_filter(*, actor: Actor, filter_id: int) -> None:
    """Drop a part that one kept oneself; :class:`NotFound` for anyone else's."""
    require(actor, Action.READ_CASES)
    own = SavedFilter.objects.filter(controller_id=actor.controller_id, pk=filter_id)
    found = own.filter(person=actor.person_id).first() if actor.person_id else None
    if found is None:
        raise NotFound
    found.delete()
    _record(actor, "forget-filter")


def _record(actor: Actor, action: str) -> None:
    record_event(actor=actor, action=action, object_kind="person", object_id=str(actor.person_id), details={})
