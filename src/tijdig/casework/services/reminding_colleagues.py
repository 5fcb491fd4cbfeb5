"""Remind case directors and coordinators by e-mail of what waits on their desk; never about whom it is (L6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from tijdig.actors import Actor, Role
from tijdig.casework.models import Desk
from tijdig.casework.queries.day import counts_of_day
from tijdig.casework.rules.lines import Part
from tijdig.casework.rules.reminders import PART_NAMES_NL, is_reminder_due, is_worth_a_message
from tijdig.ledger.services import record_event
from tijdig.parties.mail import send_to_each
from tijdig.parties.queries import actors_in_roles


@transaction.atomic
def remind_colleagues(*, actor: Actor, on: date) -> int:
    """Remind, on day ``on``, everyone with cases who wants it and for whom something waits; returns how many.

    Once a day at most, so that the work may be done again. The message holds counts and a link to the first page; it
    leaves when all is kept.
    """
    desks = {one.person: one for one in Desk.objects.filter(controller_id=actor.controller_id)}
    reminded = 0
    for person, address in actors_in_roles(actor.controller_id, [Role.CASE_DIRECTOR, Role.COORDINATOR]):
        if person.person_id is None:
            continue
        desk = desks.setdefault(
            person.person_id, Desk(controller_id=actor.controller_id, person=person.person_id)
        )
        if not is_reminder_due(desk.reminders, desk.reminded_on, on):
            continue
        counts = counts_of_day(person, since=desk.looked_at)
        if not is_worth_a_message(counts):
            continue
        desk.reminded_on = on
        desk.save()
        transaction.on_commit(partial(send_to_each, [address], *_message(counts)))
        record_event(
            actor=actor,
            action="remind-colleague",
            object_kind="person",
            object_id=str(person.person_id),
            details={"waiting": sum(counts.values())},
        )
        reminded += 1
    return reminded


def _message(counts: Mapping[Part, int]) -> tuple[str, str]:
    lines = [f"- {gettext(PART_NAMES_NL[part])}: {count}" for part, count in counts.items() if count]
    parts = [
        gettext("Dit wacht op u in Tijdig:"),
        "\n".join(lines),
        _where(),
        gettext("Hoe vaak u dit bericht krijgt, kiest u zelf bij ‘Afwezig en herinneringen’."),
    ]
    return gettext("Tijdig: wat er op u wacht"), "\n\n".join(part for part in parts if part) + "\n"


def _where() -> str:
    """Return the link to the first page; nothing where the installation answers to any name."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host and not host.startswith((".", "*", "["))]
    return f"https://{hosts[0]}/vandaag/" if hosts else ""
