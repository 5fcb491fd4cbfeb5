"""Weert as its people see it, one object of each kind, and strangers in the same roles: for the access matrix (A6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from tests.built_once import built_once
from tests.parties.town import SITTARD, add_person
from tests.web.cases import SINGLE, Cases, build_cases
from tijdig.actors import Role, system_actor
from tijdig.casework import services as casework
from tijdig.casework.models import Leave, Referral
from tijdig.contact.rules.appointments import Where
from tijdig.contact.rules.messages import Channel, MessageKind
from tijdig.contact.services import draft_message, plan_appointment, plan_visits
from tijdig.contact.services.appointments import Meeting
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.document import PartyRole
from tijdig.covenant.services import start_draft
from tijdig.intake.models import ColumnMapping, Signal
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link, Notification
from tijdig.meeting.services import plan_meeting
from tijdig.oversight.models import Breach, LogReview, ReviewItem
from tijdig.parties import services as parties
from tijdig.parties.models import Invitation, Organisation, RoleAssignment
from tijdig.rights.models import RightsRequest
from tijdig.web.access import Held

ROLES = tuple(role for role in Role if role is not Role.SYSTEM)
# The kind of organisation for which each role is held.
KINDS = {
    Role.LANDLORD_CLERK: PartyRole.LANDLORD,
    Role.ORGANISATION_ADMIN: PartyRole.LANDLORD,
    Role.SOCIAL_WORKER: PartyRole.SOCIAL_WORK,
    Role.CASE_DIRECTOR: PartyRole.MUNICIPALITY,
    Role.COORDINATOR: PartyRole.MUNICIPALITY,
    Role.PRIVACY_OFFICER: PartyRole.MUNICIPALITY,
}


@dataclass(frozen=True)
class Everyone:
    """Who has the objects, who has the same role for another organisation, and who under another municipality."""

    own: dict[Role, RoleAssignment]
    other_organisation: dict[Role, RoleAssignment]
    other_controller: dict[Role, RoleAssignment]
    objects: dict[Held, UUID]


@built_once
def build_everyone() -> Everyone:
    cases = build_cases()
    own = cases.world.town.assignments
    return Everyone(
        own={role: own[role] for role in ROLES},
        other_organisation=_other_organisations(cases),
        other_controller=_sittard(),
        objects=_objects(cases),
    )


def _other_organisations(cases: Cases) -> dict[Role, RoleAssignment]:
    """Another landlord's clerk and administrator, and a helper of another helping partner of Weert's covenant."""
    weert = system_actor("0988")
    landlord = cases.world.town.organisations["st-joseph"]
    helper = parties.register_organisation(actor=weert, name="Kredietbank Limburg")
    parties.join_covenant(
        actor=weert, organisation_id=helper.pk, party_code="kredietbank", party_role=PartyRole.CREDIT_BANK
    )
    return {
        Role.LANDLORD_CLERK: cases.world.other_clerk,
        Role.ORGANISATION_ADMIN: add_person(
            weert, landlord.pk, Role.ORGANISATION_ADMIN, "beheer@stjoseph.example"
        ),
        Role.SOCIAL_WORKER: add_person(weert, helper.pk, Role.SOCIAL_WORKER, "hulp@kredietbank.example"),
    }


def _sittard() -> dict[Role, RoleAssignment]:
    """Someone in every role under the other municipality."""
    sittard = system_actor(SITTARD)
    organisations: dict[PartyRole, Organisation] = {}
    for kind in dict.fromkeys(KINDS.values()):
        organisations[kind] = parties.register_organisation(actor=sittard, name=f"Elders {kind}")
        parties.join_covenant(
            actor=sittard,
            organisation_id=organisations[kind].pk,
            party_code=f"elders-{kind}",
            party_role=kind,
        )
    return {
        role: add_person(sittard, organisations[KINDS[role]].pk, role, f"{role.value}@elders.example")
        for role in ROLES
    }


def _reviewed() -> dict[Held, UUID]:
    review = LogReview.objects.create(
        controller_id="0988", from_day=date(2026, 3, 1), to_day=date(2026, 3, 31), due_on=date(2026, 4, 14),
        seed="00", policy={}, readings=1, people=1, people_without_address=1, drawn_at="2026-04-01T06:00:00Z",
    )  # fmt: skip
    item = ReviewItem.objects.create(
        controller_id="0988", review=review, sign="sample", person_id=uuid4(), role="case-director",
        party="gemeente-weert", first_at="2026-03-02T10:00:00Z", last_at="2026-03-02T10:00:00Z", readings=1,
        cases=1, traces=[],
    )  # fmt: skip
    breach = Breach.objects.create(
        controller_id="0988", number="L2026-001", discovered_at="2026-04-01T06:00:00Z", what="Een lek.",
        report_by="2026-04-04T06:00:00Z", opened_at="2026-04-01T06:00:00Z", records=0, subjects=0,
    )  # fmt: skip
    asked = RightsRequest.objects.create(
        controller_id="0988", kind="access", reference="2026-0412", received_on="2026-04-01",
        answer_by="2026-05-01", recorded_at="2026-04-01T10:00:00Z",
    )  # fmt: skip
    return {Held.REQUEST: asked.pk, Held.REVIEW: review.pk, Held.REVIEW_ITEM: item.pk, Held.BREACH: breach.pk}


def _objects(cases: Cases) -> dict[Held, UUID]:
    world, case = cases.world, cases.by_person[SINGLE]
    director = world.actor(Role.CASE_DIRECTOR)
    taken = casework.take_up_case(actor=director, case_id=case.pk, version=case.version)
    casework.refer_case(
        actor=director, case_id=case.pk, version=taken.version, party="amw", reason="Hulp thuis is nodig.",
        on=taken.received_on,
    )  # fmt: skip
    at = timezone.now() + timedelta(days=1)
    appointment = plan_appointment(
        actor=director, case_id=case.pk, version=taken.version + 1,
        meeting=Meeting(at, at + timedelta(hours=1), Where.HOME),
    )  # fmt: skip
    visits = plan_visits(actor=director, case_ids=[case.pk])
    message = draft_message(
        actor=director, case_id=case.pk, version=taken.version + 2, kind=MessageKind.CLOSING, channel=Channel.LETTER
    )  # fmt: skip
    meeting = plan_meeting(actor=world.actor(Role.COORDINATOR), on=date(2026, 5, 7))
    parties.invite_person(
        actor=world.actor(Role.ORGANISATION_ADMIN), email="nieuw@wl.example", name="Nieuw", role=Role.LANDLORD_CLERK
    )  # fmt: skip
    version = CovenantVersion.objects.get()
    draft = start_draft(actor=world.actor(Role.COORDINATOR), based_on=version.pk)
    signal = Signal.objects.order_by("pk")[0]
    clerk = world.town.assignments[Role.LANDLORD_CLERK]
    return {
        Held.DELIVERY: signal.delivery_id,
        Held.LAYOUT: ColumnMapping.objects.create(
            controller_id="0988",
            organisation_id=clerk.organisation_id,
            headings_fingerprint="0",
            version=1,
            columns=[["Nummer", "reference"]],
            confirmed_at="2026-03-02T10:00:00Z",
        ).pk,
        Held.SIGNAL: signal.pk,
        Held.CASE: case.pk,
        Held.APPOINTMENT: appointment.pk,
        Held.MESSAGE: message.pk,
        Held.ROUND: visits.pk,
        Held.REFERRAL: Referral.objects.get().pk,
        Held.LINK: Link.objects.order_by("pk")[0].pk,
        Held.NOTIFICATION: Notification.objects.order_by("pk")[0].pk,
        Held.COVENANT: version.pk,
        Held.DRAFT: draft.pk,
        Held.ASSIGNMENT: clerk.pk,
        Held.PERSON: clerk.person_id,
        Held.INVITATION: Invitation.objects.get().pk,
        Held.SYSTEM: parties.make_api_client(
            actor=world.actor(Role.ORGANISATION_ADMIN), name="Pakket", role=Role.LANDLORD_CLERK
        ).client_id,
        Held.MEETING: meeting.pk,
        Held.LEAVE: Leave.objects.create(
            controller_id=case.controller_id,
            person=clerk.person_id,
            first_day=date(2026, 5, 4),
            last_day=date(2026, 5, 8),
        ).pk,
        **_reviewed(),
        Held.TRACE: AuditEvent.objects.filter(object_kind="meeting").get().trace_id,
    }
