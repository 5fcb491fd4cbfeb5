"""How far the run is that works up a municipality's signals."""

from __future__ import annotations

from tijdig.casework.models import RunProgress
from tijdig.casework.rules.progress import Progress, Step


def progress_of_run(controller_id: str) -> Progress | None:
    """Return how far the controller's run is; None when none is going on, or it began less than a second ago."""
    row = RunProgress.objects.filter(controller_id=controller_id).first()
    if row is None:
        return None
    return Progress(Step(row.step), row.done, row.total, row.began_at, row.told_at)
