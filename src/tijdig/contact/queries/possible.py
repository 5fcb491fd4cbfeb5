"""What a case has, now, that letters and messages speak of."""

from __future__ import annotations

from django.utils import timezone

from tijdig.casework.models import Case
from tijdig.casework.rules.contact_choice import check_may_write, check_not_frozen
from tijdig.casework.rules.states import HELPING_REFERRALS, OPEN_REFERRALS
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


def possible_in(case: Case) -> Possible:
    """Return what this case has that messages speak of."""
    to_come = appointments_to_come(case)
    given = {one.state for one in case.referrals.all()}
    return Possible(
        appointment=bool(to_come),
        joint_appointment=any(one.second_person for one in to_come),
        decision=case.help_decision,
        referral=bool(given & (OPEN_REFERRALS | HELPING_REFERRALS)),
        deceased=case.proposed_result == Result.DECEASED,
    )


def why_no_longer(message: Message) -> Problem | None:
    """Return why what was written may not leave any more (R23, R26, R28, R56); None when it still may."""
    case = message.case
    return (
        check_not_frozen(case.frozen_on)
        or check_may_write(waits_for_choice=bool(case.contact_reasons), may_write=case.may_write)
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
