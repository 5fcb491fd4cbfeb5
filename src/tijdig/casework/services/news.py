"""News from a signal partner on its own signal: paid, or eviction announced (narrow: dates and stages, no text)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import facts_of_case
from tijdig.casework.models import Case
from tijdig.casework.rules.case_facts import newest
from tijdig.casework.services.joining import advise_again
from tijdig.covenant.rules.facts import EvictionStage, FactSource, KnownFact
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Link
from tijdig.problems import NotFound, ProblemKind, Refused

CASE_ENDED = ProblemKind(
    code="casework.case-ended",
    rule="R9",
    nl="De gemeente werkt niet (meer) aan dit signaal. Uw bericht is niet verwerkt.",
    en="The municipality is not working on this signal (any more). Your message was not processed.",
    remedy_nl="Meld een nieuwe of hogere achterstand in de volgende aanlevering; een crisis kan op elke dag.",
    remedy_en="Report new or higher arrears in the next delivery; a crisis can be reported on any day.",
)


@transaction.atomic
def report_eviction(
    *, actor: Actor, signal_id: UUID, stage: EvictionStage, on: date, eviction_on: date | None = None
) -> None:
    """Take in that eviction threatens, with its stage and (once announced) its day, from the partner itself.

    The case is advised anew: a threatened family goes on top and the short term holds (R27, R29). Raises
    :class:`NotFound` for a signal that is not the actor's own, :class:`Refused` when no case is open for it.
    """
    case = _open_case_of_signal(actor, signal_id)
    threatens = stage not in {EvictionStage.NONE, EvictionStage.CARRIED_OUT}
    case.eviction_stage, case.eviction_on = stage, eviction_on
    said = {
        "ontruiming.dreigt": KnownFact(threatens, on, FactSource.DELIVERY),
        "ontruiming.fase": KnownFact(stage.value, on, FactSource.DELIVERY),
        "ontruiming.datum": KnownFact(eviction_on, on, FactSource.DELIVERY) if eviction_on else None,
    }
    advise_again(actor=actor, case=case, facts=newest(facts_of_case(case), said), on=on)
    _keep(actor, case, signal_id, "report-eviction", stage.value)


@transaction.atomic
def report_paid(*, actor: Actor, signal_id: UUID, on: date) -> None:
    """Take in from the partner that the tenant has paid or made an arrangement; a person closes the case."""
    case = _open_case_of_signal(actor, signal_id)
    case.paid_reported_on = on
    _keep(actor, case, signal_id, "report-paid", on.isoformat())


def _open_case_of_signal(actor: Actor, signal_id: UUID) -> Case:
    require(actor, Action.DELIVER_SIGNALS)
    link = Link.objects.filter(
        controller_id=actor.controller_id,
        signal_id=signal_id,
        signal__party_code=actor.party,
        undone_at__isnull=True,
    ).first()
    if link is None:
        raise NotFound
    if link.notification_id is None:
        raise Refused(CASE_ENDED())
    case = Case.objects.select_for_update().filter(notification_id=link.notification_id).first()
    if case is None or case.closed_on is not None:
        raise Refused(CASE_ENDED())
    return case


def _keep(actor: Actor, case: Case, signal_id: UUID, action: str, told: str) -> None:
    case.version += 1
    case.save()
    record_event(
        actor=actor,
        action=f"case.{action}",
        object_kind="case",
        object_id=str(case.pk),
        details={"signal": str(signal_id), "told": told},
    )
