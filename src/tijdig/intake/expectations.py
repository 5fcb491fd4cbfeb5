"""What a municipality expects of a delivery as a whole, and the deliveries that wait because they are otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tijdig.actors import Action, Actor, require
from tijdig.intake.models import Delivery, DeliveryExpectations, DeliveryFile
from tijdig.intake.queries import DeliveryLine, concerns_told, lines_of
from tijdig.intake.rules.whole.facts import Expectations
from tijdig.intake.states import DeliveryState
from tijdig.parties.queries import names_of_people
from tijdig.problems import Problem


@dataclass(frozen=True, slots=True)
class HeldDelivery:
    """A delivery that waits for a decision, why, and the last day on which it can be taken in."""

    line: DeliveryLine
    concerns: tuple[Problem, ...]
    until: date


@dataclass(frozen=True, slots=True)
class DecidedDelivery:
    """A delivery that was taken in all the same: why it waited, who decided when, and why."""

    line: DeliveryLine
    concerns: tuple[Problem, ...]
    decided_by: str
    decided_at: datetime
    reason: str


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
    found = list(files.order_by("delivery__received_at", "pk"))
    return tuple(
        HeldDelivery(line, concerns_told(file.delivery), file.keep_until)
        for file, line in zip(found, lines_of([file.delivery for file in found]), strict=True)
    )


def decided_deliveries(actor: Actor, *, most: int = 12) -> tuple[DecidedDelivery, ...]:
    """Return the latest deliveries that the actor's municipality took in by a decision, newest first (R34)."""
    require(actor, Action.DECIDE_DELIVERIES)
    taken_in = Delivery.objects.filter(controller_id=actor.controller_id, waived_at__isnull=False)
    found = list(taken_in.select_related("organisation").order_by("-waived_at", "pk")[:most])
    names = names_of_people(actor.controller_id, {one.waived_by for one in found if one.waived_by})
    return tuple(
        DecidedDelivery(
            line,
            concerns_told(one),
            names.get(one.waived_by, "") if one.waived_by else "",
            one.waived_at,
            one.waiver_reason,
        )
        for one, line in zip(found, lines_of(found), strict=True)
        if one.waived_at
    )


def deliveries_held(controller_id: str) -> int:
    """Return how many deliveries wait for a decision."""
    return Delivery.objects.filter(controller_id=controller_id, state=DeliveryState.HELD).count()
