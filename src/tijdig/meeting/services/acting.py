"""Agree on actions, each with its owner and day, and record that they are done (R47)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.services.agreeing import finish_agreed_task, set_agreed_task
from tijdig.meeting.loading import (
    action_of_actor,
    covenant_of_meeting,
    is_chair,
    item_of_actor,
    parties_of_case,
)
from tijdig.meeting.models import MeetingAction
from tijdig.meeting.services.planning import require_not_ended
from tijdig.meeting.services.recording import record_of_meeting
from tijdig.parties.queries import people_of_party
from tijdig.problems import NotFound, ProblemKind, Refused
from tijdig.vault.fields import values

ACTION_INCOMPLETE = ProblemKind(
    code="meeting.action-incomplete",
    rule="R47",
    nl="Een actie zegt wat er gebeurt, heeft een eigenaar, en een dag waarop de actie klaar is.",
    en="An action says what is done, has an owner, and a day on which it is done.",
)
ACTION_BY_STRANGER = ProblemKind(
    code="meeting.action-by-stranger",
    rule="R47",
    nl="Deze organisatie hoort niet bij deze zaak en kan er geen actie in krijgen.",
    en="This organisation has no part in this case and can get no action in it.",
    remedy_nl="Kies de gemeente, een melder van deze zaak, of een hulpverlener die de zaak heeft.",
    remedy_en="Choose the municipality, a partner that signalled in this case, or a helper that has it.",
)
NOT_OF_THIS_PARTY = ProblemKind(
    code="meeting.not-of-this-party",
    rule="R47",
    nl="Deze persoon werkt niet bij de organisatie die de actie krijgt.",
    en="This person does not work for the organisation that gets the action.",
)


@transaction.atomic
def add_action(
    *, actor: Actor, item_id: UUID, what: str, party: str, due_on: date | None, person_id: UUID | None = None
) -> MeetingAction:
    """Agree on an action in a case; one of the municipality becomes a task in the case as well.

    Two people who add actions at once both keep theirs. Raises :class:`Refused` when something lacks, when the case
    is not the party's own (R47), or the person is not of that party.
    """
    require(actor, Action.HOLD_MEETING)
    item = item_of_actor(actor, item_id)
    require_not_ended(item.meeting)
    covenant = covenant_of_meeting(item.meeting)
    text = what.strip()[:300]
    if not text or due_on is None or not party:
        raise Refused(ACTION_INCOMPLETE())
    if party not in parties_of_case(covenant, item.case_id):
        raise Refused(ACTION_BY_STRANGER())
    if person_id is not None and person_id not in people_of_party(actor.controller_id, party):
        raise Refused(NOT_OF_THIS_PARTY())
    task = None
    if party == covenant.municipality.code:
        task = set_agreed_task(
            actor=actor, case_id=item.case_id, description=text, due_on=due_on, assigned_to=person_id
        )
    action = MeetingAction.objects.create(
        controller_id=actor.controller_id,
        item=item,
        case=item.case,
        task=task,
        party=party,
        person_id=person_id,
        due_on=due_on,
        agreed_by=actor.person_id,
        agreed_at=timezone.now(),
        **values(what=text),
    )
    _record(actor, "meeting.agree", action, {"due_on": due_on.isoformat()})
    return action


@transaction.atomic
def complete_action(*, actor: Actor, action_id: UUID, on: date) -> MeetingAction:
    """Record that an action was done on ``on``: by its owner's organisation, or by who holds the meeting.

    One that is done stays done: the first day counts. :class:`NotFound` for anyone else.
    """
    require(actor, Action.ATTEND_MEETING)
    action = action_of_actor(actor, action_id)
    covenant = covenant_of_meeting(action.item.meeting)
    if actor.party != action.party and not (is_chair(actor, covenant) and actor.role is Role.COORDINATOR):
        raise NotFound
    if action.ended_on is not None:
        return action
    action.done_on, action.done_by = on, actor.person_id
    action.save(update_fields=["done_on", "done_by"])
    if action.task is not None:
        finish_agreed_task(actor=actor, task_id=action.task.pk, on=on)
    _record(actor, "meeting.complete", action, {})
    return action


@transaction.atomic
def drop_action(*, actor: Actor, action_id: UUID) -> MeetingAction:
    """Take back an action that was written down by mistake, as long as the meeting goes on and it is not done."""
    require(actor, Action.HOLD_MEETING)
    action = action_of_actor(actor, action_id)
    require_not_ended(action.item.meeting)
    if action.ended_on is not None:
        raise NotFound
    if action.task is not None:
        finish_agreed_task(actor=actor, task_id=action.task.pk, on=None)
    _record(actor, "meeting.drop-action", action, {})
    action.delete()
    return action


def _record(actor: Actor, what: str, action: MeetingAction, details: dict[str, str]) -> None:
    record_of_meeting(
        actor=actor,
        action=what,
        meeting=action.item.meeting,
        details={"case": str(action.case_id), "action_party": action.party, **details},
        case_id=action.case_id,
    )
