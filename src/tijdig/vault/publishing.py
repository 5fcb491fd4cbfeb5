"""Bring tombstones from the database to the file beside the keys, where a restored backup finds them (E3)."""

from __future__ import annotations

from tijdig.vault.models import Tombstone
from tijdig.vault.tombstone_file import KeptTombstone, keep_outside

_CHUNK = 500


def publish_tombstones() -> int:
    """Write the tombstones that only the database knows to the file; returns how many.

    Called after each commit that destroyed a key, each day, and before a restore is checked: a crash in between, or a
    full disk, delays a line but loses none.
    """
    waiting = list(Tombstone.objects.filter(kept_outside=False).order_by("id"))
    if waiting:
        keep_outside(
            KeptTombstone(one.kind, one.subject, one.controller_id, one.destroyed_at) for one in waiting
        )
        for start in range(0, len(waiting), _CHUNK):
            part = [one.pk for one in waiting[start : start + _CHUNK]]
            Tombstone.objects.filter(pk__in=part).update(kept_outside=True)
    return len(waiting)
