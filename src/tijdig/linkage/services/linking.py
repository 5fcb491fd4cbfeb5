"""Link every signal that has no link yet (R20, R24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.disclosure.services_processing import begin_change, record_change
from tijdig.inserting import insert_instances
from tijdig.intake.models import Signal
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Candidate, Link
from tijdig.linkage.on_record import about_signals
from tijdig.linkage.reusing import take_over_decisions, written_of
from tijdig.linkage.rules.decision_table import VERSION
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.linkage.rules.people import LinkResult
from tijdig.linkage.services.comparing import Compared, compare, what_waits
from tijdig.linkage.services.comparing_again import settle_compared
from tijdig.linkage.stored_reasons import stored
from tijdig.parties.models import Controller
from tijdig.problems import ProblemKind, Refused
from tijdig.residents.models import PERSON, RegisterExtract
from tijdig.residents.queries import places_of
from tijdig.vault.keys import indexer

NO_REGISTER = ProblemKind(
    code="linkage.no-register",
    rule="R23",
    nl="Er is nog geen uittreksel uit de BRP ingelezen. De signalen wachten.",
    en="No extract of the resident register has been imported yet. The signals wait.",
    remedy_nl="Lees eerst een uittreksel in.",
    remedy_en="Import an extract first.",
)


@dataclass(frozen=True, slots=True)
class LinkRun:
    """What one run linked: signals per outcome, doubts of before compared again, decisions of before taken over."""

    certain: int = 0
    review: int = 0
    none: int = 0
    compared_again: int = 0
    decided_before: int = 0


@transaction.atomic
def link_signals(*, actor: Actor, ahead: Compared | None = None) -> LinkRun:
    """Link the controller's signals that have no link yet, or were corrected; a second run changes nothing (R20).

    Once a newer extract was imported, doubts that nobody decided are compared again; what is concluded the same stays.
    Each signal gets one standing link with its outcome, the reasons for and against and, in doubt, the candidates:
    none is dropped (R24). What a person decided about the very same pair before is taken over, and can be undone.
    Where the register is asked over its API, a signal that it was not asked about yet waits. What was compared
    ``ahead`` counts when neither the register nor a signal changed since.
    Raises :class:`Refused` for a role that may not, and when no register was imported yet.
    """
    require(actor, Action.LINK_SIGNALS)
    one_run_at_a_time(actor.controller_id)
    undo_links_of_corrected_signals(actor=actor)
    waiting = what_waits(actor.controller_id, ahead)
    signals, doubts, register = waiting.signals, waiting.doubts, waiting.register
    if register is None:
        if signals:
            raise Refused(NO_REGISTER())
        return LinkRun()
    if not waiting.compared:
        return LinkRun()
    processings = about_signals(actor.controller_id, waiting.compared)
    begin_change(actor=actor, action="link-signals", processings=processings)
    results = (ahead if ahead and waiting.is_as_it_was(ahead) else compare(waiting, register)).results
    new = list(zip(signals, results, strict=False))  # the doubts of before come after them
    changed = settle_compared(actor.controller_id, doubts, results[len(signals) :], register)
    links = _keep(register, [*new, *changed])
    counts = Counter(link.outcome for link in links)
    taken_over = sum(link.decided_before is not None for link in links)
    record_change(
        actor=actor,
        action="link-signals",
        object_kind="controller",
        object_id=actor.controller_id,
        processings=processings,
        details={
            "table": VERSION,
            "register": register.pk,
            "compared_again": len(doubts),
            **{str(outcome): counts[outcome] for outcome in Outcome},
            "decided_before": taken_over,
        },
    )
    by_outcome = (counts[Outcome.CERTAIN], counts[Outcome.REVIEW], counts[Outcome.NONE])
    return LinkRun(*by_outcome, compared_again=len(doubts), decided_before=taken_over)


@transaction.atomic
def undo_links_of_corrected_signals(*, actor: Actor) -> int:
    """Undo what was concluded from contents that the landlord has since corrected; returns how many links (K4).

    A link that a person decided, or that is part of a notification, stands: people are at work on it.
    """
    outdated = Link.objects.filter(
        controller_id=actor.controller_id,
        undone_at__isnull=True,
        decided_at__isnull=True,
        notification__isnull=True,
        signal__corrected_at__gt=F("made_at"),
    )
    undone = outdated.update(undone_at=timezone.now(), undone_for=Link.UndoneFor.CORRECTION)
    if undone:
        record_event(
            actor=actor,
            action="undo-links-of-corrected-signals",
            object_kind="controller",
            object_id=actor.controller_id,
            details={"links": undone},
        )
    return undone


def one_run_at_a_time(controller_id: str) -> None:
    """Make a second run for the same controller wait until this transaction ends (K6); it then finds nothing to do."""
    list(Controller.objects.select_for_update().filter(pk=controller_id).values_list("pk"))


def _keep(register: RegisterExtract, concluded: Sequence[tuple[Signal, LinkResult]]) -> list[Link]:
    controller_id, now = register.controller_id, timezone.now()
    person = indexer(controller_id, PERSON)
    links: list[Link] = []
    candidates: list[Candidate] = []
    whom = [person(result.bsn) if result.bsn else "" for _signal, result in concluded]
    places = places_of(controller_id, {who for who in whom if who})
    written = written_of(controller_id, [signal for signal, _result in concluded])
    for (signal, result), who, how in zip(concluded, whom, written, strict=True):
        link = Link(
            controller_id=controller_id,
            signal=signal,
            person=who,
            register_place=places.get(who, ""),
            written=how,
            outcome=result.outcome,
            register_state=result.register,
            rule_id=result.rule_id,
            rule_version=result.rule_version,
            reasons=stored(result.reasons),
            runner_up=person(result.runner_up) if result.runner_up else "",
            margin=result.margin,
            made_at=now,
            compared_with=register.imported_at,
        )
        links.append(link)
        candidates.extend(_candidates(link, result, person))
    take_over_decisions(controller_id, links, candidates)
    Link.objects.bulk_create(links)
    insert_instances(Candidate, candidates)
    return links


def _candidates(link: Link, result: LinkResult, person: Callable[[str], str]) -> Iterable[Candidate]:
    return (
        Candidate(
            controller_id=link.controller_id,
            link=link,
            position=position,
            person=person(candidate.bsn),
            rule_id=candidate.rule_id,
            register_state=candidate.register,
            reasons=stored(candidate.reasons),
        )
        for position, candidate in enumerate(result.candidates, start=1)
    )
