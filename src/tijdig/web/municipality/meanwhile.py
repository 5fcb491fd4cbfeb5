"""What others did to a case since a person looked at it, told when their own act came too late (K6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

from django import forms

from tijdig.casework.queries import CasePage, ShownEvent, case_page
from tijdig.problems import Refused
from tijdig.web.acting import ActingRequest
from tijdig.web.municipality.page import Filled, HistoryEntry, history
from tijdig.web.numbers import whole_number
from tijdig.web.posting import say_version

NOT_TYPED = frozenset({"version", "csrfmiddlewaretoken", "task_id", "referral_id"})
SHORTEST_TEXT = 3


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was done, newest first, as far as the viewer may see it; ``withheld``: there was more than that.

    ``version`` is that of the case as it is now.
    """

    entries: tuple[HistoryEntry, ...]
    withheld: bool
    version: int


def meanwhile(page: CasePage, filled: Filled | None) -> Meanwhile | None:
    """Return what happened since the version that someone sent an act about; None when that was the newest.

    The lines are those of the timeline, so that nobody learns here what the timeline withholds.
    """
    return _since(page, str(filled.data.get("version", ""))) if filled is not None else None


def meanwhile_in(request: ActingRequest, case_id: UUID, seen: str) -> Meanwhile | None:
    """Return the same for another page than that of the case; ``seen`` is the version of the case that came with it.

    Of a case that a colleague has to oneself by now nothing is told.
    """
    try:
        return _since(case_page(request.actor, case_id), seen)
    except Refused:
        return None


def about_the_case_as_it_is(form: forms.Form, since: Meanwhile | None) -> None:
    """Let who sends this form again be taken to have seen what is told beside it; what was typed stays."""
    if since is not None:
        say_version(form, since.version)


def _since(page: CasePage, sent: str) -> Meanwhile | None:
    seen = whole_number(sent, page.head.version)
    if seen >= page.head.version:
        return None
    since = list(takewhile(lambda event: _version(event) is None or _version(event) > seen, page.timeline))  # type: ignore[operator]
    return Meanwhile(tuple(history(since)), _is_more(since, seen, page.head.version), page.head.version)


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
