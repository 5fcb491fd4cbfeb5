"""Where the proof of the log stands: what was signed, what waits, what the last check found, what a witness kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tijdig.actors import Action, Actor, require
from tijdig.ledger.keys import key_of
from tijdig.ledger.models import SignedCheckpoint, log_kinds
from tijdig.ledger.queries import LastCheck, alarms_of, last_check
from tijdig.ledger.rules.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from tijdig.problems import Problem

SHOWN = 10


class Comparison(StrEnum):
    """What comparing a kept checkpoint with this log says."""

    FITS = "fits"
    NOT_OURS = "not-ours"  # not signed by this log's key, or no checkpoint at all
    ANOTHER_ROOT = "another-root"  # our key signed two logs of one size
    UNKNOWN_SIZE = "unknown-size"  # our key signed it, and the log does not have it any more


@dataclass(frozen=True, slots=True)
class Proof:
    """The state of one controller's log: alarms first; ``checkpoints`` newest first; ``key`` for who checks it."""

    alarms: tuple[Problem, ...]
    checked: LastCheck | None
    checkpoints: tuple[Checkpoint, ...]
    waiting: int
    key: str


def proof_of(actor: Actor) -> Proof:
    """Return where the proof of the actor's controller's log stands."""
    require(actor, Action.READ_LOG)
    controller = actor.controller_id
    key = key_of(controller)
    notes = SignedCheckpoint.objects.filter(controller_id=controller).order_by("-size")
    return Proof(
        alarms=alarms_of(controller),
        checked=last_check(controller),
        checkpoints=tuple(_opened(notes.values_list("note", flat=True)[:SHOWN], key)),
        waiting=sum(
            kind.objects.filter(controller_id=controller, position__isnull=True).count()
            for kind in log_kinds()
        ),
        key=str(key),
    )


def compare_kept(actor: Actor, note: str) -> Comparison:
    """Hold a checkpoint that a witness kept against this log (T3)."""
    require(actor, Action.READ_LOG)
    kept = open_checkpoint(note.replace("\r\n", "\n").strip() + "\n", key_of(actor.controller_id))
    if kept is None:
        return Comparison.NOT_OURS
    standing = SignedCheckpoint.objects.filter(controller_id=actor.controller_id, size=kept.size).first()
    if standing is None:
        return Comparison.UNKNOWN_SIZE
    ours = next(_opened([standing.note], key_of(actor.controller_id)), None)
    return Comparison.FITS if ours is not None and ours.root == kept.root else Comparison.ANOTHER_ROOT


def _opened(notes: Iterable[str], key: VerifierKey) -> Iterator[Checkpoint]:
    """Yield those that our key signed; what else stands there is the daily check's to find (T5)."""
    yield from (one for note in notes if (one := open_checkpoint(note, key)) is not None)
