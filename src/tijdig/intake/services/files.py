"""Hand the returned file to its landlord, and drop files whose time has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.intake.models import Delivery, DeliveryFile
from tijdig.intake.ownership import made_by
from tijdig.intake.services.dropping import drop_files
from tijdig.intake.states import DeliveryState
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound

_ARCHIVE = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file to download: its name, content type and bytes."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def fetch_returned_file(*, actor: Actor, delivery_id: UUID, on: date) -> ReturnedFile:
    """Return the landlord's own file with its errors marked, and record that it was fetched (R58).

    Only for the organisation that delivered it, and no longer than the covenant lets it be kept; else
    :class:`NotFound`.
    """
    require(actor, Action.DELIVER_SIGNALS)
    file = (
        DeliveryFile.objects.select_related("delivery")
        .filter(
            made_by(actor, "delivery__"),
            delivery_id=delivery_id,
            controller_id=actor.controller_id,
            kind=DeliveryFile.Kind.RETURNED,
            keep_until__gte=on,
        )
        .first()
    )
    if file is None:
        raise NotFound
    record_event(
        actor=actor, action="fetch-returned-file", object_kind="delivery", object_id=str(delivery_id)
    )
    content = bytes(file.content)
    stem = PurePath(file.delivery.file_name).stem or "aanlevering"
    if content.startswith(_ARCHIVE):
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return ReturnedFile(f"{stem}-fouten.xlsx", kind, content)
    return ReturnedFile(f"{stem}-fouten.csv", f"text/csv; charset={_charset(file.delivery)}", content)


def _charset(delivery: Delivery) -> str:
    return "windows-1252" if delivery.encoding == "windows-1252" else "utf-8"


@transaction.atomic
def drop_kept_files(*, actor: Actor, on: date) -> int:
    """Drop every file of this controller kept past its day, and withdraw deliveries that waited too long.

    Returns how many files were dropped.
    """
    require(actor, Action.ERASE_DATA)
    stale = DeliveryFile.objects.filter(controller_id=actor.controller_id, keep_until__lt=on)
    Delivery.objects.filter(
        controller_id=actor.controller_id,
        state__in=(DeliveryState.WAITING, DeliveryState.HELD),
        files__in=stale.exclude(kind=DeliveryFile.Kind.RETURNED),
    ).update(state=DeliveryState.WITHDRAWN)
    dropped = drop_files(actor=actor, files=stale)
    if dropped:
        record_event(
            actor=actor,
            action="drop-kept-files",
            object_kind="delivery-file",
            object_id="",
            details={"dropped": dropped},
        )
    return dropped
