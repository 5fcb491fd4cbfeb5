"""Find a meeting, its covenant, an item, an action; and who a case belongs to. Of another controller: none (A6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.loading import LinkedSignal, SignalsById, governing, signals_of_cases
from tijdig.casework.models import Referral
from tijdig.casework.rules.states import KEPT_REFERRALS
from tijdig.covenant.rules.document import Covenant
from tijdig.ddas import SignalStatus
from tijdig.meeting.models import AgendaItem, Meeting, MeetingAction
from tijdig.meeting.rules.agenda import takes_part
from tijdig.problems import NotFound


def meeting_of_actor(actor: Actor, meeting_id: UUID) -> Meeting:
    """Return the meeting; :class:`NotFound` when there is none with this id under the actor's controller (A6)."""
    meeting = Meeting.objects.filter(controller_id=actor.controller_id, pk=meeting_id).first()
    if meeting is None:
        raise NotFound
    return meeting


def item_of_actor(actor: Actor, item_id: UUID, meeting_id: UUID | None = None) -> AgendaItem:
    """Lock an item under the actor's controller, of this meeting when one is named; :class:`NotFound` without one."""
    items = AgendaItem.objects.select_for_update(of=("self",)).filter(
        controller_id=actor.controller_id, pk=item_id
    )
    if meeting_id is not None:
        items = items.filter(meeting=meeting_id)
    item = items.select_related("meeting", "case").first()
    if item is None:
        raise NotFound
    return item


def action_of_actor(actor: Actor, action_id: UUID) -> MeetingAction:
    """Lock an action under the actor's controller; :class:`NotFound` when there is none."""
    action = (
        MeetingAction.objects.select_for_update(of=("self",))
        .filter(controller_id=actor.controller_id, pk=action_id)
        .select_related("item__meeting", "task", "case")
        .first()
    )
    if action is None:
        raise NotFound
    return action


def covenant_of_meeting(meeting: Meeting) -> Covenant:
    """Return the covenant that governs the meeting today."""
    return governing(meeting.controller_id, meeting.covenant_hash, timezone.localdate())


def is_chair(actor: Actor, covenant: Covenant) -> bool:
    """Say whether the actor is of the municipality, which sees all that is tabled."""
    return actor.party == covenant.municipality.code


def own_cases(
    covenant: Covenant, party: str, case_ids: Collection[UUID], signals: SignalsById | None = None
) -> Mapping[UUID, tuple[LinkedSignal, ...]]:
    """Return which of these cases this party discusses, each with the signals that it discusses (R47).

    The municipality discusses all; a helper what was referred to it; a landlord the cases in which its own signals
    were taken up, and of those these signals only. A signal that was sorted out may share the case with a housemate:
    that case is not its creditor's (R44).
    """
    found = signals_of_cases(case_ids) if signals is None else signals
    if party == covenant.municipality.code:
        return {case_id: found.get(case_id, ()) for case_id in case_ids}
    if party in covenant.parties and covenant.parties[party].is_signal_partner:
        own = {
            case_id: tuple(
                one
                for one in found.get(case_id, ())
                if one.signal.party_code == party and one.signal.status == SignalStatus.TAKEN_UP
            )
            for case_id in case_ids
        }
        return {case_id: mine for case_id, mine in own.items() if mine}
    referred = set(
        Referral.objects.filter(case__in=case_ids, party=party, state__in=KEPT_REFERRALS).values_list(
            "case_id", flat=True
        )
    )
    return {case_id: found.get(case_id, ()) for case_id in case_ids if case_id in referred}


def parties_of_case(covenant: Covenant, case_id: UUID) -> tuple[str, ...]:
    """Return the participants whose case this is: who can take an action in it (R47)."""
    signals = signals_of_cases([case_id])
    return tuple(
        party
        for party in covenant.parties
        if takes_part(covenant, party) and own_cases(covenant, party, [case_id], signals)
    )
