"""Check a row of signed checkpoints by itself: each under the key, each after the one it names (T2, T5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tijdig.ledger.rules import verdicts
from tijdig.ledger.rules.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from tijdig.ledger.rules.verdicts import Finding, found


@dataclass(frozen=True, slots=True)
class Signed:
    """The checkpoints that hold by themselves, by size, and what is wrong with the others or with their row."""

    checkpoints: tuple[Checkpoint, ...]
    findings: tuple[Finding, ...]

    @property
    def size(self) -> int:
        """How many records were signed for."""
        return max((one.size for one in self.checkpoints), default=0)


def check_signatures(notes: Sequence[str], key: VerifierKey) -> Signed:
    """Return the row of checkpoints, oldest first, as far as it holds; a place is the number in the row, from 1."""
    good: list[Checkpoint] = []
    findings: list[Finding] = []
    before: int | None = 0  # the size that the next one must name; not known after one that was altered
    for number, note in enumerate(notes, 1):
        checkpoint = open_checkpoint(note, key)
        if checkpoint is None:
            findings.append(found(verdicts.CHECKPOINT_ALTERED, number))
            before = None
            continue
        if good and checkpoint.size <= good[-1].size:
            findings.append(found(verdicts.CHECKPOINT_MOVED, number))
            continue
        if before is not None and checkpoint.previous != before:
            findings.append(found(verdicts.CHECKPOINT_MISSING, number))
        good.append(checkpoint)
        before = checkpoint.size
    return Signed(tuple(good), tuple(findings))
