"""What tests need of sealed rows: how a BSN is known here, and personal fields changed behind the services' backs."""

from __future__ import annotations

from django.db.models import QuerySet

from tijdig.intake.models import Signal
from tijdig.residents.queries import people_with
from tijdig.vault.rows import SealedRow, sealed_models


def person_of(controller: str, bsn: str) -> str:
    """The blind index by which this BSN is known; empty for nobody."""
    return people_with(controller, [bsn])[bsn] if bsn else ""


def every_personal_value() -> str:
    """All that the sealed rows hold, opened: for tests that look whether a thing is kept anywhere at all."""
    return "\n".join(
        str(row.opened().values) for model in sealed_models() for row in model._base_manager.all()
    )


def rewrite[Row: SealedRow](rows: QuerySet[Row], **values: object) -> None:
    """Set fields of these rows, personal ones too: ``update`` cannot, they are no columns."""
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def signal_of(reference: str) -> Signal:
    """The one signal that its landlord calls by this reference."""
    (found,) = [signal for signal in Signal.objects.all() if signal.reference == reference]
    return found
