"""Put on record that the register was asked about signals, and what came of it (L1, L2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services_processing import record_change
from tijdig.intake.models import Signal
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Lookup
from tijdig.linkage.on_record import about_signals
from tijdig.residents.rules.record import ResidentRecord
from tijdig.residents.services import keep_records


@transaction.atomic
def note_question(
    *, actor: Actor, signals: Sequence[Signal], asked: str, purpose: PurposeCode = PurposeCode.LINKAGE
) -> int:
    """Put on record that a register (``asked``) is going to be asked about these signals; returns how many.

    Before the question leaves: what cannot be put on record is not asked (L1).
    """
    require(actor, Action.LINK_SIGNALS)
    record_change(
        actor=actor,
        action="ask-register",
        object_kind="controller",
        object_id=actor.controller_id,
        processings=about_signals(actor.controller_id, signals, purpose),
        details={"signals": len(signals), "asked": asked},
    )
    return len(signals)


@transaction.atomic
def keep_lookups(
    *, actor: Actor, looked_up: Mapping[UUID, str], records: Sequence[ResidentRecord], on: date
) -> int:
    """Keep the records that were found about these signals, and that they were asked about; returns how many records.

    ``looked_up`` gives by signal the code of what the register could not answer, or nothing. Both in one transaction:
    a signal counts as asked about only when its answer is kept.
    """
    require(actor, Action.LINK_SIGNALS)
    extract = keep_records(actor=actor, records=records, on=on)
    now = timezone.now()
    Lookup.objects.bulk_create(
        [
            Lookup(controller_id=actor.controller_id, signal_id=signal_id, asked_at=now, problem=problem)
            for signal_id, problem in looked_up.items()
        ],
        update_conflicts=True,
        unique_fields=["signal"],
        update_fields=["asked_at", "problem"],
    )
    record_event(
        actor=actor,
        action="keep-lookups",
        object_kind="register-extract",
        object_id=str(extract.pk),
        reasons=sorted({problem for problem in looked_up.values() if problem}),
        details={"signals": len(looked_up), "people": len(records)},
    )
    return len(records)
