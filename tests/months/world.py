"""A whole month under a shipped covenant, through the real services: people, register, files and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from uuid import UUID

import time_machine

from tests.residents.extracts import extract_text
from tests.sealed import person_of
from tijdig.actors import Actor, Role, system_actor
from tijdig.casework.models import Case
from tijdig.casework.services import take_up_case, work_up_signals
from tijdig.covenant.rules.document import HELPING_ROLES, Covenant
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.services import activate_covenant, propose_covenant, sign_covenant
from tijdig.demo.deliveries import LedgerRow, wide_export
from tijdig.feedback.queries import feedback_of_landlord
from tijdig.intake.services import confirm_columns, receive_delivery
from tijdig.intake.services.results import ReceivedDelivery
from tijdig.intake.states import DeliveryState
from tijdig.months import Month
from tijdig.parties.services import (
    assign_role,
    join_covenant,
    register_controller,
    register_organisation,
    register_person,
)
from tijdig.residents.services import import_benefit_facts, import_register_extract

DELIVERED = date(2026, 3, 4)  # a Wednesday, inside every window
MORNING = datetime(2026, 3, 4, 8, tzinfo=UTC)
BEFORE = datetime(2026, 2, 16, 9, tzinfo=UTC)
MARCH = Month(2026, 3)
DEBT = "schulddienstverlening"


@dataclass(frozen=True, slots=True)
class Tenant:
    """A made-up tenant; ``lives_in`` empty: in the municipality of the month."""

    bsn: str
    given_names: str
    surname: str
    born: date
    number: int
    children: tuple[str, ...] = ()
    deceased_on: str = ""
    lives_in: str = ""
    benefit: bool = False

    @property
    def initials(self) -> str:
        return "".join(f"{name[0]}." for name in self.given_names.split())


def owes(tenant: Tenant, *, months: int, **changes: object) -> LedgerRow:
    """Return the ledger's row of a tenant who is this many months behind."""
    onset = DELIVERED - timedelta(days=30 * months + 4)
    values: dict[str, object] = {
        "reference": f"H{tenant.number:03}", "initials": tenant.initials, "prefix": "", "surname": tenant.surname,
        "born": tenant.born, "street": "Kasteelstraat", "number": str(tenant.number), "addition": "",
        "postcode": "9999ZX", "cents": 62_500 * months, "months": months, "onset": onset,
        "contact": date(2026, 2, 10), "help": date(2026, 2, 10), "reminder": date(2026, 2, 12),
        "offer": date(2026, 2, 12), "informed": date(2026, 2, 12),
    }  # fmt: skip
    return LedgerRow(**(values | changes))  # type: ignore[arg-type]


@dataclass
class MonthWorld:
    """The parties' people by what they do: ``coordinator``, ``director``, ``zowonen clerk``, ``amw helper``."""

    covenant: Covenant
    text: str
    people: dict[str, Actor] = field(default_factory=dict)
    version_id: UUID | None = None

    @property
    def code(self) -> str:
        return self.covenant.controller_code

    def __getitem__(self, key: str) -> Actor:
        return self.people[key]

    def import_register(self, tenants: Sequence[Tenant], on: date = date(2026, 3, 2)) -> None:
        coordinator = self["coordinator"]
        extract = extract_text(*(_lines(tenant, self.code) for tenant in tenants))
        import_register_extract(actor=coordinator, content=extract.encode(), on=on)
        lines = [
            f"{tenant.bsn};{'J' if tenant.benefit else 'N'};{on.isoformat()}"
            for tenant in tenants
            if not tenant.lives_in
        ]
        benefits = "\r\n".join(["bsn;participatiewet;peildatum", *lines])
        import_benefit_facts(actor=coordinator, content=benefits.encode(), on=on)

    def deliver(
        self, party: str, *rows: LedgerRow, on: date = DELIVERED, on_behalf_of: str = ""
    ) -> ReceivedDelivery:
        """Deliver a file of this partner; the first time its columns are confirmed as they were recognised."""
        clerk = self[f"{party} clerk"]
        received = receive_delivery(
            actor=clerk,
            file_name=f"{party}.csv",
            content=wide_export(list(rows)),
            received_on=on,
            on_behalf_of=on_behalf_of,
        )
        if received.state is DeliveryState.WAITING:
            received = confirm_columns(
                actor=clerk, delivery_id=received.delivery_id, columns=received.plan.stored, on=on
            )
        return received

    def work_up(self, on: date = DELIVERED) -> None:
        work_up_signals(actor=system_actor(self.code), on=on)

    def case_of(self, tenant: Tenant) -> Case:
        found = Case.objects.filter(
            notifications__notification__links__person=person_of(self.code, tenant.bsn)
        )
        return found.filter(notifications__notification__links__undone_at__isnull=True).distinct().get()

    def taken_up(self, tenant: Tenant) -> Case:
        """The tenant's case, in the hands of the case director."""
        case = self.case_of(tenant)
        return take_up_case(actor=self["director"], case_id=case.pk, version=case.version)

    def told(self, party: str) -> dict[str, str]:
        """What this partner reads back of March: reference → code."""
        page = feedback_of_landlord(self[f"{party} clerk"], MARCH)
        return {line.reference: line.code for line in page.lines}

    def sign(self, party: str, *, at: datetime = BEFORE) -> None:
        assert self.version_id is not None
        with time_machine.travel(at, tick=False):
            sign_covenant(
                actor=self[f"{party} admin"],
                version_id=self.version_id,
                verdict=Verdict.ACCEPT,
                person_name="A. Tekenaar",
            )

    def activate(self, *, at: datetime = BEFORE) -> None:
        assert self.version_id is not None
        with time_machine.travel(at, tick=False):
            activate_covenant(
                actor=self["privacy officer"], version_id=self.version_id, person_name="F. Tweede"
            )


