"""From accepted signals to cases in one go: link, form notifications, open cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tijdig.actors import Actor
from tijdig.casework.rules.progress import Step
from tijdig.casework.services.news import take_in_withdrawals
from tijdig.casework.services.opening import Opened, open_cases
from tijdig.casework.services.progress import telling_progress
from tijdig.ledger.services import record_event
from tijdig.linkage.services import (
    Compared,
    LinkRun,
    NotificationRun,
    compare_ahead,
    form_notifications,
    link_signals,
)


@dataclass(frozen=True, slots=True)
class WorkedUp:
    """What one run did at each step."""

    links: LinkRun
    notifications: NotificationRun
    cases: Opened


def work_up_signals(*, actor: Actor, on: date) -> WorkedUp:
    """Take in what was taken back, link what is new, form notifications and open cases as on day ``on``.

    A second run changes nothing (R20). All or nothing: interrupted halfway, the next run begins where nothing had
    happened (K2). Raises :class:`Refused` when no register extract was imported yet, or for a role that may not.
    Signals are compared with the register before anything is written, so that others wait for the writing only; how far
    that is, is told to who waits.
    """
    with telling_progress(actor.controller_id) as tell:

        def how_far(read: int, people: int) -> None:
            if read < people:
                tell(Step.READING, read, people)
            else:
                tell(Step.COMPARING)

        ahead = compare_ahead(actor=actor, how_far=how_far)
        tell(Step.KEEPING)
        return _work_up(actor, on, ahead)


@transaction.atomic
def _work_up(actor: Actor, on: date, ahead: Compared | None) -> WorkedUp:
    take_in_withdrawals(actor=actor)
    links = link_signals(actor=actor, ahead=ahead)
    notifications = form_notifications(actor=actor)
    cases = open_cases(actor=actor, on=on)
    record_event(
        actor=actor,
        action="work-up-signals",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"linked": links.certain + links.review + links.none, "cases": cases.cases},
    )
    return WorkedUp(links, notifications, cases)
