"""What a municipality expects of a delivery as a whole, and the deliveries that wait because they are otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.actors import Action, Actor, require
from tijdig.intake.models import Delivery, DeliveryExpectations, DeliveryFile
from tijdig.intake.queries import DeliveryLine, concerns_told, line_of
from tijdig.intake.rules.whole.facts import Expectations
from tijdig.intake.states import DeliveryState
from tijdig.problems import Problem


@dataclass(frozen=True, slots=True)
class HeldDelivery:
    """A delivery that waits for a decision, why, and the last day on which it can be taken in."""

    line: DeliveryLine
    concerns: tuple[Problem, ...]
    until: date


def expectations_of(controller_id: str) -> Expectations | None:
    """Return what this controller set; None when it set nothing, and no delivery waits."""
    found = DeliveryExpectations.objects.filter(controller_id=controller_id).first()
    if found is None:
        return None
    return Expectations(
        amount_times=found.amount_times,
        gone_percent=found.gone_percent,
        elsewhere_percent=found.elsewhere_percent,
        postcodes=tuple((int(first), int(last)) for first, last in found.postcodes),
        same_file=found.same_file,
        fewest=found.fewest,
        wait_days=found.wait_days,
        remind_days=found.remind_days,
    )


def held_deliveries(actor: Actor) -> tuple[HeldDelivery, ...]:
    """Return the deliveries of the actor's municipality that wait for its decision, the oldest first."""
    require(actor, Action.DECIDE_DELIVERIES)
    files = DeliveryFile.objects.filter(
        controller_id=actor.controller_id,
        kind=DeliveryFile.Kind.HELD,
        delivery__state=DeliveryState.HELD,
    ).select_related("delivery__organisation")
    return tuple(
        HeldDelivery(line_of(file.delivery), concerns_told(file.delivery), file.keep_until)
        for file in files.order_by("delivery__received_at", "pk")
    )


def deliveries_held(controller_id: str) -> int:
    """Return how many deliveries wait for a decision."""
    return Delivery.objects.filter(controller_id=controller_id, state=DeliveryState.HELD).count()
