"""Ask register and benefit administration again for open cases, when there is a newer extract (R29, R30, C2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import facts_of_case, linked_signals
from tijdig.casework.models import Case
from tijdig.casework.rules.case_facts import facts_of_register, kept_facts, newest
from tijdig.casework.rules.register_view import of_household
from tijdig.casework.services.joining import advise_again
from tijdig.covenant.rules.facts import Facts, FactScalar
from tijdig.ledger.services import record_event
from tijdig.residents.queries import benefits_of, facts_for_triage, register_of

BATCH = 500


@transaction.atomic
def refresh_facts(*, actor: Actor, on: date) -> int:
    """Refresh the facts of open cases that are older than the newest extract, and advise anew; return how many changed.

    Without this a benefit status gets too old to act on (C2). What the tenant said later than the extract stands. Where
    only the day of a fact is new there is no new advice, and nobody's page gets out of date for nothing (K6).
    """
    require(actor, Action.OPEN_CASES)
    extracts = [one for one in (register_of(actor.controller_id), benefits_of(actor.controller_id)) if one]
    newest_import = max((timezone.localdate(one.imported_at) for one in extracts), default=None)
    if newest_import is None:
        return 0
    ids = list(
        Case.objects.filter(
            controller_id=actor.controller_id,
            closed_on__isnull=True,
            proposed_result="",
            facts_retrieved_on__lt=newest_import,
        )
        .order_by("rank_key", "number")
        .values_list("pk", flat=True)
    )
    changed = 0
    for start in range(0, len(ids), BATCH):
        cases = list(Case.objects.select_for_update().filter(pk__in=ids[start : start + BATCH]))
        changed += _refresh(actor, cases, on)
    record_event(
        actor=actor,
        action="case.refresh-facts",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"cases": len(ids), "changed": changed},
    )
    return changed


def _refresh(actor: Actor, cases: Sequence[Case], on: date) -> int:
    signals = linked_signals([case.notification_id for case in cases])
    bsns = {
        case.pk: [one.link.bsn for one in signals.get(case.notification_id, ()) if one.link.bsn]
        for case in cases
    }
    people = facts_for_triage(actor.controller_id, {bsn for found in bsns.values() for bsn in found}, on)
    changed = 0
    for case in cases:
        known = facts_of_case(case)
        facts = newest(facts_of_register(of_household(people, bsns[case.pk])), known)
        case.facts_retrieved_on = on
        case.facts = kept_facts(facts)
        if _answers(facts) != _answers(known):
            advise_again(actor=actor, case=case, facts=facts, on=on)
            case.version += 1
            changed += 1
        case.save()
    return changed


def _answers(facts: Facts) -> dict[str, FactScalar]:
    return {name: fact.value for name, fact in facts.items() if fact is not None}
