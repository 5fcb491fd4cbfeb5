"""Ask the registers about what waits, then work it up: what cannot be asked now does not keep the rest waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tijdig.actors import Actor
from tijdig.casework.asking_benefits import ask_benefits
from tijdig.casework.services import WorkedUp, work_up_signals
from tijdig.linkage.fetching import Fetched, fetch_residents
from tijdig.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Worked:
    """What was asked and worked up, and why something waits; None for a step that was refused."""

    fetched: Fetched | None
    benefits: int | None
    worked_up: WorkedUp | None
    problems: tuple[Problem, ...]


def ask_and_work_up(*, actor: Actor, on: date) -> Worked:
    """Ask the resident register, then the benefit administration, where the municipality chose so; then work up.

    A signal that the register was not asked about waits; a benefit that nobody could say stays unknown (R30).
    """
    problems: list[Problem] = []

    def tried[Done](step: Callable[[], Done]) -> Done | None:
        try:
            return step()
        except Refused as refused:
            problems.extend(refused.problems)
            return None

    fetched = tried(lambda: fetch_residents(actor=actor, on=on))
    benefits = tried(lambda: ask_benefits(actor=actor, on=on))
    worked_up = tried(lambda: work_up_signals(actor=actor, on=on))
    return Worked(fetched, benefits, worked_up, tuple(problems))
