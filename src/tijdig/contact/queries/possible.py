"""What a case has, now, that letters and messages speak of."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import case_of_actor
from tijdig.casework.models import Case
from tijdig.casework.rules.contact_choice import check_written_contact
from tijdig.casework.rules.states import HELPING_REFERRALS, OPEN_REFERRALS
from tijdig.casework.term_pauses import is_paused, rows_of_pauses
from tijdig.contact.models import Appointment, Message
from tijdig.contact.rules.messages import (
    Channel,
    MessageKind,
    Possible,
    check_appointment_stands,
    check_kind,
)
from tijdig.ddas import Result
from tijdig.problems import Problem


def appointments_to_come(case: Case) -> tuple[Appointment, ...]:
    """Return the appointments of a case that stand and have not begun, first thing first."""
    standing = Appointment.objects.filter(case=case, cancelled_at__isnull=True, starts_at__gt=timezone.now())
    return tuple(standing.order_by("starts_at", "pk"))


def case_to_write_in(actor: Actor, case_id: UUID) -> tuple[Case, Possible]:
    """Return a case that the actor may open, with what it has that messages speak of.

    Raises :class:`NotFound` for a foreign case, and :class:`Refused` for a colleague's where each keeps to their own
    (A5).
    """
    require(actor, Action.WORK_CASE)
    case = case_of_actor(actor, case_id)
    within_authority(actor, case)
    return case, possible_in(case)


def possible_in(case: Case) -> Possible:
    """Return what this case has that messages speak of."""
    to_come = appointments_to_come(case)
    given = {one.state for one in case.referrals.all()}
    undecided = not case.help_decision
    paused, ever_paused = is_paused(case, timezone.localdate()), bool(rows_of_pauses(case))
    return Possible(
        appointment=bool(to_come),
        joint_appointment=any(one.second_person for one in to_come),
        decision=case.help_decision,
        term_paused=paused,
        term_resumed=undecided and ever_paused and not paused,
        referral=bool(given & (OPEN_REFERRALS | HELPING_REFERRALS)),
        # A proposal, or a person who closed the case with it and said how that is known.
        deceased=Result.DECEASED in {case.proposed_result, case.result},
    )


def why_no_longer(message: Message) -> Problem | None:
    """Return why what was written may not leave any more (R23, R26, R28, R56); None when it still may."""
    case = message.case
    return (
        check_written_contact(
            frozen_on=case.frozen_on, waits_for_choice=bool(case.contact_reasons), may_write=case.may_write
        )
        or _appointment_problem(message)
        or check_kind(MessageKind(message.kind), Channel(message.channel), possible_in(case))
    )


def appointment_of(message: Message) -> Appointment | None:
    """Return the appointment that a message is about; None when it is about none."""
    if message.appointment is None:
        return None
    return Appointment.objects.filter(case_id=message.case_id, pk=message.appointment).first()


def _appointment_problem(message: Message) -> Problem | None:
    about = appointment_of(message)
    if about is None:
        return None
    return check_appointment_stands(
        starts_at=about.starts_at,
        changed_at=about.changed_at,
        cancelled=about.cancelled_at is not None,
        drafted_at=message.made_at,
        now=timezone.now(),
    )
