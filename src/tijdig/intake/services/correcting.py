"""Let a corrected row replace what its signal says, and keep what it said before (K4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tijdig.covenant.rules.document import Covenant
from tijdig.intake.models import Delivery, EarlierSignal, Signal
from tijdig.intake.rules.corrections import CORRECTED_FIELDS, changed_fields, written
from tijdig.intake.rules.rows import SignalRow
from tijdig.vault.fields import values

_CHUNK = 500


def correct_signals(
    *,
    delivery: Delivery,
    covenant: Covenant,
    rows: Mapping[UUID, SignalRow],
    at: datetime,
) -> list[frozenset[str]]:
    """Give these signals what their rows say; return per signal which fields that changed.

    Call it in the transaction of the delivery, which records the change.
    """
    signals = list(Signal.objects.filter(controller_id=delivery.controller_id, id__in=rows))
    history, changes = [], []
    for signal in signals:
        before = {name: getattr(signal, name) for name in CORRECTED_FIELDS}
        after = rows[signal.id]._asdict()
        history.append(
            EarlierSignal(
                controller_id=delivery.controller_id,
                signal=signal,
                replaced_by=delivery,
                replaced_at=at,
                **values(said=written(before)),
            )
        )
        changes.append(changed_fields(before, after))
        signal.covenant_hash, signal.corrected_at = covenant.hash, at
        for name in CORRECTED_FIELDS:
            setattr(signal, name, after[name])
    EarlierSignal.objects.bulk_create(history)
    Signal.objects.bulk_update(
        signals, ["covenant_hash", "corrected_at", *CORRECTED_FIELDS], batch_size=_CHUNK
    )
    return changes
