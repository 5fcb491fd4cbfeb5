"""How the headings of a file differ from a layout that was confirmed before: a changed system shows here first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tijdig.intake.rules.table import heading_key


@dataclass(frozen=True, slots=True)
class Drift:
    """The headings that are gone and those that came, and whether the others stand in another order."""

    gone: tuple[str, ...]
    added: tuple[str, ...]
    reordered: bool


def drift_from(headings: Sequence[str], layouts: Sequence[Sequence[str]]) -> Drift | None:
    """Return how this heading line differs from the nearest of these layouts; None when it is like none of them.

    Like means: at least half of the longer one's headings stand in both.
    """
    now = {heading_key(heading): heading for heading in headings}
    nearest: tuple[int, dict[str, str]] = (0, {})
    for layout in layouts:
        then = {heading_key(heading): heading for heading in layout}
        nearest = max(nearest, (len(now.keys() & then.keys()), then), key=lambda one: one[0])
    shared, then = nearest
    if not shared or shared * 2 < max(len(now), len(then)):
        return None
    return Drift(
        gone=tuple(heading for key, heading in then.items() if key not in now),
        added=tuple(heading for key, heading in now.items() if key not in then),
        reordered=[key for key in now if key in then] != [key for key in then if key in now],
    )
