"""End what a collection pause asks once it is over, and look again when an instalment was missed (R45, R46)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case
from tijdig.casework.pauses import pauses_of_case
from tijdig.casework.rules.states import TaskKind
from tijdig.disclosure.services_processing import record_change


@transaction.atomic
def end_pauses(*, actor: Actor, on: date) -> int:
    """Drop the check of every pause that is over by day ``on``; returns in how many cases. A second run does nothing.

    The pause itself needs no ending: it follows from its four facts and their days, so it never outlives them.
    """
    require(actor, Action.OPEN_CASES)
    waiting = Case.objects.filter(
        controller_id=actor.controller_id,
        closed_on__lt=on,
        tasks__kind=TaskKind.PAUSE_CHECK,
        tasks__done_on__isnull=True,
        tasks__dropped=False,
    ).order_by("closed_on", "pk")
    over = [case for case in waiting if not any(one.pause.may_run(on) for one in pauses_of_case(case, on))]
    for case in over:
        open_checks = case.tasks.filter(kind=TaskKind.PAUSE_CHECK, done_on__isnull=True, dropped=False)
        open_checks.update(dropped=True)
        record_change(
            actor=actor,
            action="case.end-pause",
            object_kind="case",
            object_id=str(case.pk),
            processings=about_case(case.pk, covenant_of_case(case)),
            details={"on": on.isoformat()},
        )
    return len(over)
