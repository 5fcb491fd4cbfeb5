"""What became of someone since a signal was linked with them: a death, a move, a return (R23, R25, R26)."""

from __future__ import annotations

from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.residents.rules.record import ResidentRecord

_LIVES_HERE = frozenset({RegisterState.RESIDENT, RegisterState.MOVED_WITHIN})


def state_now(
    before: RegisterState, record: ResidentRecord | None, *, municipality: str, moved: bool
) -> RegisterState:
    """Return what the register says now of someone of whom it said ``before``; None is who is no longer in it.

    ``moved``: it has them at another place than when it was last looked at. ``municipality`` is the controller's code.
    """
    if record is None:
        return RegisterState.UNKNOWN
    if not record.lives:
        return RegisterState.DECEASED
    if not record.lives_in(municipality):
        return RegisterState.MOVED_AWAY
    if moved and before in _LIVES_HERE:
        return RegisterState.MOVED_WITHIN
    return before if before in _LIVES_HERE else RegisterState.RESIDENT


def is_news(before: RegisterState, now: RegisterState, *, moved: bool) -> bool:
    """Say whether a person must look at it: something else than before, or once more another place in town."""
    return now is not before or (now is RegisterState.MOVED_WITHIN and moved)
