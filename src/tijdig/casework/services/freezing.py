"""Let contact with a resident stand still after an objection or a request for restriction, and go on (R56)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import case_of_actor, covenant_of_case
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case
from tijdig.disclosure.services_processing import record_change
from tijdig.problems import ProblemKind, Refused

NO_CASE_WITH_NUMBER = ProblemKind(
    code="casework.no-case-with-number",
    rule="R56",
    nl="Er is geen zaak met dit nummer.",
    en="There is no case with this number.",
    remedy_nl="Vraag het nummer aan de regisseur.",
    remedy_en="Ask the case director for the number.",
)


@transaction.atomic
def freeze_contact(*, actor: Actor, number: str) -> Case:
    """Let contact in the case with this number stand still from today; once it does, the first day stays.

    No letter, message, card or appointment leaves or is made until :func:`release_contact`. Raises :class:`Refused`
    for a number that no case has.
    """
    require(actor, Action.ANSWER_RIGHTS)
    found = Case.objects.filter(controller_id=actor.controller_id, number=number.strip()).first()
    if found is None:
        raise Refused(NO_CASE_WITH_NUMBER())
    return found if found.frozen_on else _set(actor, found, timezone.localdate(), "case.freeze-contact")


@transaction.atomic
def release_contact(*, actor: Actor, case_id: UUID) -> Case:
    """Let contact go on, once a person weighed what the resident asked; :class:`NotFound` for a foreign case."""
    require(actor, Action.ANSWER_RIGHTS)
    found = case_of_actor(actor, case_id)
    return _set(actor, found, None, "case.release-contact") if found.frozen_on else found


def _set(actor: Actor, case: Case, frozen_on: date | None, action: str) -> Case:
    # The page of the case is out of date now (K6).
    Case.objects.filter(pk=case.pk).update(frozen_on=frozen_on, version=F("version") + 1)
    case.refresh_from_db()
    record_change(
        actor=actor,
        action=action,
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, covenant_of_case(case)),
        details={"version": case.version},
    )
    return case
