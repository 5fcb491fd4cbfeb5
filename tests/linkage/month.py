"""A month in Weert in the database: a covenant, a register, and signals of two landlords."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.resources import files
from itertools import count
from uuid import uuid4

from benchmarks.linkage_register import invented_register
from tests.residents.extracts import extract_text
from tijdig.actors import Actor, Role, system_actor
from tijdig.covenant.queries import covenant_of
from tijdig.covenant.services import propose_covenant
from tijdig.intake.models import Delivery, Signal
from tijdig.parties.models import Controller, Organisation
from tijdig.residents.rules.record import ResidentRecord
from tijdig.residents.services import import_register_extract

WEERT = "0988"
SYSTEM = system_actor(WEERT)
COORDINATOR = Actor(uuid4(), uuid4(), WEERT, "gemeente-weert", Role.COORDINATOR)
STRANGER = Actor(uuid4(), uuid4(), "1883", "gemeente-sittard-geleen", Role.COORDINATOR)
ROWS = count(1)


class Month:
    """Makes what a test needs; every signal comes under the shipped covenant of Weert."""

    def __init__(self) -> None:
        Controller.objects.create(code=WEERT, name="Weert")
        text = files("tijdig.covenant.profiles").joinpath("weert.toml").read_text(encoding="utf-8")
        covenant = covenant_of(propose_covenant(actor=SYSTEM, text=text))
        self.covenant_hash, self.parties = covenant.hash, tuple(covenant.parties)
        self.organisation = Organisation.objects.create(name="Wonen Limburg")

    def register(self, *people: ResidentRecord) -> None:
        """Import an extract with these people, among a hundred others."""
        everyone = (*people, *invented_register(100, seed=5))
        import_register_extract(actor=SYSTEM, content=as_extract(everyone), on=date(2026, 7, 1))

    def signal(self, on: date = date(2026, 7, 6), **changes: object) -> Signal:
        """Store a signal about Anna van der Zandhoek, with changes."""
        delivery = Delivery.objects.create(
            controller_id=WEERT, organisation=self.organisation, party_code="wonen-limburg",
            covenant_hash=self.covenant_hash, received_on=on, received_at=datetime.now(UTC),
            file_name="juli.csv", content_sha256="0" * 64,
        )  # fmt: skip
        values: dict[str, object] = {
            "party_code": "wonen-limburg",
            "initials": "A.M.",
            "prefix": "van der",
            "surname": "Zandhoek",
            "birth_date": "19700315",
            "street": "Lindepad",
            "house_number": 12,
            "house_letter": "A",
            "postcode": "9999ZX",
            "amount_cents": 50_000,
            "months": 2,
            "onset_on": date(2026, 4, 1),
            "reference": "H1",
        }
        return Signal.objects.create(
            controller_id=WEERT, delivery=delivery, organisation=self.organisation, received_on=on,
            covenant_hash=self.covenant_hash, row=next(ROWS), identity=uuid4().hex[:22], fingerprint=uuid4().hex[:22],
            **(values | changes),
        )  # fmt: skip


def as_extract(people: tuple[ResidentRecord, ...]) -> bytes:
    """Write residents as an extract; whoever lives here lives in Weert."""
    return extract_text(*([_line(person)] for person in people)).encode()


def _line(person: ResidentRecord) -> dict[str, str]:
    home = person.address
    return {
        "01.01.20": person.bsn,
        "01.02.10": person.given_names,
        "01.02.30": person.prefix,
        "01.02.40": person.surname,
        "01.03.10": person.birth_date,
        "05.02.30": person.partner_prefix,
        "05.02.40": person.partner_surname,
        "06.08.10": person.deceased_on,
        "08.09.10": WEERT if person.municipality == "9901" else person.municipality,
        "08.11.10": home.street,
        "08.11.20": str(home.house_number or ""),
        "08.11.30": home.house_letter,
        "08.11.40": home.addition,
        "08.11.60": home.postcode,
        "08.11.70": home.town,
        "09.03.10": next(iter(person.child_birth_dates), ""),
    }