def proposed(name: str, controller: str = "") -> MonthWorld:
    """Register everyone of a shipped covenant, and let the coordinator propose it; nobody has signed yet."""
    text = (files("tijdig.covenant") / "profiles" / f"{name}.toml").read_text(encoding="utf-8")
    if controller:  # as a municipality does that begins with the national example
        text = text.replace('gemeente = "0000"', f'gemeente = "{controller}"')
    covenant = read_covenant(text).covenant
    assert covenant is not None
    world = MonthWorld(covenant, text)
    with time_machine.travel(BEFORE, tick=False):
        _gather_people(world)
        world.version_id = propose_covenant(actor=world["coordinator"], text=text).pk
    return world


def in_force(name: str, controller: str = "") -> MonthWorld:
    """The same, signed by every party and put into force by a second person."""
    world = proposed(name, controller)
    for party in world.covenant.parties:
        world.sign(party)
    world.activate()
    return world


def _gather_people(world: MonthWorld) -> None:
    system, covenant = system_actor(world.code), world.covenant
    register_controller(actor=system, name=covenant.municipality.name, inhabitants=92_000)
    for code, party in covenant.parties.items():
        organisation = register_organisation(actor=system, name=party.name)
        join_covenant(actor=system, organisation_id=organisation.pk, party_code=code, party_role=party.role)
        _add(world, organisation.pk, code, f"{code} admin", Role.ORGANISATION_ADMIN)
        if party.is_signal_partner or party.delivers_for:
            _add(world, organisation.pk, code, f"{code} clerk", Role.LANDLORD_CLERK)
        elif party.role in HELPING_ROLES:
            discipline = party.disciplines[0]
            _add(world, organisation.pk, code, f"{code} helper", Role.SOCIAL_WORKER, discipline=discipline)
        else:
            _add(world, organisation.pk, code, "director", Role.CASE_DIRECTOR, discipline=DEBT)
            _add(world, organisation.pk, code, "colleague", Role.CASE_DIRECTOR, discipline=DEBT)
            _add(world, organisation.pk, code, "coordinator", Role.COORDINATOR)
            _add(world, organisation.pk, code, "privacy officer", Role.PRIVACY_OFFICER)


def _add(
    world: MonthWorld, organisation: UUID, party: str, key: str, role: Role, *, discipline: str = ""
) -> None:
    system = system_actor(world.code)
    person = register_person(actor=system, email=f"{key.replace(' ', '.')}@voorbeeld.nl", name=key.title())
    assign_role(
        actor=system, person_id=person.pk, organisation_id=organisation, role=role, discipline=discipline
    )
    world.people[key] = Actor(person.pk, organisation, world.code, party, role)


def _lines(tenant: Tenant, code: str) -> list[dict[str, str]]:
    """Return the register's lines; who moved away has the home in the month's municipality as the former one."""
    home = {
        "08.09.10": code, "08.10.30": "20150101", "08.11.10": "Kasteelstraat", "08.11.20": str(tenant.number),
        "08.11.60": "9999ZX",
    }  # fmt: skip
    person = {
        "01.01.20": tenant.bsn, "01.02.10": tenant.given_names, "01.02.40": tenant.surname,
        "01.03.10": tenant.born.strftime("%Y%m%d"), "01.61.10": "E", "06.08.10": tenant.deceased_on,
        "09.03.10": next(iter(tenant.children), ""),
    }  # fmt: skip
    if not tenant.lives_in:
        return [person | home]
    elsewhere = {
        "08.09.10": tenant.lives_in, "08.10.30": "20260115", "08.11.10": "Elders", "08.11.20": "1",
        "08.11.60": "8888ZX", "08.H": "58",
    }  # fmt: skip
    return [person | elsewhere, home]
