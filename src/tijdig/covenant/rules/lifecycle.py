"""What can happen to a covenant version, and to which state it leads: worked out from the state table itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from tijdig.covenant.rules.in_force import CovenantState, Situation, Verdict, state_in

# What a party may still say in each state; after REVOKED or EXPIRED only a new version helps.
OPEN_TO: Mapping[Verdict, frozenset[CovenantState]] = {
    Verdict.ACCEPT: frozenset({CovenantState.NOT_ACCEPTED, CovenantState.REJECTED}),
    Verdict.REJECT: frozenset({CovenantState.NOT_ACCEPTED, CovenantState.REJECTED}),
    Verdict.REVOKE: frozenset(
        {
            CovenantState.NOT_ACCEPTED,
            CovenantState.NOT_ACTIVATED,
            CovenantState.NOT_YET,
            CovenantState.IN_FORCE,
        }
    ),
}


class Step(NamedTuple):
    """An event that leads from one state to another."""

    before: CovenantState
    event: str
    after: CovenantState


_Event = Callable[[Situation, CovenantState], Situation | None]

EVENTS: Mapping[str, _Event] = {
    "the last party accepts": lambda s, state: (
        replace(s, accepted=True, rejected=False) if state in OPEN_TO[Verdict.ACCEPT] else None
    ),
    "a party rejects": lambda s, state: replace(s, rejected=True) if state in OPEN_TO[Verdict.REJECT] else None,
    "a party revokes": lambda s, state: replace(s, revoked=True) if state in OPEN_TO[Verdict.REVOKE] else None,
    "a second person activates": lambda s, state: (
        replace(s, activated=True) if state is CovenantState.NOT_ACTIVATED else None
    ),
    "the first day comes": lambda s, _: replace(s, begun=True),
    "the last day passes": lambda s, _: replace(s, ended=True) if s.begun else None,
    "its successor begins": lambda s, _: replace(s, replaced=True) if s.activated else None,
    "a stored byte changes": lambda s, _: replace(s, altered=True),
    "the backup is restored": lambda s, _: replace(s, altered=False) if s.altered else None,
}  # fmt: skip


def steps() -> tuple[Step, ...]:
    """Return every step that can be taken from a fresh proposal on, by exploring all situations it can come into."""
    found: dict[Step, None] = {}
    seen: set[Situation] = set()
    ahead = [Situation()]
    while ahead:
        situation = ahead.pop()
        if situation in seen:
            continue
        seen.add(situation)
        state = state_in(situation)
        for name, happens in EVENTS.items():
            after = happens(situation, state)
            if after is not None and after != situation:
                found.setdefault(Step(state, name, state_in(after)))
                ahead.append(after)
    order = list(CovenantState)
    return tuple(
        sorted(
            (step for step in found if step.before is not step.after),
            key=lambda step: (
                order.index(step.before),
                list(EVENTS).index(step.event),
                order.index(step.after),
            ),
        )
    )


def diagram() -> str:
    """Return the steps as a Mermaid state diagram; that a changed byte spoils any state is said beside it."""
    lines = ["stateDiagram-v2", f"  [*] --> {_id(CovenantState.NOT_ACCEPTED)}"]
    drawn = [step for step in steps() if CovenantState.ALTERED not in {step.before, step.after}]
    labels: dict[tuple[CovenantState, CovenantState], list[str]] = {}
    for step in drawn:
        labels.setdefault((step.before, step.after), []).append(step.event)
    lines += [f"  {_id(a)} --> {_id(b)}: {' / '.join(events)}" for (a, b), events in labels.items()]
    return "\n".join(lines)


def _id(state: CovenantState) -> str:
    return state.value.replace("-", "_")
