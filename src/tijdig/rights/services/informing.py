"""See to it that every tenant is informed in time (R18)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.casework.services.reminding import remind_to_inform
from tijdig.rights.queries import find_overdue


@transaction.atomic
def raise_informing_tasks(*, actor: Actor, on: date) -> int:
    """Plan a task in every case whose tenant should have been informed by now; return how many were new."""
    require(actor, Action.OPEN_CASES)
    overdue = [one.case_id for one in find_overdue(actor.controller_id, on) if not one.has_task]
    return remind_to_inform(actor=actor, case_ids=overdue, on=on)
