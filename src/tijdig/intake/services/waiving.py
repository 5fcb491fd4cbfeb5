"""The coordinator's decisions about whole deliveries: what is expected of one, and taking in one that is otherwise."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.queries import covenant_for_party
from tijdig.intake.models import Delivery, DeliveryExpectations, DeliveryFile
from tijdig.intake.rules.columns import planned_columns
from tijdig.intake.rules.whole.facts import EXPECTATIONS_INCOMPLETE, Expectations
from tijdig.intake.services.keeping import keep_checked_rows
from tijdig.intake.services.results import ReceivedDelivery
from tijdig.intake.services.standing import NO_COVENANT_IN_FORCE, StandingCovenant
from tijdig.intake.states import DeliveryState
from tijdig.intake.waiting import unpacked
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound, ProblemKind, Refused

LONGEST_REASON = 500
WAIVER_NEEDS_A_REASON = ProblemKind(
    code="intake.waiver-needs-a-reason",
    rule="R34",
    nl="Schrijf waarom deze aanlevering toch klopt, in hooguit {most} tekens.",
    en="Write why this delivery is right all the same, in at most {most} characters.",
    remedy_nl="Noem wat u navroeg en bij wie, zonder namen van huurders.",
    remedy_en="Name what you asked and whom, without names of tenants.",
)
HELD_TOO_LONG = ProblemKind(
    code="intake.held-too-long",
    rule="R15",
    nl="Deze aanlevering wachtte tot en met {until} op een beslissing en kan niet meer worden aangenomen.",
    en="This delivery waited for a decision until {until} and can no longer be accepted.",
    remedy_nl="Vraag de partner het bestand opnieuw aan te leveren.",
    remedy_en="Ask the partner to deliver the file again.",
)


def waive_concerns(*, actor: Actor, delivery_id: UUID, reason: str, on: date) -> ReceivedDelivery:
    """Take in on day ``on`` a delivery that was held, for this reason; who decided and why is kept with it.

    Its rows are read and checked as they would have been on the day of receipt. :class:`NotFound` for a delivery that
    is not the municipality's or not held, :class:`Refused` without a reason, after the last day, or without a covenant
    in force on both days (R4); then it goes on waiting.
    """
    require(actor, Action.DECIDE_DELIVERIES)
    reason = " ".join(reason.split())
    began_on = timezone.localdate()
    with transaction.atomic():
        delivery, file = _held(actor, delivery_id)
        if not 0 < len(reason) <= LONGEST_REASON:
            raise Refused(WAIVER_NEEDS_A_REASON(most=LONGEST_REASON))
        if on > file.keep_until:
            raise Refused(HELD_TOO_LONG(until=f"{file.keep_until:%d-%m-%Y}"))
        covenant = covenant_for_party(actor.controller_id, delivery.party_code, delivery.received_on)
        if covenant is None:
            raise Refused(NO_COVENANT_IN_FORCE(on=f"{delivery.received_on:%d-%m-%Y}"))
        standing = StandingCovenant(actor, covenant, delivery.received_on, on, began_on)
        [table] = unpacked(bytes(file.content))
        plan = planned_columns(table.headings, file.plan["columns"]).answered(file.plan["answers"])
        delivery.waived_by, delivery.waived_at, delivery.waiver_reason = (
            actor.person_id,
            timezone.now(),
            reason,
        )
        codes = [str(concern["code"]) for concern in delivery.concerns]
        kept = keep_checked_rows(
            actor=actor, delivery=delivery, table=table, plan=plan, standing=standing, waived=frozenset(codes)
        )
        record_event(
            actor=actor,
            action="waive-concerns",
            object_kind="delivery",
            object_id=str(delivery.id),
            reasons=codes,
            details={"party": delivery.party_code, "new": len(kept.new)},
        )
        return kept


@transaction.atomic
def set_expectations(*, actor: Actor, expected: Expectations) -> None:
    """Keep what the actor's municipality expects of a delivery from now on; what waits already goes on waiting.

    Raises :class:`Refused` when a check is switched on without what it needs, and for a role that may not.
    """
    require(actor, Action.DECIDE_DELIVERIES)
    if expected.lacking:
        raise Refused(EXPECTATIONS_INCOMPLETE())
    chosen = asdict(expected) | {"postcodes": [list(pair) for pair in expected.postcodes]}
    DeliveryExpectations.objects.update_or_create(
        controller_id=actor.controller_id,
        defaults={**chosen, "decided_by": actor.person_id, "decided_at": timezone.now()},
    )
    record_event(
        actor=actor,
        action="set-expectations",
        object_kind="controller",
        object_id=actor.controller_id,
        details={
            "amount_times": expected.amount_times or 0,
            "gone_percent": expected.gone_percent or 0,
            "elsewhere_percent": expected.elsewhere_percent or 0,
            "same_file": expected.same_file,
            "fewest": expected.fewest,
            "wait_days": expected.wait_days,
            "remind_days": expected.remind_days,
        },
    )


def _held(actor: Actor, delivery_id: UUID) -> tuple[Delivery, DeliveryFile]:
    delivery = (
        Delivery.objects.select_for_update()
        .filter(id=delivery_id, controller_id=actor.controller_id, state=DeliveryState.HELD)
        .first()
    )
    file = delivery.files.filter(kind=DeliveryFile.Kind.HELD).first() if delivery else None
    if delivery is None or file is None:
        raise NotFound
    return delivery, file
