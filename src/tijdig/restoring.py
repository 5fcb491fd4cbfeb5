"""Before it serves: what was destroyed since a backup was made is destroyed again in what was restored (E3, E4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tijdig.actors import system_actor
from tijdig.ledger.trace import new_trace
from tijdig.parties.queries import controllers
from tijdig.rights.services import Followed, follow_destroyed_keys
from tijdig.tenancy import under
from tijdig.vault.publishing import publish_tombstones
from tijdig.vault.services import (
    Replayed,
    begin_tombstones_anew,
    is_behind,
    replay_tombstones,
    require_tombstone_file,
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought up to date under one controller."""

    controller_id: str
    replayed: Replayed
    followed: Followed


def bring_up_to_date() -> tuple[Restored, ...]:
    """Replay the tombstones of every controller whose database is behind, and bring the rooms' rows up to date.

    Returns what was done, per controller that was behind. Tombstones that a crash kept out of the file are written to
    it first. :class:`tijdig.problems.Refused` when the file is lost: then nothing is served.
    """
    require_tombstone_file()
    publish_tombstones()
    return tuple(one for code in controllers() for one in _bring_up_to_date(code))


def _bring_up_to_date(controller_id: str) -> Iterator[Restored]:
    actor = system_actor(controller_id)
    with under(controller_id), new_trace():
        if is_behind(controller_id):
            replayed = replay_tombstones(actor=actor)
            yield Restored(controller_id, replayed, follow_destroyed_keys(actor=actor))


def _is_behind(controller_id: str) -> bool:
    with under(controller_id):
        return is_behind(controller_id)


def begin_anew() -> None:
    """Begin a new file of tombstones; every controller's log tells that the former one was lost."""
    for code in controllers():
        with under(code), new_trace():
            begin_tombstones_anew(actor=system_actor(code))


def refuse_when_behind() -> None:
    """Raise ``RuntimeError`` when a controller's database holds what was destroyed: it must not be served (E4).

    :class:`tijdig.problems.Refused` when that cannot be told, because the file of tombstones is lost.
    """
    require_tombstone_file()
    behind = [code for code in controllers() if _is_behind(code)]
    if behind:
        raise RuntimeError(f"run 'tijdig restore-check' first: {', '.join(behind)}")
