"""A participant asks to discuss a case of its own: a helper one that it has, a landlord one of its signals (R47)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import CASE_OF_LINK, covenant_of_case, governing, referral_at_hand
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case, about_signal
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import SignalStatus
from tijdig.disclosure.services_processing import record_change
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.meeting.models import Wish
from tijdig.problems import NotFound
from tijdig.vault.fields import values


@transaction.atomic
def ask_to_discuss(*, actor: Actor, referral_id: UUID, reason: str) -> Wish:
    """A helper asks to discuss a case that it has, and may say why; asked again, the newest counts."""
    require(actor, Action.ANSWER_REFERRAL)
    referral = referral_at_hand(actor, referral_id)
    wish = _keep(actor, referral.case, reason.strip()[:300])
    record_change(
        actor=actor,
        action="meeting.ask",
        object_kind="case",
        object_id=str(referral.case_id),
        processings=about_case(referral.case_id, covenant_of_case(referral.case), PurposeCode.MEETING),
        details={"party": actor.party},
    )
    return wish


@transaction.atomic
def ask_to_discuss_signal(*, actor: Actor, signal_id: UUID) -> Signal:
    """A landlord asks to discuss one of its own signals; without free text (R10).

    The answer is the same whether or not the signal is in a case: what became of it is not told here (R44).
    """
    require(actor, Action.DELIVER_SIGNALS)
    signal = Signal.objects.filter(
        controller_id=actor.controller_id, party_code=actor.party, pk=signal_id
    ).first()
    if signal is None:
        raise NotFound
    case = _case_of(signal)
    if case is not None:
        _keep(actor, case, "")
    covenant = governing(actor.controller_id, signal.covenant_hash, timezone.localdate())
    record_change(
        actor=actor,
        action="meeting.ask",
        object_kind="signal",
        object_id=str(signal.pk),
        processings=about_signal(signal.pk, covenant, PurposeCode.MEETING),
        details={"party": actor.party},
    )
    return signal


def _case_of(signal: Signal) -> Case | None:
    """The open case in which this signal was taken up."""
    if signal.status != SignalStatus.TAKEN_UP:
        return None
    link = Link.objects.filter(signal=signal, undone_at__isnull=True).values(CASE_OF_LINK).first()
    if link is None:
        return None
    return Case.objects.filter(pk=link[CASE_OF_LINK], closed_on__isnull=True).first()


def _keep(actor: Actor, case: Case, reason: str) -> Wish:
    wish = Wish.objects.filter(case=case, party=actor.party).first() or Wish(
        controller_id=actor.controller_id, case=case, party=actor.party
    )
    wish.asked_by, wish.asked_at = actor.person_id, timezone.now()
    for name, value in values(reason=reason).items():
        setattr(wish, name, value)
    wish.save()
    return wish
