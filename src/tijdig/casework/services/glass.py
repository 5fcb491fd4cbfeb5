"""Open a colleague's case with a reason, for a while, seen by others at once (A5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.loading import case_of_actor
from tijdig.casework.rules.authority import GlassReason, check_glass
from tijdig.ledger.services import record_event
from tijdig.parties.mail import send_to_each
from tijdig.parties.queries import addresses_of, case_access
from tijdig.problems import Refused

TOLD = frozenset({Role.COORDINATOR, Role.PRIVACY_OFFICER})


@transaction.atomic
def break_glass(*, actor: Actor, case_id: UUID, reason: GlassReason) -> datetime:
    """Open a colleague's case for as long as the municipality set; returns until when.

    It breaks the assignment, never the covenant: what is read is decided as for any case director, and marked in the
    log. The coordinators and the privacy officers get an e-mail once it is on record, without a word about the case.
    Raises :class:`Refused` for one's own case and where the municipality does not allow it.
    """
    require(actor, Action.BREAK_GLASS)
    case = case_of_actor(actor, case_id)
    access = case_access(actor.controller_id)
    allowed = access.own_cases_only and access.may_break_glass
    problem = check_glass(actor, case.owner, case.second_owner, allowed=allowed)
    if problem is not None:
        raise Refused(problem)
    until = timezone.now() + timedelta(minutes=access.glass_minutes)
    record_event(
        actor=actor,
        action=Action.BREAK_GLASS,
        object_kind="case",
        object_id=str(case.pk),
        details={"reason": reason, "minutes": access.glass_minutes},
    )
    told = addresses_of(actor.controller_id, TOLD)
    subject = gettext("Tijdig: een zaak is buiten eigen bevoegdheid geopend")
    text = gettext(
        "Een medewerker heeft met opgave van een reden een zaak geopend die een collega heeft.\n"
        "In het logboek van Tijdig staat wie, welke zaak, waarom en tot wanneer.\n"
    )
    transaction.on_commit(lambda: send_to_each(told, subject, text))
    return until
