"""Turn what came in into cases: link, form notifications, open cases; each step leaves alone what is done (R20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tijdig.actors import Actor
from tijdig.casework.services import Opened, open_cases
from tijdig.linkage.services import LinkRun, form_notifications, link_signals


@dataclass(frozen=True, slots=True)
class Processed:
    """What a run did: signals linked, and cases opened."""

    linked: LinkRun
    opened: Opened


@transaction.atomic
def process_signals(*, actor: Actor, on: date) -> Processed:
    """Run the three steps for the controller's signals that wait; all or nothing. Refuses as the steps do."""
    linked = link_signals(actor=actor)
    return _onwards(actor, on, linked)


@transaction.atomic
def process_decisions(*, actor: Actor, on: date) -> Processed:
    """Run the steps after linking, for what a person has just decided."""
    return _onwards(actor, on, LinkRun())


def _onwards(actor: Actor, on: date, linked: LinkRun) -> Processed:
    form_notifications(actor=actor)
    return Processed(linked, open_cases(actor=actor, on=on))
