"""Choose how register and benefit facts come in: by file, or asked over an API."""

from __future__ import annotations

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.ledger.services import record_event
from tijdig.problems import ProblemKind, Refused
from tijdig.residents.asking.connections import why_not
from tijdig.residents.models import RegisterSource, Source
from tijdig.residents.rules.benefit_questions import SERVICE as BENEFITS
from tijdig.residents.rules.brp_questions import SERVICE as BRP

MOST_DAYS = 366

TERM_NEEDED = ProblemKind(
    code="residents.term-needed",
    rule="R23",
    nl="Zeg na hoeveel dagen over mensen met een open zaak opnieuw wordt gevraagd: 1 tot en met {most}.",
    en="Say after how many days people with an open case are asked about again: 1 to {most}.",
    remedy_nl="Geef --ask-again-days mee. Hoe kort, bepaalt de gemeente; een verhuizing wordt niet eerder gezien.",
    remedy_en="Give --ask-again-days. How short is the municipality's choice; a move is not seen any sooner.",
)


@transaction.atomic
def choose_sources(
    *, actor: Actor, residents: Source, benefits: Source, ask_again_days: int | None
) -> RegisterSource:
    """Set where a municipality's facts come from from now on; nothing is asked or forgotten yet.

    ``ask_again_days`` is how old facts of people with an open case may get, needed where an API is asked. Raises
    :class:`Refused` without it, or when a chosen API is not connected.
    """
    require(actor, Action.IMPORT_RESIDENTS)
    asked = [service for service, source in ((BRP, residents), (BENEFITS, benefits)) if source == Source.API]
    if Source.API in {residents, benefits} and not 1 <= (ask_again_days or 0) <= MOST_DAYS:
        raise Refused(TERM_NEEDED(most=MOST_DAYS))
    problems = tuple(problem for service in asked for problem in why_not(actor.controller_id, service))
    if problems:
        raise Refused(problems)
    chosen, _ = RegisterSource.objects.update_or_create(
        controller_id=actor.controller_id,
        defaults={"residents": residents, "benefits": benefits, "ask_again_days": ask_again_days},
    )
    record_event(
        actor=actor,
        action="choose-register-sources",
        object_kind="controller",
        object_id=actor.controller_id,
        details={
            "residents_from": residents.value,
            "benefits_from": benefits.value,
            "ask_again_days": ask_again_days,
        },
    )
    return chosen
