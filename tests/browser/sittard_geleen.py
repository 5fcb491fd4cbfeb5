"""A small town under the covenant of Sittard-Geleen: all agreed, three landlords delivered this month, cases wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Role, system_actor
from tijdig.casework.services import work_up_signals
from tijdig.covenant.rules.reading import read_covenant
from tijdig.demo.agreement import covenant_text
from tijdig.demo.cast import Cast, Player, gather_cast
from tijdig.demo.deliveries import LedgerRow, wide_export
from tijdig.demo.month import agree, deliver
from tijdig.demo.people import Home, Inhabitant
from tijdig.demo.register import benefit_list, register_extract
from tijdig.demo.story import receipt_days
from tijdig.ledger.trace import new_trace
from tijdig.parties.services import DemoEntry, make_demo_link
from tijdig.residents.services import import_benefit_facts, import_register_extract

CODE = "1883"
MUNICIPALITY = "gemeente-sittard-geleen"
DEBT = "schulddienstverlening"
PLAYERS = (
    Player("director", "Noor Habets", MUNICIPALITY, Role.CASE_DIRECTOR, DEBT),
    Player("second-director", "Luuk Senden", MUNICIPALITY, Role.CASE_DIRECTOR, DEBT),
    Player("coordinator", "Mieke Paulussen", MUNICIPALITY, Role.COORDINATOR),
    Player("privacy-officer", "Rob Hensgens", MUNICIPALITY, Role.PRIVACY_OFFICER),
    Player("zowonen", "Ineke Demandt", "zowonen", Role.LANDLORD_CLERK),
    Player("born", "Huub Ramakers", "woningbeheer-born-grevenbicht", Role.LANDLORD_CLERK),
    Player("wonen-limburg", "Wendy Aerts", "wonen-limburg", Role.LANDLORD_CLERK),
    Player("welfare", "Judith Thissen", "partners-in-welzijn", Role.SOCIAL_WORKER, "welzijnswerk"),
    Player("credit", "Frank Cals", "kredietbank-limburg", Role.SOCIAL_WORKER, "schuldregeling"),
    Player("zowonen-admin", "Ans Lemmen", "zowonen", Role.ORGANISATION_ADMIN),
    Player("born-admin", "Jo Cobben", "woningbeheer-born-grevenbicht", Role.ORGANISATION_ADMIN),
    Player("wonen-limburg-admin", "Hanneke Kuijpers", "wonen-limburg", Role.ORGANISATION_ADMIN),
    Player("welfare-admin", "Els Wouters", "partners-in-welzijn", Role.ORGANISATION_ADMIN),
    Player("credit-admin", "Bert Jacobs", "kredietbank-limburg", Role.ORGANISATION_ADMIN),
)
SIGNERS = ("coordinator", *(player.key for player in PLAYERS if player.role is Role.ORGANISATION_ADMIN))


@dataclass(frozen=True, slots=True)
class Tenant:
    """Who is behind, with whom, and by how many months."""

    bsn: str
    given_names: str
    surname: str
    number: int
    clerk: str
    months: int
    crisis: bool = False
    has_child: bool = False
    benefit: bool = False

    def as_inhabitant(self, today: date) -> Inhabitant:
        """Return what the register and the benefit administration know of the tenant."""
        return Inhabitant(
            bsn=self.bsn,
            given_names=self.given_names,
            prefix="",
            surname=self.surname,
            born=date(1961 + self.number, 5, 2),
            home=Home("Kasteelstraat", self.number, "", "6131AB"),
            moved_in=date(2015, 1, 1),
            children=(today - timedelta(days=9 * 365),) if self.has_child else (),
            tags=frozenset({"benefit"}) if self.benefit else frozenset(),
        )

    def as_ledger_row(self, received_on: date) -> LedgerRow:
        """Return what the landlord's ledger knows, with the facts of R5 two to three weeks old."""
        inhabitant = self.as_inhabitant(received_on)
        sought, reminded = received_on - timedelta(days=21), received_on - timedelta(days=19)
        return LedgerRow(
            reference=f"H{self.number:03}",
            initials=inhabitant.initials,
            prefix="",
            surname=self.surname,
            born=inhabitant.born,
            street=inhabitant.home.street,
            number=str(self.number),
            addition="",
            postcode=inhabitant.home.postcode,
            cents=62_500 * self.months,
            months=self.months,
            onset=received_on - timedelta(days=30 * self.months + 4),
            contact=sought,
            help=sought,
            reminder=reminded,
            offer=reminded,
            informed=reminded,
            crisis=self.crisis,
        )


TENANTS = (
    Tenant("999990019", "Petra Johanna", "Adriaens", 11, "zowonen", 2, crisis=True, has_child=True),
    Tenant("999990020", "Bram", "Bovens", 12, "wonen-limburg", 2, crisis=True),
    Tenant("999990032", "Chantal Maria", "Crins", 13, "zowonen", 4),
    Tenant("999990044", "Dirk Jan", "Deumens", 14, "born", 1),
    Tenant("999990056", "Els Anna", "Erkens", 15, "wonen-limburg", 3),
    Tenant("999990068", "Gerda Helena", "Gorissen", 16, "born", 2, benefit=True),
)


def fill() -> dict[str, DemoEntry]:
    """Agree, import, deliver, link and open the cases; returns a way in for each player."""
    today = timezone.localdate()
    received_on = receipt_days(today)[-1]
    text = covenant_text(today, "sittard-geleen")
    covenant = read_covenant(text).covenant
    assert covenant is not None
    with transaction.atomic(), new_trace():
        cast = gather_cast(
            covenant, municipality=covenant.municipality.name, inhabitants=92_000, players=PLAYERS
        )
        agree(cast, text, SIGNERS)
        _take_in(cast, today, received_on)
        work_up_signals(actor=system_actor(CODE), on=received_on)
        return {
            key: make_demo_link(actor=system_actor(CODE), assignment_id=assignment)
            for key, assignment in cast.assignments.items()
        }


def _take_in(cast: Cast, today: date, received_on: date) -> None:
    coordinator = cast["coordinator"]
    town = [tenant.as_inhabitant(today) for tenant in TENANTS]
    extract = register_extract(town, CODE, "Sittard")
    import_register_extract(actor=coordinator, content=extract.encode(), on=received_on)
    import_benefit_facts(actor=coordinator, content=benefit_list(town, received_on).encode(), on=received_on)
    for clerk in ("zowonen", "born", "wonen-limburg"):
        rows = [tenant.as_ledger_row(received_on) for tenant in TENANTS if tenant.clerk == clerk]
        content = wide_export(rows, "Sittard")
        assert deliver(cast[clerk], f"{clerk}.csv", content, received_on) == (len(rows), 0)
