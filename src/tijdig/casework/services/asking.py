"""Put on record that registers are asked again about people with an open case (L1, L2)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services_processing import record_change


@transaction.atomic
def note_asking_again(*, actor: Actor, cases: Sequence[Case]) -> int:
    """Put on record that a register is going to be asked again about the people in these cases; returns how many.

    Before the question leaves: what cannot be put on record is not asked (L1).
    """
    require(actor, Action.OPEN_CASES)
    about = [
        processing
        for case in cases
        for processing in about_case(case.pk, covenant_of_case(case), PurposeCode.TRIAGE)
    ]
    record_change(
        actor=actor,
        action="case.ask-register-again",
        object_kind="controller",
        object_id=actor.controller_id,
        processings=about,
        details={"cases": len(cases)},
    )
    return len(cases)
