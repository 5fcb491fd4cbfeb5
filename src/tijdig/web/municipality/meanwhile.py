"""What others did to a case since a person looked at it, told when their own act came too late (K6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from tijdig.casework.queries import CasePage, ShownEvent
from tijdig.web.municipality.page import Filled, HistoryEntry, history

NOT_TYPED = frozenset({"version", "csrfmiddlewaretoken", "task_id", "referral_id"})
SHORTEST_TEXT = 3


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was done, newest first, as far as the viewer may see it; ``withheld``: there was more than that."""

    entries: tuple[HistoryEntry, ...]
    withheld: bool


def meanwhile(page: CasePage, filled: Filled | None) -> Meanwhile | None:
    """Return what happened since the version that someone sent an act about; None when that was the newest.

    The lines are those of the timeline, so that nobody learns here what the timeline withholds.
    """
    sent = str(filled.data.get("version", "")) if filled is not None else ""
    seen = int(sent) if sent.isdecimal() else page.head.version
    if seen >= page.head.version:
        return None
    since = list(takewhile(lambda event: _version(event) is None or _version(event) > seen, page.timeline))  # type: ignore[operator]
    return Meanwhile(tuple(history(since)), _is_more(since, seen, page.head.version))


def _version(event: ShownEvent) -> int | None:
    version = event.details.get("version")
    return version if isinstance(version, int) else None


def _is_more(since: Sequence[ShownEvent], seen: int, now: int) -> bool:
    """Whether a change between these versions is not among the lines."""
    told = {_version(event) for event in since}
    return None not in told and not set(range(seen + 1, now + 1)) <= told


def typed_texts(filled: Filled | None) -> list[str]:
    """Return the texts that someone typed, for when the form itself can no longer be shown."""
    if filled is None:
        return []
    return [
        str(value)
        for name, value in filled.data.items()
        if name not in NOT_TYPED and len(str(value).strip()) >= SHORTEST_TEXT and " " in str(value).strip()
    ]
