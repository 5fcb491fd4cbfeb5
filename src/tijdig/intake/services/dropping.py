"""Drop kept files with their keys: what is left of them on a disk or in a backup opens nowhere (E2)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from tijdig.actors import Actor
from tijdig.intake.models import DeliveryFile
from tijdig.vault.services import erase_rows


@transaction.atomic
def drop_files(*, actor: Actor, files: QuerySet[DeliveryFile]) -> int:
    """Delete these files of the actor's controller and destroy their keys; returns how many files there were."""
    own = files.filter(controller_id=actor.controller_id)
    count = own.count()
    erase_rows(actor=actor, rows=own)
    return count
