"""Ask the benefit administration about the people whom signals and open cases are about (R30, C2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from itertools import batched

from django.db.models import Q, QuerySet

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import CASE_OF_LINK
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import SignalStatus
from tijdig.linkage.models import Link
from tijdig.linkage.queries import SETTLED
from tijdig.linkage.services import link_signals, note_question
from tijdig.residents.asking.benefits import BenefitAdministration, benefit_administration_of
from tijdig.residents.models import Source
from tijdig.residents.queries import chosen_sources, numbers_of, people_without_benefit_since
from tijdig.residents.rules.benefit_questions import MOST_NUMBERS, SERVICE
from tijdig.residents.services import keep_benefits


def ask_benefits(*, actor: Actor, on: date) -> int:
    """Ask who receives a Participatiewet benefit, before cases are opened; returns about how many people.

    About whom a settled link of a waiting signal or an open case is, when no answer of the last ``ask_again_days`` is
    known; of a candidate nothing is asked (R24). Does nothing where lists are imported. Raises :class:`Refused` for a
    role that may not, and when the administration cannot be asked now: then the benefit stays unknown (R30).
    """
    require(actor, Action.OPEN_CASES)
    chosen = chosen_sources(actor.controller_id)
    if chosen.benefits != Source.API or chosen.ask_again_days is None:
        return 0
    link_signals(actor=actor)
    since = on - timedelta(days=chosen.ask_again_days - 1)
    due = people_without_benefit_since(actor.controller_id, _people(actor.controller_id), since)
    if due:
        with benefit_administration_of(actor.controller_id, on=on) as administration:
            for lot in batched(sorted(due), MOST_NUMBERS):
                _ask(actor, administration, lot, on)
    return len(due)


def _people(controller_id: str) -> set[str]:
    return set(_links(controller_id).order_by().values_list("person", flat=True))


def _links(controller_id: str) -> QuerySet[Link]:
    waiting = Q(signal__status=SignalStatus.OPEN)
    open_case = Q(**{f"{CASE_OF_LINK}__isnull": False, f"{CASE_OF_LINK}__closed_on__isnull": True})
    return Link.objects.filter(
        SETTLED, waiting | open_case, controller_id=controller_id, undone_at__isnull=True
    ).exclude(person="")


def _ask(actor: Actor, administration: BenefitAdministration, people: Collection[str], on: date) -> None:
    links = _links(actor.controller_id).filter(person__in=people).select_related("signal")
    signals = {link.signal.pk: link.signal for link in links}
    note_question(actor=actor, signals=list(signals.values()), asked=SERVICE, purpose=PurposeCode.TRIAGE)
    numbers = numbers_of(actor.controller_id, people).values()
    keep_benefits(actor=actor, answers=administration.answers_about(numbers), on=on)
