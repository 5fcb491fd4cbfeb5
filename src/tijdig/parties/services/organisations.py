"""Register municipalities and organisations, and let them join and leave a controller's covenants."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from tijdig.actors import Actor, Role
from tijdig.covenant.rules.document import PartyRole
from tijdig.ledger.services import record_event
from tijdig.parties.models import Controller, Organisation, Partnership, RoleAssignment
from tijdig.parties.queries_api import api_clients_of
from tijdig.parties.services.api_clients import end_clients
from tijdig.parties.services.people import end_assignments
from tijdig.problems import NotFound, ProblemKind, Refused

ONLY_THE_OPERATOR = ProblemKind(
    code="parties.only-the-operator",
    rule="A5",
    nl="Dit doet de technisch beheerder, op de opdrachtregel.",
    en="This is done by the operator, on the command line.",
)
PARTY_CODE_TAKEN = ProblemKind(
    code="parties.party-code-taken",
    rule="R1",
    nl="De code {party} hoort bij deze gemeente al bij een andere organisatie.",
    en="The code {party} already stands for another organisation with this municipality.",
    remedy_nl="Gebruik de code die in het convenant bij deze organisatie staat.",
    remedy_en="Use the code that the covenant gives this organisation.",
)
NO_SUCH_PARTNER = ProblemKind(
    code="parties.no-such-partner",
    rule="R1",
    nl="Bij gemeente {controller} doet nu geen organisatie mee met de code {party}.",
    en="No organisation with the code {party} takes part with municipality {controller} now.",
    remedy_nl="Gebruik de code uit het convenant.",
    remedy_en="Use the code from the covenant.",
)
GLASS_TOO_LONG = ProblemKind(
    code="parties.glass-too-long",
    rule="A5",
    nl="Een zaak buiten de eigen bevoegdheid blijft 5 minuten tot 24 uur open.",
    en="A case outside one's own authority stays open for 5 minutes to 24 hours.",
)


def require_operator(actor: Actor) -> None:
    """Raise ``Refused`` unless the actor is the command line or background work."""
    if actor.role is not Role.SYSTEM:
        raise Refused(ONLY_THE_OPERATOR())


@transaction.atomic
def register_controller(*, actor: Actor, name: str, inhabitants: int | None = None) -> Controller:
    """Register the municipality whose CBS code the actor carries, or bring its name and number up to date."""
    require_operator(actor)
    controller, _ = Controller.objects.update_or_create(
        code=actor.controller_id, defaults={"name": name, "inhabitants": inhabitants}
    )
    record_event(
        actor=actor, action="register-controller", object_kind="controller", object_id=controller.code
    )
    return controller


@transaction.atomic
def set_case_access(*, actor: Actor, own_cases_only: bool, may_break_glass: bool, glass_minutes: int) -> None:
    """Set whether case directors open each other's cases, or only with a reason and for so many minutes (A5)."""
    require_operator(actor)
    if not 5 <= glass_minutes <= 24 * 60:
        raise Refused(GLASS_TOO_LONG())
    found = Controller.objects.filter(code=actor.controller_id)
    chosen = {"own_cases_only": own_cases_only, "may_break_glass": may_break_glass}
    if not found.update(**chosen, glass_minutes=glass_minutes):
        raise NotFound
    record_event(
        actor=actor,
        action="set-case-access",
        object_kind="controller",
        object_id=actor.controller_id,
        details={**chosen, "glass_minutes": glass_minutes},
    )


@transaction.atomic
def register_organisation(*, actor: Actor, name: str, kvk: str = "", oin: str = "") -> Organisation:
    """Register an organisation once: one with the same KvK number, else with the same name, is returned as it is."""
    require_operator(actor)
    same = Organisation.objects.filter(kvk=kvk) if kvk else Organisation.objects.filter(name=name)
    known = same.order_by("id").first()
    if known is not None:
        return known
    organisation = Organisation.objects.create(name=name, kvk=kvk, oin=oin)
    record_event(
        actor=actor,
        action="register-organisation",
        object_kind="organisation",
        object_id=str(organisation.pk),
    )
    return organisation


@transaction.atomic
def join_covenant(
    *, actor: Actor, organisation_id: UUID, party_code: str, party_role: PartyRole
) -> Partnership:
    """Let an organisation stand for a party code in the covenants of the actor's controller (R1).

    ``party_role`` is the party's role in the covenant; it says which roles its people can have. Joining again after
    leaving reopens the partnership. Refused when the code stands for another organisation.
    """
    require_operator(actor)
    partnership, is_new = Partnership.objects.get_or_create(
        controller_id=actor.controller_id,
        party_code=party_code,
        defaults={"organisation_id": organisation_id, "party_role": party_role},
    )
    if partnership.organisation_id != organisation_id:
        raise Refused(PARTY_CODE_TAKEN(party=party_code))
    if not is_new:
        partnership.party_role = party_role
        partnership.ended_on = None
        partnership.save(update_fields=["party_role", "ended_on"])
    record_event(
        actor=actor,
        action="join-covenant",
        object_kind="organisation",
        object_id=str(organisation_id),
        details={"party": party_code, "party_role": party_role},
    )
    return partnership


@transaction.atomic
def leave_covenant(*, actor: Actor, party_code: str, on: date) -> Partnership:
    """End a partnership; roles, sessions, credentials of systems and their tokens end with it, at once (A8)."""
    require_operator(actor)
    partnership = (
        Partnership.objects.filter(
            controller_id=actor.controller_id, party_code=party_code, ended_on__isnull=True
        )
        .select_related("organisation")
        .first()
    )
    if partnership is None:
        raise Refused(NO_SUCH_PARTNER(party=party_code, controller=actor.controller_id))
    partnership.ended_on = on
    partnership.save(update_fields=["ended_on"])
    ended = end_assignments(
        RoleAssignment.objects.filter(
            controller_id=actor.controller_id, organisation_id=partnership.organisation_id
        )
    )
    systems = api_clients_of(actor.controller_id, partnership.organisation_id).values_list("pk", flat=True)
    systems_ended = end_clients(actor=actor, controller_id=actor.controller_id, clients=list(systems))
    record_event(
        actor=actor,
        action="leave-covenant",
        object_kind="organisation",
        object_id=str(partnership.organisation_id),
        details={"party": party_code, "roles_ended": ended, "systems_ended": systems_ended},
    )
    return partnership
