"""Record that the partners looked back on how it went (R4)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.rules.document import Covenant
from tijdig.ledger.services import record_event
from tijdig.oversight.models import EvaluationHeld
from tijdig.oversight.queries.duties import running_covenants
from tijdig.oversight.rules.breaches import IN_THE_FUTURE
from tijdig.oversight.rules.evaluations import NOT_DUE, evaluations_to_hold
from tijdig.problems import NotFound, Refused


@transaction.atomic
def record_evaluation(
    *, actor: Actor, covenant_urn: str, due_on: date, held_on: date, report: str
) -> EvaluationHeld:
    """Record that the evaluation which the rhythm gave for ``due_on`` was held; ``report`` says where it is.

    One may be held before its day. Raises :class:`Refused` for a day that the covenant does not give, or twice.
    """
    require(actor, Action.RECORD_EVALUATION)
    today = timezone.localdate()
    covenant = _covenant(actor, covenant_urn, today)
    held = EvaluationHeld.objects.filter(controller_id=actor.controller_id, covenant_urn=covenant_urn)
    recorded = set(held.order_by("due_on").values_list("due_on", flat=True))
    if due_on not in evaluations_to_hold(covenant, recorded, covenant.valid_until):
        raise Refused(NOT_DUE(due_on=f"{due_on:%d-%m-%Y}"))
    if held_on > today:
        raise Refused(IN_THE_FUTURE())
    evaluation = EvaluationHeld.objects.create(
        controller_id=actor.controller_id,
        covenant_urn=covenant_urn,
        due_on=due_on,
        held_on=held_on,
        report=report.strip()[:200],
        recorded_by=actor.person_id,
        recorded_at=timezone.now(),
    )
    record_event(
        actor=actor,
        action="oversight.record-evaluation",
        object_kind="evaluation",
        object_id=str(evaluation.pk),
        details={"covenant": covenant.hash, "due_on": due_on.isoformat(), "held_on": held_on.isoformat()},
    )
    return evaluation


def _covenant(actor: Actor, covenant_urn: str, today: date) -> Covenant:
    found = (
        covenant for covenant in running_covenants(actor.controller_id, today) if covenant.id == covenant_urn
    )
    covenant = next(found, None)
    if covenant is None:
        raise NotFound
    return covenant
