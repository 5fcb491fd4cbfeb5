"""What a witness looks at (T3): does the log of today begin with the log of which it kept a checkpoint?"""

from __future__ import annotations

from collections.abc import Iterator

from tijdig.ledger.rules import verdicts
from tijdig.ledger.rules.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from tijdig.ledger.rules.merkle import consistency_proof, is_consistent, range_root
from tijdig.ledger.rules.tiles import HEIGHT, WIDTH, ReadTile, TileMissing, TileName, perfect_from
from tijdig.ledger.rules.verdicts import Finding, Report, found


def compare_with_kept(note: str, kept: str | None, key: VerifierKey, read: ReadTile) -> Report:
    """Hold the newest signed note of a log against the one that was kept; ``read`` gives the log's tiles.

    The proof that one tree begins with the other is made of the tiles here, and believed only as far as it leads to
    both signed roots. Without a kept note, the tiles must lead to the newest root.
    """
    newest = open_checkpoint(note, key)
    if newest is None:
        return Report(key.name, 0, 0, findings=(found(verdicts.CHECKPOINT_ALTERED, "checkpoint"),))
    known = open_checkpoint(kept, key) if kept is not None else None
    if kept is not None and known is None:
        return Report(key.name, newest.size, 1, findings=(found(verdicts.KEPT_UNREADABLE, 1),))
    findings = tuple(_differences(newest, known, read))
    return Report(key.name, newest.size, 2 if known else 1, findings=findings)


def _differences(newest: Checkpoint, known: Checkpoint | None, read: ReadTile) -> Iterator[Finding]:
    try:
        if known is None or known.size == 0:
            if range_root(perfect_from(read), 0, newest.size) != newest.root:
                yield found(verdicts.FORKED, newest.size)
        elif known.size > newest.size:
            yield found(verdicts.SHORTENED, known.size)
        elif not goes_on(known, newest, read):
            yield found(verdicts.FORKED, known.size)
    except TileMissing as missing:
        yield found(verdicts.FEED_TILE_MISSING, f"{missing.level}/{missing.index}")


def goes_on(older: Checkpoint, newer: Checkpoint, read: ReadTile) -> bool:
    """Say whether the newer log begins with the older one, by the tiles of the newer; raises :class:`TileMissing`."""
    between = 0 < older.size < newer.size
    proof = consistency_proof(perfect_from(read), older.size, newer.size) if between else ()
    return is_consistent(older.size, newer.size, older.root, newer.root, proof)


def tile_for(size: int, level: int, index: int) -> TileName | None:
    """Return which part of a tile a log of this size has; None when it has none."""
    width = min(WIDTH, (size >> HEIGHT * level) - index * WIDTH)
    return TileName(level, index, width) if width > 0 else None
