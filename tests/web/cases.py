"""Weert with its covenant, a register and five signals from which real cases were opened, one of each sort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.test import Client

from tests.built_once import built_once
from tests.feedback.world import TODAY, World, build_world, delivered, linked, notified, signalled
from tests.parties.town import add_person, signed_in
from tests.sealed import person_of
from tijdig.actors import Role, system_actor
from tijdig.casework.models import Case
from tijdig.casework.services import open_cases
from tijdig.parties.models import RoleAssignment
from tijdig.residents.models import BenefitFact, RegisterExtract, Resident

FAMILY, SINGLE, UNKNOWN_BENEFIT, LONG, GONE = "999990019", "999990020", "999990032", "999990044", "999990056"


@dataclass(frozen=True)
class Cases:
    """The world and the cases in it by the BSN of whom they are about."""

    world: World
    by_person: dict[str, Case]

    def browser(self, role: Role) -> Client:
        return signed_in(self.world.town.assignments[role])

    def colleague(self, name: str, discipline: str = "participatie") -> RoleAssignment:
        municipality = self.world.town.organisations["gemeente-weert"]
        assignment = add_person(
            system_actor("0988"), municipality.pk, Role.CASE_DIRECTOR, f"{name}@weert.example"
        )
        RoleAssignment.objects.filter(pk=assignment.pk).update(discipline=discipline)
        return assignment


@built_once
def build_cases() -> Cases:
    """Open cases for a threatened family, a single tenant, an unknown benefit, long arrears and someone who left."""
    world = build_world()
    own = world.town.assignments[Role.CASE_DIRECTOR]
    RoleAssignment.objects.filter(pk=own.pk).update(discipline="schulddienstverlening")
    registers()
    delivery = delivered(world)
    described = {
        FAMILY: {"crisis": True, "months": 4, "amount_cents": 312_050, "phone": "+31612345678"},
        SINGLE: {"months": 2},
        UNKNOWN_BENEFIT: {"months": 3},
        LONG: {"months": 5, "amount_cents": 401_000},
        GONE: {"months": 2},
    }
    for bsn, values in described.items():
        values["informed_on"] = date(2026, 2, 21)
        state = "moved-away" if bsn == GONE else "resident"
        notified(
            linked(signalled(world, delivery, **values), person=person_of("0988", bsn), register_state=state)
        )
    open_cases(actor=system_actor("0988"), on=TODAY)
    links = Case.objects.values_list("notification__links__person", "pk")
    cases = Case.objects.in_bulk([pk for _, pk in links])
    return Cases(
        world,
        {bsn: cases[pk] for person, pk in links for bsn in described if person == person_of("0988", bsn)},
    )


def registers() -> None:
    """Put people and benefits into the register, as of the first of the month."""
    as_of, at = date(2026, 4, 1), "2026-04-01T08:00:00Z"
    extract = RegisterExtract.objects.create(
        controller_id="0988", kind=RegisterExtract.Kind.RESIDENTS, as_of=as_of, imported_at=at, people=5
    )
    benefits = RegisterExtract.objects.create(
        controller_id="0988", kind=RegisterExtract.Kind.BENEFITS, as_of=as_of, imported_at=at, people=4
    )
    for bsn, surname, number in (
        (FAMILY, "Verstappen", 12),
        (SINGLE, "Geraedts", 3),
        (UNKNOWN_BENEFIT, "Op den Camp", 88),
        (LONG, "Nijssen", 41),
        (GONE, "Smeets", 7),
    ):
        Resident.objects.create(
            controller_id="0988", extract=extract, bsn=bsn, given_names="Anna Maria", surname=surname,
            birth_date="19850312", municipality="0988", street="Maaspoort", house_number=number, postcode="6001BP",
            town="Weert", child_birth_dates=["20160501", "20190907"] if bsn == FAMILY else [],
        )  # fmt: skip
        if bsn != UNKNOWN_BENEFIT:
            BenefitFact.objects.create(
                controller_id="0988",
                extract=benefits,
                person=person_of("0988", bsn),
                participatiewet=bsn == FAMILY,
            )
