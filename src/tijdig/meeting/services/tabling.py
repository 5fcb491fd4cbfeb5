"""Put cases on the agenda on a basis, and take them off (R47, R48)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import case_of_actor, facts_of_case
from tijdig.casework.models import Case
from tijdig.meeting.loading import covenant_of_meeting, item_of_actor, meeting_of_actor
from tijdig.meeting.models import AgendaItem, Meeting
from tijdig.meeting.rules.agenda import Basis, check_basis
from tijdig.meeting.services.planning import require_not_ended
from tijdig.meeting.services.recording import record_of_meeting
from tijdig.problems import ProblemKind, Refused
from tijdig.vault.fields import values

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
DECIDED_ALREADY = ProblemKind(
    code="meeting.decided-already",
    rule="R47",
    nl="Over deze zaak is al iets besloten of afgesproken. De zaak blijft op de agenda.",
    en="Something was decided or agreed about this case already. It stays on the agenda.",
)
NO_SUCH_NUMBER = ProblemKind(
    code="meeting.no-such-number",
    rule="R47",
    nl="Er is geen zaak met dit nummer.",
    en="There is no case with this number.",
    remedy_nl="Neem het nummer over van de zaak of de werklijst.",
    remedy_en="Copy the number from the case or the work list.",
)


@transaction.atomic
def table_case(*, actor: Actor, meeting_id: UUID, case_id: UUID, basis: Basis, sentence: str) -> AgendaItem:
    """Put a case on the agenda; impossible without a basis and a sentence, and consent must be on record (R48)."""
    require(actor, Action.TABLE_CASE)
    meeting = meeting_of_actor(actor, meeting_id)
    require_not_ended(meeting)
    case = case_of_actor(actor, case_id)
    within_authority(actor, case)
    if case.closed_on is not None:
        raise Refused(CASE_CLOSED())
    if meeting.items.filter(case=case).exists():
        raise Refused(TABLED_ALREADY())
    covenant, today = covenant_of_meeting(meeting), timezone.localdate()
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
    told = {"case": str(case.pk), "basis": basis.value}
    record_of_meeting(actor=actor, action="meeting.table", meeting=meeting, details=told, case_id=case.pk)
    return item


@transaction.atomic
def table_numbered(*, actor: Actor, meeting_id: UUID, number: str, basis: Basis, sentence: str) -> AgendaItem:
    """Put the case with this number on the agenda, whether or not the covenant proposes it."""
    require(actor, Action.TABLE_CASE)
    case = Case.objects.filter(controller_id=actor.controller_id, number=number.strip()).first()
    if case is None:
        raise Refused(NO_SUCH_NUMBER())
    return table_case(actor=actor, meeting_id=meeting_id, case_id=case.pk, basis=basis, sentence=sentence)


@transaction.atomic
def withdraw_item(*, actor: Actor, item_id: UUID) -> Meeting:
    """Take a case off the agenda of a meeting that goes on, before anything was decided or agreed about it."""
    require(actor, Action.TABLE_CASE)
    item = item_of_actor(actor, item_id)
    meeting, case_id = item.meeting, item.case_id
    require_not_ended(meeting)
    if item.decided_at is not None or item.actions.exists():
        raise Refused(DECIDED_ALREADY())
    item.delete()
    return record_of_meeting(
        actor=actor,
        action="meeting.withdraw",
        meeting=meeting,
        details={"case": str(case_id)},
        case_id=case_id,
    )
