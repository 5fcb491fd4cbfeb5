"""Which step of the agreed sequence comes next (R35, R36): by the covenant's steps and what was tried so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tijdig.casework.rules.attempts import Attempt
from tijdig.casework.rules.atw import term_end
from tijdig.covenant.rules.document import ContactStep
from tijdig.ddas import AttemptKind, PartOfDay


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next way to seek contact: of how many steps the how-manieth, by which day, on which part of the day."""

    number: int
    of: int
    kind: AttemptKind
    by: date
    part_of_day: PartOfDay


@dataclass(frozen=True, slots=True)
class Alarm:
    """A threatened eviction: the day on which it asks for contact, and the part of the day that it is now (R27)."""

    on: date
    now: PartOfDay


def next_step(
    steps: Sequence[ContactStep],
    attempts: Sequence[Attempt],
    *,
    taken_up_on: date,
    alarm: Alarm | None = None,
) -> NextStep | None:
    """Return the first step that no attempt has carried out yet; None when all are done or the covenant has none.

    ``attempts`` are those of the case, in order of day, before anyone was reached: once there was contact, nothing is
    planned any more. Each attempt since the case was taken up carries out the first open step of its kind. A step ends
    when its working days have passed (Atw); while an ``alarm`` asks for contact and nobody tried since, on its day.
    """
    open_steps = list(enumerate(steps, start=1))
    since = [one for one in attempts if one.on >= taken_up_on]
    for attempt in since:
        done = next((one for one in open_steps if one[1].kind is attempt.kind), None)
        if done is not None:
            open_steps.remove(done)
    if not open_steps:
        return None
    number, step = open_steps[0]
    part = step.part_of_day or untried_part(step.kind, attempts)
    by = term_end(taken_up_on, step.after)
    if alarm is not None and not any(one.on >= alarm.on for one in attempts):
        by, part = min(by, alarm.on), max(part, alarm.now, key=tuple(PartOfDay).index)
    return NextStep(number, len(steps), step.kind, by, part)


def untried_part(kind: AttemptKind, attempts: Sequence[Attempt]) -> PartOfDay:
    """Return the part of the day that was tried least with this kind, the earliest of those (R35)."""
    tried = [one.part_of_day for one in attempts if one.kind is kind]
    return min(PartOfDay, key=tried.count)
