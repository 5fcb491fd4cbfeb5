"""Ask register and links again for open cases: after a newer extract, a changed link, a correction (R24, C2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.known import known_of_case
from tijdig.casework.loading import (
    CASE_OF_LINK,
    LinkedSignal,
    covenant_of_case,
    facts_of_case,
    signals_of_case,
    signals_of_cases,
)
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.case_facts import facts_of_register, kept_facts, newest
from tijdig.casework.rules.register_view import of_household
from tijdig.casework.rules.standing_facts import of_people
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services.finding import make_findable
from tijdig.casework.services.joining import advise_again, ask_to_look, take_up_again
from tijdig.covenant.rules.facts import Facts, FactScalar, FactSource
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import SignalStatus
from tijdig.disclosure.services_processing import record_change
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Link
from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.linkage.services import follow_residents
from tijdig.problems import NotFound
from tijdig.residents.queries import benefits_of, facts_for_triage, register_of

BATCH = 500
TASK_OF_NEWS = {
    RegisterState.DECEASED: TaskKind.HOUSEHOLD_LEFT,
    RegisterState.MOVED_AWAY: TaskKind.NEW_MUNICIPALITY,
    RegisterState.MOVED_WITHIN: TaskKind.NEW_ADDRESS,
}


@transaction.atomic
def refresh_facts(*, actor: Actor, on: date) -> int:
    """Refresh the facts of open cases no newer than the newest extract, and advise anew; return how many changed.

    Without this a benefit status gets too old to act on (C2). What the tenant said later than the extract stands. Where
    only the day of a fact is new there is no new advice, and nobody's page gets out of date for nothing (K6). Who died,
    moved or came back since the last look makes a task for who has the case (R25, R26).
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
            facts_retrieved_on__lte=newest_import,  # that day too: the case may be older than the import
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


@transaction.atomic
def refresh_case(*, actor: Actor, case_id: UUID, on: date) -> Case:
    """Advise anew on one open case from its links and signals as they are now, and ask people to look (R24, K4).

    For when a link was undone or decided anew, or a landlord corrected a signal: what was fetched about somebody else
    is dropped, what people found out stands. A signal that nobody was to help for, and now somebody is, is taken up.
    A closed case is left alone. Raises :class:`NotFound` for a foreign or unknown one.
    """
    require(actor, Action.OPEN_CASES)
    case = Case.objects.select_for_update().filter(controller_id=actor.controller_id, pk=case_id).first()
    if case is None:
        raise NotFound
    if case.closed_on is not None:
        return case
    seen_at = timezone.now()
    covenant = covenant_of_case(case)
    taken_up = take_up_again(actor=actor, case=case, covenant=covenant)
    if taken_up:
        case.proposed_result, case.proposed_reason = "", []
    if not case.proposed_result:
        known = known_of_case(case, covenant, register=_register_now(case, on), kept=_not_fetched(case))
        advise_again(actor=actor, case=case, known=known, on=on)
    ask_to_look(actor=actor, case=case, kind=TaskKind.CHECK_SIGNALS, on=on)
    case.signals_seen_at, case.facts_retrieved_on = seen_at, on
    case.version += 1
    case.save()
    make_findable(actor=actor, case_ids=[case.pk])
    record_change(
        actor=actor,
        action="case.refresh",
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, covenant, PurposeCode.TRIAGE),
        details={"taken_up": taken_up, "version": case.version},
    )
    return case


@transaction.atomic
def refresh_changed_cases(*, actor: Actor, on: date) -> int:
    """Refresh every open case of which a link or a signal changed since it was advised on; return how many."""
    require(actor, Action.OPEN_CASES)
    seen_at = F(f"{CASE_OF_LINK}__signals_seen_at")
    changed = Link.objects.filter(
        Q(undone_at__gt=seen_at)
        | Q(undone_at__isnull=True, decided_at__gt=seen_at)
        | Q(undone_at__isnull=True, signal__corrected_at__gt=seen_at),
        controller_id=actor.controller_id,
        **{f"{CASE_OF_LINK}__closed_on__isnull": True},
    ).exclude(signal__status=SignalStatus.OPEN)  # those join when they are settled
    ids = sorted(set(changed.order_by().values_list(CASE_OF_LINK, flat=True)))
    for case_id in ids:
        refresh_case(actor=actor, case_id=case_id, on=on)
    record_event(
        actor=actor,
        action="case.refresh-changed",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"cases": len(ids)},
    )
    return len(ids)


def _register_now(case: Case, on: date) -> Facts:
    about = _settled_people(signals_of_case(case))
    return facts_of_register(of_household(facts_for_triage(case.controller_id, about, on), about))


def _settled_people(signals: Sequence[LinkedSignal]) -> list[str]:
    """Whom the signals are about, as far as that is settled: of a candidate nothing is fetched for a case (R24)."""
    return [one.link.person for one in signals if one.link.person and one.is_settled]


def _not_fetched(case: Case) -> Facts:
    return {
        name: fact
        for name, fact in facts_of_case(case).items()
        if fact is not None and fact.source not in {FactSource.REGISTER, FactSource.BENEFITS}
    }


def _refresh(actor: Actor, cases: Sequence[Case], on: date) -> int:
    signals = signals_of_cases([case.pk for case in cases])
    about = {case.pk: _settled_people(signals.get(case.pk, ())) for case in cases}
    people = facts_for_triage(
        actor.controller_id, {person for found in about.values() for person in found}, on
    )
    news = follow_residents(
        actor=actor, links=[one.link for found in signals.values() for one in found if one.is_settled]
    )
    changed = 0
    moved = [case.pk for case in cases if any(one.link.pk in news for one in signals.get(case.pk, ()))]
    for case in cases:
        _tell_of_residents(actor, case, signals.get(case.pk, ()), news, on)
        kept = facts_of_case(case)
        register = facts_of_register(of_household(people, about[case.pk]))
        facts = newest(kept, register, of_people(kept))
        case.facts_retrieved_on = on
        if _answers(facts) == _answers(kept):
            case.facts = kept_facts(facts)
        else:
            known = known_of_case(case, covenant_of_case(case), register=register)
            advise_again(actor=actor, case=case, known=known, on=on)
            case.version += 1
            changed += 1
        case.save()
    if moved:
        make_findable(actor=actor, case_ids=moved)
    return changed


def _tell_of_residents(
    actor: Actor, case: Case, signals: Sequence[LinkedSignal], news: Mapping[UUID, RegisterState], on: date
) -> None:
    """Ask who has the case to look at a death, a move or a return of the people in it; nothing is closed (R34)."""
    kinds = {
        TASK_OF_NEWS.get(news[one.link.pk], TaskKind.CHECK_SIGNALS) for one in signals if one.link.pk in news
    }
    for kind in sorted(kinds):
        ask_to_look(actor=actor, case=case, kind=kind, on=on)
    case.version += bool(kinds)


def _answers(facts: Facts) -> dict[str, FactScalar]:
    return {name: fact.value for name, fact in facts.items() if fact is not None}
