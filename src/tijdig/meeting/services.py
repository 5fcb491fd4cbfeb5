"""Plan the case meeting, table cases on a basis, record what was decided (R47, R48)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import case_of_actor, facts_of_case, governing
from tijdig.casework.on_record import about_case
from tijdig.covenant.queries import covenant_for_party
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services_processing import record_change
from tijdig.ledger.services import Detail
from tijdig.meeting.models import AgendaItem, Meeting
from tijdig.meeting.rules.agenda import Basis, check_basis, next_meeting, takes_part
from tijdig.problems import NotFound, ProblemKind, Refused
from tijdig.vault.fields import values

NO_COVENANT_FOR_MEETING = ProblemKind(
    code="meeting.no-covenant",
    rule="R1",
    nl="Er is geen convenant in werking waaronder een overleg kan worden gepland.",
    en="No covenant is in force under which a meeting can be planned.",
    remedy_nl="Kijk bij Convenanten wat er nog ontbreekt.",
    remedy_en="See under Covenants what is still missing.",
)
CASE_CLOSED = ProblemKind(
    code="meeting.case-closed",
    rule="R47",
    nl="Deze zaak is afgesloten en kan niet op de agenda.",
    en="This case is closed and cannot be tabled.",
)
TABLED_ALREADY = ProblemKind(
    code="meeting.tabled-already",
    rule="R47",
    nl="Deze zaak staat al op de agenda van dit overleg.",
    en="This case is on the agenda of this meeting already.",
)
ACTION_INCOMPLETE = ProblemKind(
    code="meeting.action-incomplete",
    rule="R47",
    nl="Een actie heeft een eigenaar die meedoet aan het overleg, en een dag waarop de actie klaar is.",
    en="An action has an owner who takes part in the meeting, and a day on which it is done.",
)
DECISION_MISSING = ProblemKind(
    code="meeting.decision-missing",
    rule="R47",
    nl="Schrijf op wat er besloten is.",
    en="Write down what was decided.",
)


@transaction.atomic
def plan_meeting(*, actor: Actor, on: date | None = None) -> Meeting:
    """Plan the next meeting on ``on``, or on the day that follows from the covenant's rhythm; the same day is one."""
    require(actor, Action.HOLD_MEETING)
    today = timezone.localdate()
    covenant = covenant_for_party(actor.controller_id, actor.party, today)
    if covenant is None:
        raise Refused(NO_COVENANT_FOR_MEETING())
    last = Meeting.objects.filter(controller_id=actor.controller_id).order_by("-on").first()
    day = on or next_meeting(covenant.meeting, last.on if last else None, today)
    meeting, created = Meeting.objects.get_or_create(
        controller_id=actor.controller_id,
        covenant_hash=covenant.hash,
        on=day,
        defaults={"planned_by": actor.person_id, "planned_at": timezone.now()},
    )
    if created:
        _record(actor, "plan", meeting, {"on": day.isoformat()})
    return meeting


@transaction.atomic
def table_case(*, actor: Actor, meeting_id: UUID, case_id: UUID, basis: Basis, sentence: str) -> AgendaItem:
    """Put a case on the agenda; impossible without a basis and a sentence, and consent must be on record (R48)."""
    require(actor, Action.TABLE_CASE)
    meeting = meeting_of_actor(actor, meeting_id)
    case = case_of_actor(actor, case_id)
    within_authority(actor, case)
    if case.closed_on is not None:
        raise Refused(CASE_CLOSED())
    if meeting.items.filter(case=case).exists():
        raise Refused(TABLED_ALREADY())
    today = timezone.localdate()
    covenant = governing(actor.controller_id, meeting.covenant_hash, today)
    problems = check_basis(covenant, basis=basis, sentence=sentence, facts=facts_of_case(case), on=today)
    if problems:
        raise Refused(problems)
    item = AgendaItem.objects.create(
        controller_id=actor.controller_id,
        meeting=meeting,
        case=case,
        basis=basis,
        proposed_by=actor.person_id,
        tabled_at=timezone.now(),
        **values(sentence=sentence.strip()[:500]),
    )
    _record(actor, "table", meeting, {"case": str(case.pk), "basis": basis.value}, case.pk)
    return item


@transaction.atomic
def withdraw_item(*, actor: Actor, item_id: UUID) -> Meeting:
    """Take a case off the agenda before anything was decided about it."""
    require(actor, Action.TABLE_CASE)
    item = _item_of_actor(actor, item_id)
    meeting, case_id = item.meeting, item.case_id
    if item.decided_at is not None:
        raise NotFound
    item.delete()
    _record(actor, "withdraw", meeting, {"case": str(case_id)}, case_id)
    return meeting


@transaction.atomic
def record_decision(
    *,
    actor: Actor,
    item_id: UUID,
    decision: str,
    action: str = "",
    action_party: str = "",
    action_due_on: date | None = None,
) -> AgendaItem:
    """Record what was decided about a case, and the action with its owner and day when there is one."""
    require(actor, Action.HOLD_MEETING)
    item = _item_of_actor(actor, item_id)
    if not decision.strip():
        raise Refused(DECISION_MISSING())
    covenant = governing(actor.controller_id, item.meeting.covenant_hash, timezone.localdate())
    if action.strip() and not (takes_part(covenant, action_party) and action_due_on is not None):
        raise Refused(ACTION_INCOMPLETE())
    item.decision, item.action = decision.strip()[:500], action.strip()[:300]
    item.action_party, item.action_due_on = action_party, action_due_on
    item.decided_at = timezone.now()
    item.save()
    told = {"case": str(item.case_id), "action_party": action_party}
    _record(actor, "decide", item.meeting, told, item.case_id)
    return item


@transaction.atomic
def complete_action(*, actor: Actor, item_id: UUID, on: date) -> AgendaItem:
    """Record that an action was done: by its owner's organisation, or by who holds the meeting."""
    require(actor, Action.ATTEND_MEETING)
    item = _item_of_actor(actor, item_id)
    if not item.action or (item.action_party != actor.party and not _holds(actor, item)):
        raise NotFound
    item.action_done_on = on
    item.save(update_fields=["action_done_on"])
    _record(actor, "complete", item.meeting, {"case": str(item.case_id)}, item.case_id)
    return item


def _holds(actor: Actor, item: AgendaItem) -> bool:
    covenant = governing(actor.controller_id, item.meeting.covenant_hash, timezone.localdate())
    return actor.party == covenant.municipality.code


def meeting_of_actor(actor: Actor, meeting_id: UUID) -> Meeting:
    """Return the meeting; :class:`NotFound` when there is none with this id under the actor's controller (A6)."""
    meeting = Meeting.objects.filter(controller_id=actor.controller_id, pk=meeting_id).first()
    if meeting is None:
        raise NotFound
    return meeting


def _item_of_actor(actor: Actor, item_id: UUID) -> AgendaItem:
    item = (
        AgendaItem.objects.select_for_update()
        .filter(controller_id=actor.controller_id, pk=item_id)
        .select_related("meeting")
        .first()
    )
    if item is None:
        raise NotFound
    return item


def _record(
    actor: Actor, action: str, meeting: Meeting, details: Mapping[str, Detail], case_id: UUID | None = None
) -> None:
    covenant = governing(actor.controller_id, meeting.covenant_hash, timezone.localdate())
    record_change(
        actor=actor,
        action=f"meeting.{action}",
        object_kind="meeting",
        object_id=str(meeting.pk),
        processings=about_case(case_id, covenant, PurposeCode.MEETING) if case_id else (),
        details=details,
    )
