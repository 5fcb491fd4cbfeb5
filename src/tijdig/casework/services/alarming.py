"""A threatened eviction is told at once to whoever must act: a task, and an e-mail that names nobody (R27, R29)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from tijdig.actors import Actor, Role
from tijdig.casework.advising import new_task, plain_task
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case
from tijdig.casework.rules.states import TaskKind
from tijdig.ledger.services import record_event
from tijdig.parties.mail import send_to_each
from tijdig.parties.queries import addresses_of, addresses_of_people


@transaction.atomic
def raise_alarm(*, actor: Actor, case: Case, on: date) -> bool:
    """Plan the task to seek contact today, and tell the coordinators and both case directors by e-mail.

    In a case that is closed, opening the news is a task already; the message goes out all the same. False when the
    alarm of this case was raised before and nobody acted on it yet.
    """
    if case.tasks.filter(kind=TaskKind.EVICTION, done_on__isnull=True, dropped=False).exists():
        return False
    if case.closed_on is None:
        new_task(case, plain_task(TaskKind.EVICTION, covenant_of_case(case), on), actor).save()
    directors = [person for person in (case.owner, case.second_owner) if person is not None]
    tell_of_threat(actor.controller_id, directors)
    record_event(
        actor=actor,
        action="case.raise-alarm",
        object_kind="case",
        object_id=str(case.pk),
        details={"closed": case.closed_on is not None},
    )
    return True


def tell_of_threat(controller_id: str, directors: Collection[UUID] = ()) -> None:
    """Send the message once the transaction stands: to every coordinator, and to these case directors."""
    told = {
        *addresses_of(controller_id, [Role.COORDINATOR]),
        *addresses_of_people(controller_id, directors),
    }
    subject = gettext("Tijdig: er dreigt ontruiming")
    text = gettext(
        "Een verhuurder heeft gemeld dat een ontruiming dreigt.\n"
        "Op uw werklijst in Tijdig staat om wie het gaat. Zoek vandaag contact.\n"
    )
    transaction.on_commit(partial(send_to_each, sorted(told), subject, text))
