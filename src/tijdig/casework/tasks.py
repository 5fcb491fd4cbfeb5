"""Background work: queued in the transaction of the change that asks for it, so that it is never lost (outbox).

A task's arguments are codes only, never personal data (L6).
"""

from __future__ import annotations

import logging

from django.tasks import task
from django.utils import timezone

from tijdig.actors import system_actor
from tijdig.casework.asking_first import ask_and_work_up
from tijdig.ledger.trace import new_trace
from tijdig.problems import place_of
from tijdig.storage import again_when_lost
from tijdig.tenancy import under

logger = logging.getLogger(__name__)


class TaskFailed(Exception):
    """A task went wrong; tells the kind of error and where it arose, and nothing of what it was about (L6)."""


@task()
def work_up_controller(controller_id: str) -> str:
    """Work up the signals of one controller; returns ``done``, or the codes of what it waits for.

    First the registers are asked about them, where the municipality chose so.
    """
    with new_trace("work-up-signals"), under(controller_id):
        try:
            actor, on = system_actor(controller_id), timezone.localdate()
            done = again_when_lost(lambda: ask_and_work_up(actor=actor, on=on))
        except Exception as error:
            # The queue keeps the traceback of a task that failed, and what a library says may hold a row of people.
            logger.exception("signals could not be worked up")
            raise TaskFailed(place_of(error)) from None
    waiting = ", ".join(dict.fromkeys(problem.code for problem in done.problems))
    if waiting:
        logger.warning("signals wait: %s", waiting)
    return waiting or "done"
