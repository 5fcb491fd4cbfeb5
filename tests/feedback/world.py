"""Weert with its covenant in force, two landlords, and signals made by hand: for tests of what rooms read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from tests.built_once import built_once
from tests.covenant.agreeing import put_in_force
from tests.parties.town import Town, add_person, build_town
from tests.sealed import person_of
from tijdig.actors import Actor, Role, system_actor
from tijdig.casework.models import Case, ContactAttempt
from tijdig.casework.rules.states import CaseState
from tijdig.covenant.profiles import profile_text
from tijdig.covenant.rules.document import PartyRole
from tijdig.ddas import AttemptKind, PartOfDay, Result, SignalStatus
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.states import DeliveryState
from tijdig.linkage.models import Link, Notification
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.parties import services
from tijdig.parties.models import RoleAssignment
from tijdig.parties.queries import actor_in, assignments_of_person

TODAY = date(2026, 4, 7)
NOW = datetime(2026, 4, 7, 9, tzinfo=UTC)
# What a successor of Weert's covenant changes to have a collection pause.
PAUSE = "mogelijk = false", 'mogelijk = true\nduur = "P30D"\ncontrole = "P20D"'
_numbers = count(1)


@dataclass(frozen=True)
class World:
    """The town, the covenant's hash, and a clerk of the other landlord."""

    town: Town
    covenant_hash: str
    other_clerk: RoleAssignment

    def actor(self, role: Role) -> Actor:
        return self.town.actor(role)

    @property
    def other_landlord(self) -> Actor:
        (assignment,) = assignments_of_person(self.other_clerk.person_id)
        return actor_in(assignment)


@built_once
def build_world() -> World:
    town = build_town()
    system = system_actor("0988")
    other = services.register_organisation(actor=system, name="Woningstichting St. Joseph")
    services.join_covenant(
        actor=system, organisation_id=other.pk, party_code="st-joseph", party_role=PartyRole.LANDLORD
    )
    clerk = add_person(system, other.pk, Role.LANDLORD_CLERK, "klerk@stjoseph.example")
    town.organisations["st-joseph"] = other
    return World(town, covenant_in_force(), clerk)


def covenant_in_force() -> str:
    return put_in_force(profile_text("weert"), NOW).hash


def delivered(
    world: World, party: str = "wonen-limburg", on: date = date(2026, 4, 2), **values: object
) -> Delivery:
    return Delivery.objects.create(
        controller_id="0988", organisation=world.town.organisations[party], party_code=party,
        covenant_hash=world.covenant_hash, state=DeliveryState.ACCEPTED, received_on=on,
        received_at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC), file_name="maand.csv",
        content_sha256="ab" * 32, **values,
    )  # fmt: skip


def signalled(world: World, delivery: Delivery | None = None, **values: object) -> Signal:
    delivery = delivery or delivered(world)
    number = next(_numbers)
    filled: dict[str, object] = {
        "reference": f"HUUR-{number:05d}", "surname": "Voorbeeld", "house_number": number, "postcode": "6001AB",
        "amount_cents": 123_456, "months": 2, "onset_on": date(2026, 2, 1), "contact_sought_on": date(2026, 2, 12),
        "pointed_to_help_on": date(2026, 2, 13), "reminder_on": date(2026, 2, 20),
        "offer_to_share_on": date(2026, 2, 21), "row": number,
        "party_code": delivery.party_code, "identity": f"i{number}", "fingerprint": f"f{number}",
    }  # fmt: skip
    return Signal.objects.create(
        controller_id="0988", delivery=delivery, organisation=delivery.organisation, covenant_hash=world.covenant_hash,
        received_on=delivery.received_on, **(filled | values),
    )  # fmt: skip


def linked(signal: Signal, outcome: Outcome = Outcome.CERTAIN, **values: object) -> Link:
    filled: dict[str, object] = {
        "person": person_of("0988", "999990019") if outcome is Outcome.CERTAIN else "",
        "register_state": RegisterState.RESIDENT, "rule_id": "A1", "rule_version": "t", "made_at": NOW,
    }  # fmt: skip
    return Link.objects.create(controller_id="0988", signal=signal, outcome=outcome, **(filled | values))


def notified(*links: Link, patterns: tuple[str, ...] = ("single",)) -> Notification:
    first = links[0].signal.received_on.replace(day=1)
    notification = Notification.objects.create(
        controller_id="0988", address_key=f"6001AB-{next(_numbers)}", period_from=first,
        period_until=first.replace(day=28), matched_at=NOW, patterns=list(patterns),
    )  # fmt: skip
    Link.objects.filter(pk__in=[link.pk for link in links]).update(notification=notification)
    return notification


def cased(
    signal: Signal, *, result: Result | None = None, patterns: tuple[str, ...] = ("single",), **values: object
) -> Case:
    notification = notified(linked(signal), patterns=patterns)
    filled: dict[str, object] = {
        "state": CaseState.CLOSED if result else CaseState.NEW,
        "closed_on": TODAY if result else None,
        "result": result or "",
        "first_conversation_by": date(2026, 4, 30),
    }
    Signal.objects.filter(pk=signal.pk).update(status=SignalStatus.TAKEN_UP)
    case = Case.objects.create(
        controller_id="0988", number=f"2026-{next(_numbers):04d}", notification=notification,
        covenant_hash=signal.covenant_hash, opened_on=signal.received_on, received_on=signal.received_on,
        rank_key="5", facts_retrieved_on=TODAY, inform_by=date(2026, 5, 2), **(filled | values),
    )  # fmt: skip
    case.notifications.create(controller_id="0988", notification=notification, joined_on=case.opened_on)
    return case


def attempted(
    case: Case, *, reached: bool = False, kind: AttemptKind = AttemptKind.PHONE, on: date = date(2026, 4, 6)
) -> ContactAttempt:
    return ContactAttempt.objects.create(
        controller_id="0988", case=case, kind=kind, on=on, part_of_day=PartOfDay.MORNING,
        reached=reached, recorded_at=NOW,
    )  # fmt: skip
