"""Evaluations that were held, and those that wait or come next (R4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.actors import Action, Actor, require
from tijdig.oversight.models import EvaluationHeld
from tijdig.oversight.queries.duties import running_covenants
from tijdig.oversight.rules.evaluations import evaluations_to_hold


@dataclass(frozen=True, slots=True)
class EvaluationToHold:
    """An evaluation that the rhythm of a covenant gives, and that is not recorded; ``late``: its day is past."""

    covenant_urn: str
    title: str
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class Evaluations:
    """What waits, with the next one of each covenant, and what was held."""

    to_hold: tuple[EvaluationToHold, ...]
    held: tuple[EvaluationHeld, ...]


def evaluations_of(actor: Actor, on: date) -> Evaluations:
    """Return the evaluations under the actor's controller: all that are due on day ``on``, and the first after it."""
    require(actor, Action.RECORD_EVALUATION)
    held = tuple(EvaluationHeld.objects.filter(controller_id=actor.controller_id).order_by("-due_on", "id"))
    waiting: list[EvaluationToHold] = []
    for covenant in running_covenants(actor.controller_id, on):
        recorded = {one.due_on for one in held if one.covenant_urn == covenant.id}
        days = evaluations_to_hold(covenant, recorded, covenant.valid_until)
        ahead = [day for day in days if day > on][:1]
        waiting += [
            EvaluationToHold(covenant.id, covenant.title, day, day < on)
            for day in (*(day for day in days if day <= on), *ahead)
        ]
    return Evaluations(tuple(waiting), held)
