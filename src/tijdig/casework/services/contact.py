"""Contact with the tenant: attempts, joint invitation, first conversation, informing, notes (R18, R30, R35)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.advising import tasks_of_advice
from tijdig.casework.colleagues import Colleague, inviting_people, required_inviter
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case, ContactAttempt, Note
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.attempts import Attempt, check_attempt, part_of_day
from tijdig.casework.rules.atw import term_end
from tijdig.casework.rules.joint_invitation import check_joint_invitation
from tijdig.casework.rules.route_actions import invited_disciplines
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import (
    OpenChange,
    case_to_change,
    require_day,
    required_text,
    save_change,
)
from tijdig.casework.services.joining import replan
from tijdig.casework.services.tasks import finish_tasks
from tijdig.ddas import AttemptKind, PartOfDay
from tijdig.disclosure.services_processing import record_change
from tijdig.problems import NotFound, Refused
from tijdig.vault.fields import values


@transaction.atomic
def log_attempt(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    kind: AttemptKind,
    on: date,
    part: PartOfDay,
    reached: bool,
) -> Case:
    """Record one attempt to get into contact: kind, day, part of the day, reached (R35, R36).

    Raises :class:`Refused` for a day in the future or before receipt, or a kind that cannot reach anyone.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.LOG_ATTEMPT)
    attempt = Attempt(kind, on, part, reached)
    problems = check_attempt(attempt, received_on=change.case.received_on, today=timezone.localdate())
    if problems:
        raise Refused(problems)
    _keep_attempt(actor.person_id, change.case, attempt)
    return save_change(actor=actor, change=change, details={"kind": kind.value, "reached": reached})


@transaction.atomic
def note_sent(*, actor: Actor, case_id: UUID, kind: AttemptKind, made_by: UUID | None) -> None:
    """Record that a letter, card or message left, as an attempt of who wrote it (R35); also in a case that is closed.

    For who sends, which may be the worker. :class:`NotFound` for a foreign case.
    """
    require(actor, Action.SEND_MESSAGES)
    case = Case.objects.select_for_update().filter(controller_id=actor.controller_id, pk=case_id).first()
    if case is None:
        raise NotFound
    part = part_of_day(timezone.localtime().time())
    _keep_attempt(made_by, case, Attempt(kind, timezone.localdate(), part, reached=False))
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    record_change(
        actor=actor,
        action=f"case.{Act.LOG_ATTEMPT}",
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, covenant_of_case(case)),
        details={"kind": kind.value, "reached": False},
    )


def _keep_attempt(made_by: UUID | None, case: Case, attempt: Attempt) -> None:
    ContactAttempt.objects.create(
        controller_id=case.controller_id,
        case=case,
        kind=attempt.kind,
        on=attempt.on,
        part_of_day=attempt.part_of_day,
        reached=attempt.reached,
        made_by=made_by,
        recorded_at=timezone.now(),
    )


@transaction.atomic
def invite_jointly(
    *, actor: Actor, case_id: UUID, version: int, on: date, second_person: UUID | None = None
) -> Case:
    """Send the one invitation on behalf of the disciplines that the route names (R30), and record it as a letter.

    Together the actor and ``second_person`` must have all of these disciplines; the second person becomes the second
    owner of the case. Raises :class:`Refused` when the route asks for no joint invitation or a discipline is missing.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.INVITE_JOINTLY)
    second = required_inviter(actor.controller_id, second_person) if second_person else None
    own = [one for one in inviting_people(actor.controller_id) if one.person_id == actor.person_id]
    _require_disciplines(change, [*own, *([second] if second else [])])
    attempt = Attempt(AttemptKind.LETTER, on, part_of_day(timezone.localtime().time()), reached=False)
    problems = check_attempt(attempt, received_on=change.case.received_on, today=timezone.localdate())
    if problems:
        raise Refused(problems)
    change.case.invited_on = on
    # A helper of a partner gets the case by referral, with what the covenant lets it see, not as an owner.
    if second is not None and second.party == actor.party:
        change.case.second_owner = second.person_id
    _keep_attempt(actor.person_id, change.case, attempt)
    finish_tasks(actor=actor, case=change.case, kind=TaskKind.INVITE, on=on)
    return save_change(actor=actor, change=change, details={"invited_on": on.isoformat()})


def _require_disciplines(change: OpenChange, people: list[Colleague]) -> None:
    present = frozenset(one.discipline for one in people if one.discipline)
    problem = check_joint_invitation(invited_disciplines(change.case.route_actions), present)
    if problem is not None:
        raise Refused(problem)


@transaction.atomic
def choose_contact(
    *, actor: Actor, case_id: UUID, version: int, may_write: bool, reason: str, on: date
) -> Case:
    """Record whether this resident may be written to, where the covenant asks a person to choose (R23).

    Raises :class:`Refused` without a reason, or when there is nothing to choose. The tasks follow from the choice.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.CHOOSE_CONTACT)
    case = change.case
    case.may_write = may_write
    case.contact_choice_reason = required_text(reason, "waarom u dit kiest", "why you choose this")[:500]
    finish_tasks(actor=actor, case=case, kind=TaskKind.CONTACT_CHOICE, on=on)
    replan(actor=actor, case=case, planned=tasks_of_advice(case, change.covenant, on))
    return save_change(actor=actor, change=change, details={"may_write": may_write})


@transaction.atomic
def record_conversation(*, actor: Actor, case_id: UUID, version: int, on: date) -> Case:
    """Record the first conversation: real contact on that day, from which the decision's term counts (R28, R39)."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.RECORD_CONVERSATION)
    require_day(on, change.case.received_on)
    change.case.spoken_on = min(on, change.case.spoken_on or on)  # a helper may have been first
    return save_change(
        actor=actor,
        change=change,
        details={"on": on.isoformat(), "in_time": on <= change.case.first_conversation_by},
    )


@transaction.atomic
def record_informed(*, actor: Actor, case_id: UUID, version: int, on: date) -> Case:
    """Record the day on which the tenant was informed under GDPR art. 14 (R18)."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.RECORD_INFORMED)
    require_day(on, change.case.received_on)
    change.case.informed_on = on
    finish_tasks(actor=actor, case=change.case, kind=TaskKind.INFORM, on=on)
    return save_change(
        actor=actor, change=change, details={"on": on.isoformat(), "in_time": on <= change.case.inform_by}
    )


@transaction.atomic
def add_note(*, actor: Actor, case_id: UUID, version: int, text: str) -> Case:
    """Keep a note for the municipality itself; it is never shared (R44)."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.ADD_NOTE)
    Note.objects.create(
        controller_id=actor.controller_id,
        case=change.case,
        written_by=actor.person_id,
        written_at=timezone.now(),
        **values(text=required_text(text, "de notitie", "the note")),
    )
    return save_change(actor=actor, change=change)


def decide_by(spoken_on: date, change: OpenChange) -> date:
    """Return the day by which a request must be decided: counted from the first conversation (R39)."""
    return term_end(spoken_on, change.covenant.terms.decide)
