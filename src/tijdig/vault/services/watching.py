"""A database and its file of tombstones belong together: without that file nobody knows what was destroyed (E4)."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.ledger.services import record_event
from tijdig.problems import ProblemKind, Refused
from tijdig.vault.models import ControllerKey, Tombstone, TombstoneFile
from tijdig.vault.publishing import publish_tombstones
from tijdig.vault.tombstone_file import begin_file, belongs_with, kept_tombstones

TOMBSTONES_LOST = ProblemKind(
    code="vault.tombstones-lost",
    rule="E4",
    nl="Het bestand met grafstenen {path} ontbreekt, hoort bij een andere database of is ouder dan deze database.",
    en="The file of tombstones {path} is missing, belongs with another database, or is older than this database.",
    remedy_nl=(
        "Zet het nieuwste bestand terug: zonder weet niemand wat na de back-up is gewist. Is het voorgoed weg? Wis dan"
        " zelf opnieuw wat na de back-up is gewist, en begin een nieuw bestand: tijdig restore-check --begin-anew."
    ),
    remedy_en=(
        "Put the newest file back: without it nobody knows what was erased after the backup. Is it gone for good? Then"
        " erase by hand what was erased after the backup, and begin a new file: tijdig restore-check --begin-anew."
    ),
)


def require_tombstone_file() -> None:
    """Begin the file of a database without keys; :class:`Refused` when one with keys lacks its own, or a newer one.

    A file is too old when it lacks a tombstone that the database knows to have been written in it.
    """
    own = TombstoneFile.objects.first()
    if own is None or not ControllerKey.objects.exists():
        _begin()
    elif not belongs_with(str(own.pk)) or _lacks_what_was_written():
        raise Refused((TOMBSTONES_LOST(path=str(settings.TOMBSTONE_FILE)),))


@transaction.atomic
def begin_tombstones_anew(*, actor: Actor) -> None:
    """Begin a new file when the former one is lost for good, with every tombstone that the database knows.

    What was destroyed after the database was backed up stays unknown: who does this answers for it, and the log of the
    actor's controller tells it.
    """
    require(actor, Action.ERASE_DATA)
    _begin()
    known = Tombstone.objects.filter(kept_outside=True).update(kept_outside=False)
    transaction.on_commit(publish_tombstones)
    record_event(
        actor=actor,
        action="vault.begin-tombstones-anew",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"number": known},
    )


def _begin() -> None:
    own = TombstoneFile(begun_at=timezone.now())
    for one in (*TombstoneFile.objects.all(), own):  # so that older backups of this database find theirs too
        begin_file(str(one.pk), one.begun_at)  # before it is saved: a line too many does no harm
    own.save(force_insert=True)


def _lacks_what_was_written() -> bool:
    kept = {(one.kind, one.subject) for one in kept_tombstones()}
    written = Tombstone.objects.filter(kept_outside=True).order_by("id").values_list("kind", "subject")
    return any(one not in kept for one in written.iterator(chunk_size=10_000))
