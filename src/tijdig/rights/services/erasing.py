"""Erase what is past its term, row by row what identifies people; what stays counts, and identifies nobody (R53)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import covenant_of_case, covenant_with_hash
from tijdig.casework.models import Case, Note, Override, Referral, Task
from tijdig.covenant.queries import covenants_in_force
from tijdig.covenant.rules.facts import FactSource
from tijdig.ddas import Result, SignalStatus
from tijdig.intake.models import DeliveryFile, Signal
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Candidate, Link, Notification
from tijdig.residents.models import BenefitFact, RegisterExtract, Resident
from tijdig.rights.rules.retention import (
    drop_triage_facts_from,
    erase_case_from,
    erase_signal_from,
    keeps_matching_data_only,
)

FETCHED = frozenset({FactSource.REGISTER.value, FactSource.BENEFITS.value})
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Erased:
    """How many of each kind a run erased."""

    cases: int
    signals: int
    case_files: int
    triage_facts: int
    register_people: int
    returned_files: int


@transaction.atomic
def erase_due(*, actor: Actor, on: date) -> Erased:
    """Erase everything of the controller whose term has ended by day ``on``; a second run erases nothing more.

    Raises :class:`Refused` for a role that may not. The event holds the counts.
    """
    require(actor, Action.ERASE_DATA)
    controller = actor.controller_id
    erased = Erased(
        cases=_erase_cases(controller, on),
        signals=_erase_signals_without_case(controller, on),
        case_files=_erase_files_without_help(controller, on),
        triage_facts=_drop_triage_facts(controller, on),
        register_people=_drop_extracts(controller, on),
        returned_files=DeliveryFile.objects.filter(controller_id=controller, keep_until__lt=on).delete()[0],
    )
    record_event(
        actor=actor,
        action="rights.erase",
        object_kind="controller",
        object_id=controller,
        details={**asdict(erased), "on": on.isoformat()},
    )
    return erased


def _erase_cases(controller: str, on: date) -> int:
    """Erase the people from closed cases that are past their term, and from their signals and links."""
    count = 0
    closed = Case.objects.filter(controller_id=controller, closed_on__lt=on, erased_on__isnull=True)
    for case in closed.order_by("closed_on", "pk"):
        ending = erase_case_from(
            covenant_of_case(case), closed_on=case.closed_on or on, result=Result(case.result)
        )
        if ending.erase_from is None or ending.erase_from > on:
            continue
        links = Link.objects.filter(notification_id=case.notification_id)
        _erase_signals(list(links.values_list("signal_id", flat=True)))
        _erase_file(case)
        case.erased_on = on
        case.save()
        Notification.objects.filter(pk=case.notification_id).update(address_key=f"erased-{uuid4().hex}")
        count += 1
    return count


def _erase_signals_without_case(controller: str, on: date) -> int:
    """Erase signals that were settled without making a case: repeats, unjustified ones (R21, R31)."""
    settled = (
        Signal.objects.filter(controller_id=controller)
        .exclude(status=SignalStatus.OPEN)
        .exclude(surname="")
        .filter(Q(links__notification__isnull=True) | Q(links__notification__case__isnull=True))
        .filter(links__undone_at__isnull=True)
        .order_by("received_on", "pk")
        .distinct()
    )
    due = [signal.pk for signal in settled if _is_due(signal, on)]
    _erase_signals(due)
    return len(due)


def _is_due(signal: Signal, on: date) -> bool:
    covenant = covenant_with_hash(signal.controller_id, signal.covenant_hash)
    if covenant is None:
        return False
    return erase_signal_from(covenant, party=signal.party_code, received_on=signal.received_on) <= on


def _erase_signals(ids: Sequence[UUID]) -> None:
    """Empty what identifies the person; amounts, days and status stay for the figures."""
    for part in _chunks(ids):
        for signal in Signal.objects.filter(pk__in=part):
            signal.initials = signal.prefix = signal.surname = signal.birth_date = ""
            signal.street = signal.house_letter = signal.addition = signal.postcode = signal.town = ""
            signal.phone = signal.email = ""
            signal.house_number = 0
            # Reference and fingerprints were made from the person's data; random ones keep the row unique.
            signal.reference, signal.identity, signal.fingerprint = "", uuid4().hex, uuid4().hex
            signal.save()
        Candidate.objects.filter(link__signal_id__in=part).delete()
        Link.objects.filter(signal_id__in=part).update(
            bsn="", runner_up_bsn="", reasons=[], decision_reason="", undone_reason=""
        )


def _erase_files_without_help(controller: str, on: date) -> int:
    """Empty the file of every case closed without help, the day after closing: matching data stays (R54)."""
    count = 0
    closed = Case.objects.filter(controller_id=controller, closed_on__lt=on, erased_on__isnull=True)
    for case in closed.order_by("closed_on", "pk"):
        if keeps_matching_data_only(Result(case.result)) and _has_file(case):
            _erase_file(case)
            case.save()
            count += 1
    return count


def _has_file(case: Case) -> bool:
    texts = (case.result_helper, case.result_reason, case.help_decision_reference, case.sub_reason)
    return bool(case.facts or case.rank_reasons or any(texts)) or case.notes.exists()


def _erase_file(case: Case) -> None:
    """Empty what a case tells about the people in it. The caller saves the case."""
    Note.objects.filter(case=case).delete()
    Override.objects.filter(case=case).delete()
    Referral.objects.filter(case=case).update(reason="", answer_reason="", report="")
    Task.objects.filter(case=case).update(description="", reference="")
    case.facts, case.minors, case.benefit = {}, None, None
    case.route_reasons, case.rank_reasons, case.proposed_reason, case.to_find_out = [], [], [], []
    case.result_helper = case.result_reason = case.help_decision_reference = case.sub_reason = ""
    case.version += 1


def _drop_triage_facts(controller: str, on: date) -> int:
    """Drop from open cases what register and benefit administration said, when the term of triage facts ends (R29).

    What the tenant told stays with the case; route and place stay what they were decided to be.
    """
    count = 0
    for case in Case.objects.filter(controller_id=controller, erased_on__isnull=True).exclude(facts={}):
        drop_from = drop_triage_facts_from(covenant_of_case(case), retrieved_on=case.facts_retrieved_on)
        fetched = {name for name, kept in case.facts.items() if kept["source"] in FETCHED}
        if drop_from is None or drop_from > on or not fetched:
            continue
        case.facts = {name: kept for name, kept in case.facts.items() if name not in fetched}
        if "huishouden.minderjarigen" in fetched:
            case.minors = None
        if "uitkering.participatiewet" in fetched:
            case.benefit = None
        case.route_reasons = [one for one in case.route_reasons if one["source"] not in FETCHED]
        case.rank_reasons = [one for one in case.rank_reasons if one["source"] not in FETCHED]
        case.version += 1
        case.save()
        count += 1
    return count


def _drop_extracts(controller: str, on: date) -> int:
    """Delete the people of register and benefit extracts that were fetched longer ago than any covenant lets us."""
    covenants = covenants_in_force(controller, on)
    count = 0
    for extract in RegisterExtract.objects.filter(controller_id=controller):
        fetched_on = timezone.localdate(extract.imported_at)
        ends = [drop_triage_facts_from(covenant, retrieved_on=fetched_on) for covenant in covenants]
        known = [end for end in ends if end is not None]
        if not known or max(known) > on:  # without a term there is nothing to count from
            continue
        count += Resident.objects.filter(extract=extract).delete()[0]
        count += BenefitFact.objects.filter(extract=extract).delete()[0]
    return count


def _chunks(ids: Sequence[UUID]) -> Iterator[Iterable[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
