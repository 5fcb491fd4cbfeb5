"""What a helper does with a referral that it has: take it on one's name, write down attempts, appointments, notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import covenant_of_case, referral_at_hand
from tijdig.casework.models import HelperEntry, Referral
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.helper_entries import check_entry
from tijdig.casework.rules.referrals import check_accepted
from tijdig.casework.rules.states import HelperEntryKind, ReferralState
from tijdig.casework.services.changing import CHANGED_BY_COLLEAGUE
from tijdig.ddas import AttemptKind
from tijdig.disclosure.services_processing import record_change
from tijdig.problems import Refused
from tijdig.vault.fields import values


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An attempt (how, reached or not), an appointment, or a note with its text."""

    kind: HelperEntryKind
    on: date
    attempt: AttemptKind | None = None
    reached: bool | None = None
    text: str = ""


@transaction.atomic
def take_referral(*, actor: Actor, referral_id: UUID, version: int) -> Referral:
    """Take a referral on one's own name, also from a colleague of the same organisation; who is first has it (K6)."""
    require(actor, Action.ANSWER_REFERRAL)
    referral = referral_at_hand(actor, referral_id)
    found = Referral.objects.filter(pk=referral.pk, version=version)
    if not found.update(version=F("version") + 1, assigned_to=actor.person_id):
        raise Refused(CHANGED_BY_COLLEAGUE())
    _record(actor, referral, "referral.take", {})
    referral.refresh_from_db()
    return referral


@transaction.atomic
def write_entry(*, actor: Actor, referral_id: UUID, entry: NewEntry) -> HelperEntry:
    """Write down what the helper itself did or planned; a note stays with the helper.

    Two colleagues who write at once both keep theirs. Raises :class:`Refused` before the case was accepted, for a
    day or kind that cannot be, or a note without text.
    """
    require(actor, Action.ANSWER_REFERRAL)
    referral = referral_at_hand(actor, referral_id)
    problem = check_accepted(ReferralState(referral.state)) or check_entry(
        entry.kind,
        on=entry.on,
        attempt=entry.attempt,
        reached=entry.reached,
        text=entry.text,
        offered_on=referral.offered_on,
        today=timezone.localdate(),
    )
    if problem is not None:
        raise Refused(problem)
    is_attempt = entry.kind is HelperEntryKind.ATTEMPT
    is_note = entry.kind is HelperEntryKind.NOTE
    written = HelperEntry.objects.create(
        controller_id=actor.controller_id,
        case=referral.case,
        referral=referral,
        kind=entry.kind,
        on=entry.on,
        attempt=entry.attempt if is_attempt and entry.attempt else "",
        reached=entry.reached if is_attempt else None,
        written_by=actor.person_id,
        written_at=timezone.now(),
        **values(text=entry.text.strip()[:1000] if is_note else ""),
    )
    _record(actor, referral, "referral.write", {"entry": entry.kind.value})
    return written


def _record(actor: Actor, referral: Referral, action: str, details: dict[str, str]) -> None:
    record_change(
        actor=actor,
        action=action,
        object_kind="case",
        object_id=str(referral.case_id),
        processings=about_case(referral.case_id, covenant_of_case(referral.case)),
        details={"party": referral.party, **details},
    )
