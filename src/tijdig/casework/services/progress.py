"""Tell how far a run is while it goes on, in transactions of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection
from django.utils import timezone

from tijdig.casework.models import RunProgress
from tijdig.casework.rules.progress import Step

EVERY = 1.0  # seconds; what is over before that tells nothing


class Telling:
    """Takes in how far a run is, and stores it for others once a second."""

    def __init__(self, controller_id: str, *, heard: bool) -> None:
        self._controller_id, self._heard = controller_id, heard
        self._told = time.monotonic()
        self._step: Step | None = None
        self._began_at = timezone.now()
        self._kept = False

    def __call__(self, step: Step, done: int = 0, total: int = 0) -> None:
        """Take in that ``done`` of ``total`` in this step are done; 0 of 0 where that cannot be counted."""
        if not self._heard:
            return
        is_time = time.monotonic() - self._told >= EVERY
        if step is not self._step:
            self._step, self._began_at = step, timezone.now()
            is_time = is_time or self._kept
        if is_time:
            self._keep(step, done, total)

    def _keep(self, step: Step, done: int, total: int) -> None:
        self._told = time.monotonic()
        told = {
            "step": step,
            "done": done,
            "total": total,
            "began_at": self._began_at,
            "told_at": timezone.now(),
        }
        with suppress(DatabaseError):  # to tell is no reason to stop
            RunProgress.objects.update_or_create(controller_id=self._controller_id, defaults=told)
            self._kept = True

    def end(self) -> None:
        """Take away what was told: the run is over."""
        if self._kept:
            with suppress(DatabaseError):
                RunProgress.objects.filter(controller_id=self._controller_id).delete()


@contextmanager
def telling_progress(controller_id: str) -> Iterator[Telling]:
    """Let a run tell how far it is until the block ends; inside a transaction nobody would see it, so nothing is told.

    A run that is killed leaves its last word behind, and the page says that it broke off; the next one begins anew.
    """
    telling = Telling(controller_id, heard=not connection.in_atomic_block)
    try:
        yield telling
    finally:
        telling.end()
