"""Count once a day how often each kind of attempt reached someone (R36, R49)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from tijdig.actors import Action, Actor, require
from tijdig.casework.models import ContactAttempt
from tijdig.contact.models import ReachFigure
from tijdig.contact.rules.reach import window
from tijdig.ledger.services import record_event


@transaction.atomic
def count_reach(*, actor: Actor, on: date) -> int:
    """Keep the figures of the year before ``on`` in the place of those that stood; return how many kinds there are."""
    require(actor, Action.OPEN_CASES)
    first, last = window(on)
    counted = list(
        ContactAttempt.objects.filter(controller_id=actor.controller_id, on__gte=first, on__lte=last)
        .order_by("kind")
        .values("kind")
        .annotate(attempts=Count("pk"), reached_ones=Count("pk", filter=Q(reached=True)))
    )
    standing = ReachFigure.objects.filter(controller_id=actor.controller_id)
    if standing.filter(counted_on=on).exists():
        return len(counted)
    standing.delete()
    ReachFigure.objects.bulk_create(
        ReachFigure(
            controller_id=actor.controller_id,
            kind=one["kind"],
            counted_on=on,
            attempts=one["attempts"],
            reached=one["reached_ones"],
        )
        for one in counted
    )
    record_event(
        actor=actor,
        action="contact.count-reach",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"count": len(counted)},
    )
    return len(counted)
