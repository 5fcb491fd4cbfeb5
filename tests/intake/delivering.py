"""A landlord's clerk delivers a file: what came of it, why it was refused, how much of it is kept."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.samples import RECEIVED_ON
from tijdig.actors import Actor
from tijdig.intake.models import ColumnMapping, Delivery, DeliveryFile, RefusedRow, Signal
from tijdig.intake.services import ReceivedDelivery, receive_delivery
from tijdig.problems import Refused


def deliver(
    actor: Actor, content: bytes, name: str = "maand.csv", on: date = RECEIVED_ON
) -> ReceivedDelivery:
    return receive_delivery(actor=actor, file_name=name, content=content, received_on=on)


def refusal(actor: Actor, content: bytes, on: date = RECEIVED_ON) -> str:
    with pytest.raises(Refused) as refused:
        deliver(actor, content, on=on)
    return refused.value.problems[0].code


def kept() -> tuple[int, ...]:
    return tuple(
        model.objects.count() for model in (Delivery, Signal, RefusedRow, DeliveryFile, ColumnMapping)
    )
