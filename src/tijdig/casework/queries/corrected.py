"""What the signals of a case said before their partner corrected them (K4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import LinkedSignal, case_of_actor, covenant_of_case, signals_of_case
from tijdig.casework.queries.requests import chosen, request_for_signal, request_for_status, signal_values
from tijdig.casework.queries.shown import ShownField, shown_fields
from tijdig.casework.rules.covenant_fields import SIGNAL_STATUS
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Request, disclose
from tijdig.intake.models import EarlierSignal, Signal
from tijdig.intake.rules.corrections import told
from tijdig.vault.fields import values


@dataclass(frozen=True, slots=True)
class Correction:
    """A delivery that corrected a signal: whose, when, and each field it changed as it stood before and after."""

    party_name: str
    at: datetime
    fields: tuple[tuple[ShownField, ShownField], ...]


def corrections_of_case(actor: Actor, case_id: UUID) -> tuple[Correction, ...] | None:
    """Return what corrections changed in the signals of a case, newest first, each field as far as it is granted.

    What a signal said is decided as what it says: the same sender, purpose and facts. That there was a correction is a
    part of its status: None where that is withheld (C1). :class:`NotFound` for a case that is not the actor's.
    """
    require(actor, Action.READ_CASES)
    case = case_of_actor(actor, case_id)
    actor = within_authority(actor, case)
    covenant = covenant_of_case(case)
    signals = signals_of_case(case)
    (status,) = disclose(actor=actor, requests=[request_for_status(actor, case, covenant, signals)])
    if SIGNAL_STATUS not in status.granted:
        return None
    earlier = _earlier([one.signal.pk for one in signals])
    steps = [
        (linked, one, asked)
        for linked in signals
        for one, asked in _steps(linked, covenant, earlier.get(linked.signal.pk, ()))
    ]
    answers = iter(disclose(actor=actor, requests=[request for _, _, asked in steps for request in asked]))
    found = [
        Correction(
            covenant.name_of(linked.signal.party_code),
            one.replaced_at,
            tuple(zip(shown_fields(next(answers)), shown_fields(next(answers)), strict=True)),
        )
        for linked, one, _ in steps
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _earlier(signals: Sequence[UUID]) -> Mapping[UUID, Sequence[EarlierSignal]]:
    """What each of these signals said before, oldest first."""
    found: dict[UUID, list[EarlierSignal]] = {}
    for one in EarlierSignal.objects.filter(signal__in=signals).order_by("replaced_at", "id"):
        found.setdefault(one.signal_id, []).append(one)
    return found


def _steps(
    linked: LinkedSignal, covenant: Covenant, earlier: Sequence[EarlierSignal]
) -> Iterator[tuple[EarlierSignal, tuple[Request, Request]]]:
    """Ask, for each correction, for what it changed: as it stood before, and as it stood after."""
    now = request_for_signal(linked, covenant, PurposeCode.EARLY_SIGNAL)
    said = [
        *(chosen(signal_values(_as_it_was(linked.signal, one)), now.fields) for one in earlier),
        now.fields,
    ]
    for one, (before, after) in zip(earlier, pairwise(said), strict=True):
        names = [name for name, value in before.items() if value != after[name]]
        yield one, (replace(now, fields=chosen(before, names)), replace(now, fields=chosen(after, names)))


def _as_it_was(signal: Signal, earlier: EarlierSignal) -> Signal:
    """Return the signal as it stood before, not to be saved."""
    said = told(earlier.said)
    crisis = bool(said.pop("crisis"))
    opened = values(reference=signal.reference, **said)
    return Signal(status=signal.status, received_on=signal.received_on, crisis=crisis, **opened)
