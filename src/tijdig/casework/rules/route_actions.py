"""What a route asks for, read from the covenant's words (``uitnodiging:schulddienstverlening+participatie``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ActionKind(StrEnum):
    """The three things a route can ask: invite together, set a task, refer."""

    INVITE = "uitnodiging"
    TASK = "taak"
    REFER = "doorgeleiding"


@dataclass(frozen=True, slots=True)
class RouteAction:
    """One thing a route asks. ``disciplines`` for an invitation, ``task`` (a covenant's task code) for a task."""

    kind: ActionKind
    disciplines: tuple[str, ...] = ()
    task: str = ""


def read_action(text: str) -> RouteAction:
    """Read one word of a route's ``doe``; ``ValueError`` for a kind that does not exist (the linter refuses those)."""
    kind, _, rest = text.partition(":")
    if ActionKind(kind) is ActionKind.INVITE:
        return RouteAction(ActionKind.INVITE, disciplines=tuple(part for part in rest.split("+") if part))
    if ActionKind(kind) is ActionKind.TASK:
        return RouteAction(ActionKind.TASK, task=rest)
    return RouteAction(ActionKind.REFER)


def read_actions(texts: Iterable[str]) -> tuple[RouteAction, ...]:
    """Read what a route asks for, in the order of the file."""
    return tuple(read_action(text) for text in texts)


def invited_disciplines(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the disciplines that must invite together; empty when the route asks for no invitation (R30)."""
    return tuple(
        discipline
        for action in read_actions(texts)
        if action.kind is ActionKind.INVITE
        for discipline in action.disciplines
    )
