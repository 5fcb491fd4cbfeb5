"""Export a log, so that others can check it without the application (T5)."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.ledger.exports import export_files, write_folder, write_zip
from tijdig.ledger.keys import key_of
from tijdig.ledger.services.recording import record_event
from tijdig.ledger.services.sealing import seal_logs
from tijdig.ledger.stored import StoredLog, one_moment


def export_log(*, actor: Actor, to: Path) -> int:
    """Write the log of the actor's controller to a new folder, or to a new zip when the name ends so.

    The export is recorded, and sealed with what waits, before it is made, so that it tells of itself. Returns the
    number of signed checkpoints in it. Raises :class:`Refused` for a role that may not,
    ``FileExistsError`` when it is there.
    """
    require(actor, Action.EXPORT_LOG)
    if to.exists():
        raise FileExistsError(17, "bestaat al", str(to))
    with transaction.atomic():
        record_event(actor=actor, action=Action.EXPORT_LOG, object_kind="log", object_id=actor.controller_id)
    seal_logs(actor=actor)
    write = write_zip if to.suffix == ".zip" else write_folder
    with one_moment():
        log = StoredLog(actor.controller_id)
        write(export_files(log, key_of(actor.controller_id)), to)
        return len(log.notes())
