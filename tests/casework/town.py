"""A fictitious municipality under a shipped covenant, with people, register facts and signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from uuid import UUID

from tests.built_once import built_once
from tests.covenant.agreeing import put_in_force
from tests.sealed import person_of
from tijdig.actors import Actor, Role, system_actor
from tijdig.casework.models import Case
from tijdig.casework.services import open_cases
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.ddas import SignalStatus
from tijdig.intake.models import Delivery, Signal
from tijdig.linkage.models import Link, Notification
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.parties.models import Controller, Organisation, Partnership, Person, RoleAssignment
from tijdig.residents.models import BenefitFact, RegisterExtract, Resident

RECEIVED = date(2026, 3, 4)  # a Wednesday, inside the delivery window of all shipped covenants
MOMENT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
# Made up; they pass the check of citizen service numbers, and no more.
BSNS = (
    "999990019",
    "999990020",
    "999990032",
    "999990044",
    "999990056",
    "999990068",
    "999990081",
    "999990093",
)


def covenant_text(name: str) -> str:
    return (files("tijdig.covenant") / "profiles" / f"{name}.toml").read_text()


@cache
def shipped(name: str) -> Covenant:
    covenant = read_covenant(covenant_text(name)).covenant
    assert covenant is not None, name
    return covenant


@dataclass
class Town:
    """Everything of one controller that casework's tests work with."""

    covenant: Covenant
    people: dict[str, Actor] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    delivered: int = 0
    _residents: RegisterExtract | None = None
    _benefits: RegisterExtract | None = None

    @property
    def code(self) -> str:
        return self.covenant.controller_code

    @property
    def system(self) -> Actor:
        return system_actor(self.code)

    def id_of(self, key: str) -> UUID:
        person = self.people[key].person_id
        assert person is not None
        return person

    def add_person(self, key: str, role: Role, party: str, discipline: str = "") -> Actor:
        person = Person.objects.create(email=f"{key}@{self.code}.example", name=key.replace("-", " ").title())
        organisation = self.organisations[party]
        RoleAssignment.objects.create(
            controller_id=self.code,
            organisation=organisation,
            person=person,
            role=role,
            discipline=discipline,
        )
        actor = Actor(person.pk, organisation.pk, self.code, party, role)
        self.people[key] = actor
        return actor

    def add_resident(
        self, bsn: str, *, children: Sequence[str] = (), benefit: bool | None = None, surname: str = "Jansen"
    ) -> str:
        Resident.objects.create(
            controller_id=self.code,
            extract=self._extract("residents"),
            bsn=bsn,
            given_names="Kim Sam",
            surname=surname,
            birth_date="19800101",
            municipality=self.code,
            street="Maasstraat",
            house_number=12,
            postcode="6001AB",
            town="Weert",
            child_birth_dates=list(children),
        )
        if benefit is not None:
            BenefitFact.objects.create(
                controller_id=self.code,
                extract=self._extract("benefits"),
                person=person_of(self.code, bsn),
                participatiewet=benefit,
            )
        return bsn

    def _extract(self, kind: str) -> RegisterExtract:
        known = self._residents if kind == "residents" else self._benefits
        if known is None:
            known = RegisterExtract.objects.create(
                controller_id=self.code, kind=kind, as_of=date(2026, 3, 2), imported_at=MOMENT, people=1
            )
            if kind == "residents":
                self._residents = known
            else:
                self._benefits = known
        return known

    def add_signal(
        self,
        bsn: str,
        *,
        party: str | None = None,
        state: RegisterState = RegisterState.RESIDENT,
        notification: Notification | None = None,
        repeat: bool = False,
        outcome: Outcome = Outcome.CERTAIN,
        **values: object,
    ) -> Signal:
        """Add a signal that is linked to ``bsn``, in a notification of its own unless one is given."""
        self.delivered += 1
        party = party or next(code for code, one in self.covenant.parties.items() if one.is_signal_partner)
        received_on = values.pop("received_on", RECEIVED)
        delivery = Delivery.objects.create(
            controller_id=self.code,
            organisation=self.organisations[party],
            party_code=party,
            covenant_hash=self.covenant.hash,
            received_on=received_on,
            received_at=MOMENT,
            file_name="maand.csv",
            content_sha256="0" * 64,
        )
        facts: dict[str, object] = {
            "reference": f"H-{self.delivered}",
            "surname": "Jansen",
            "amount_cents": 120_000,
            "months": 2,
            "onset_on": date(2026, 1, 1),
            "contact_sought_on": date(2026, 2, 1),
            "pointed_to_help_on": date(2026, 2, 1),
            "reminder_on": date(2026, 2, 10),
            "offer_to_share_on": date(2026, 2, 10),
            "informed_on": date(2026, 2, 20),
            **values,
        }
        signal = Signal.objects.create(
            controller_id=self.code,
            delivery=delivery,
            organisation=self.organisations[party],
            party_code=party,
            covenant_hash=self.covenant.hash,
            row=self.delivered,
            received_on=received_on,
            house_number=12,
            postcode="6001AB",
            identity=f"{self.delivered}",
            fingerprint=f"{self.delivered}",
            **facts,
        )
        Link.objects.create(
            controller_id=self.code,
            signal=signal,
            notification=notification or self.add_notification(),
            person=person_of(self.code, bsn),
            outcome=outcome,
            register_state=state,
            rule_id="K1",
            rule_version="1",
            repeat=repeat,
            made_at=MOMENT,
        )
        return signal

    def add_notification(self, **values: object) -> Notification:
        return Notification.objects.create(
            controller_id=self.code,
            address_key=f"6001AB-{self.delivered}-{Notification.objects.count()}",
            period_from=date(2026, 3, 1),
            period_until=date(2026, 3, 31),
            matched_at=MOMENT,
            patterns=["single"],
            **values,
        )

    def open(self, on: date = RECEIVED) -> list[Case]:
        """Open cases and return all of them, first in line first."""
        open_cases(actor=self.system, on=on)
        return list(Case.objects.filter(controller_id=self.code).order_by("rank_key", "number"))


@built_once
def build_weert() -> Town:
    """Weert with someone at each of its partners."""
    town = build_town("weert")
    town.add_person("social-worker", Role.SOCIAL_WORKER, "amw", "maatschappelijk-werk")
    town.add_person("landlord-clerk", Role.LANDLORD_CLERK, "wonen-limburg")
    town.add_person("other-clerk", Role.LANDLORD_CLERK, "st-joseph")
    return town


@built_once
def build_town(name: str) -> Town:
    covenant = shipped(name)
    Controller.objects.create(code=covenant.controller_code, name=covenant.municipality.name)
    town = Town(covenant)
    for code, party in covenant.parties.items():
        town.organisations[code] = Organisation.objects.create(name=party.name)
        Partnership.objects.create(
            controller_id=town.code,
            organisation=town.organisations[code],
            party_code=code,
            party_role=party.role,
        )
    put_in_force(covenant_text(name), MOMENT)
    municipality = covenant.municipality.code
    town.add_person("debt-director", Role.CASE_DIRECTOR, municipality, "schulddienstverlening")
    town.add_person("work-director", Role.CASE_DIRECTOR, municipality, "participatie")
    town.add_person("coordinator", Role.COORDINATOR, municipality)
    town.add_person("privacy-officer", Role.PRIVACY_OFFICER, municipality)
    return town


def statuses(town: Town) -> list[SignalStatus]:
    rows = Signal.objects.filter(controller_id=town.code).order_by("row").values_list("status", flat=True)
    return [SignalStatus(status) for status in rows]
