"""Leave out numbers so small that they may point at a person (R49). The cell size is the covenant's.

A number from 1 up to the cell size is hidden. So is what would give it away: the only hidden part of a total that is
shown, and a share whose other side is small. Zero is shown: it is nobody.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A number to publish; ``count`` is None when it is hidden."""

    count: int | None

    @property
    def hidden(self) -> bool:
        """Whether the number is left out because it is small."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole to publish: both numbers, or neither. ``percent`` is rounded half up to a whole number."""

    part: int | None
    whole: int | None

    @property
    def hidden(self) -> bool:
        """Whether the share is left out because a number in it is small."""
        return self.part is None

    @property
    def percent(self) -> int | None:
        """The share in whole percents; None when hidden or when the whole is nothing."""
        if self.part is None or not self.whole:
            return None
        return (200 * self.part + self.whole) // (2 * self.whole)


HIDDEN_SHARE = Share(None, None)


def too_small(count: int, smallest: int) -> bool:
    """Say whether a count is small but not zero: ``0 < count < smallest``."""
    return 0 < count < smallest


def published_count(count: int, smallest: int) -> Cell:
    """Return one number, hidden when small."""
    return Cell(None if too_small(count, smallest) else count)


def published_share(part: int, whole: int, smallest: int) -> Share:
    """Return a share; hidden when the part, the rest or the whole is small."""
    if any(too_small(number, smallest) for number in (part, whole - part, whole)):
        return HIDDEN_SHARE
    return Share(part, whole)


def published_breakdown[Kind: Hashable](counts: Mapping[Kind, int], smallest: int) -> Mapping[Kind, Cell]:
    """Return the parts of a total that is itself shown, hiding so much that no small part can be worked out.

    When the hidden parts together are smaller than the cell size, or only one is hidden, the next smallest part that
    is not zero is hidden too. Equal counts are hidden in the order of the mapping.
    """
    order = sorted((kind for kind in counts if counts[kind] > 0), key=lambda kind: counts[kind])
    hidden = {kind for kind in order if too_small(counts[kind], smallest)}
    for kind in order:
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= smallest):
            break
        hidden.add(kind)
    return {kind: Cell(None if kind in hidden else count) for kind, count in counts.items()}
