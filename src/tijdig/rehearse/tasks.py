"""Rehearsals in the background. A task's arguments are codes and identifiers only (L6)."""

from __future__ import annotations

import logging
from uuid import UUID

from django.tasks import task

from tijdig.actors import system_actor
from tijdig.ledger.trace import new_trace
from tijdig.problems import Refused
from tijdig.rehearse.services import carry_out_rehearsal
from tijdig.tenancy import under

logger = logging.getLogger(__name__)


@task()
def rehearse_draft(controller_id: str, rehearsal_id: str) -> str:
    """Carry out a rehearsal that was asked for; returns how it ended."""
    with new_trace("rehearse-draft"), under(controller_id):
        try:
            ended = carry_out_rehearsal(actor=system_actor(controller_id), rehearsal_id=UUID(rehearsal_id))
        except Refused as refused:
            logger.warning("rehearsal refused: %s", refused)
            return str(refused)
    return ended.state
