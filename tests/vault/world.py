"""A town with a resident, a signal and a delivery, for tests of how they are stored."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from django.db import connection

from tijdig.actors import Actor, system_actor
from tijdig.intake.models import Delivery, Signal
from tijdig.parties.models import Controller, Organisation
from tijdig.residents.models import RegisterExtract, Resident

HERE, ELSEWHERE = "0988", "1883"
SYSTEM: Actor = system_actor(HERE)
NAME, NUMBER = "Kanariepiet", "999990019"
ON = date(2026, 3, 4)
AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


def municipality(code: str = HERE) -> Organisation:
    Controller.objects.get_or_create(code=code, defaults={"name": f"Gemeente {code}"})
    return Organisation.objects.create(name="Wonen Limburg")


def delivery(code: str = HERE) -> Delivery:
    return Delivery.objects.create(
        controller_id=code,
        organisation=municipality(code),
        party_code="wonen-limburg",
        covenant_hash="sha256:0",
        received_on=ON,
        received_at=AT,
        file_name=f"{NAME}.csv",
        content_sha256="0" * 64,
    )


def signal(code: str = HERE, **values: object) -> Signal:
    one = delivery(code)
    personal: dict[str, object] = {
        "surname": NAME,
        "reference": "H-1",
        "house_number": 12,
        "amount_cents": 120_000,
        "onset_on": date(2026, 1, 1),
        **values,
    }
    return Signal.objects.create(
        controller_id=code, delivery=one, organisation=one.organisation, party_code="wonen-limburg",
        covenant_hash="sha256:0", row=1, received_on=ON, identity=uuid4().hex[:22], fingerprint="x", **personal,
    )  # fmt: skip


def extract(code: str = HERE) -> RegisterExtract:
    municipality(code)
    return RegisterExtract.objects.create(
        controller_id=code, kind="residents", as_of=ON, imported_at=AT, people=1
    )


def resident(bsn: str = NUMBER, of: RegisterExtract | None = None, **values: object) -> Resident:
    of = of or extract()
    personal: dict[str, object] = {"surname": NAME, "postcode": "6001AB", "house_number": 12, **values}
    return Resident.objects.create(controller_id=of.controller_id, extract=of, bsn=bsn, **personal)


def raw(table: str, column: str, pk: object) -> object:
    """What really stands in a column."""
    key = pk.hex if connection.vendor == "sqlite" else pk  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE id = %s', [key])
        return cursor.fetchone()[0]
