"""Who acts, in which role, and what each role may do.

The page that shows a button and the service that carries it out call the same :func:`permission`, so a disabled
button shows the very reason with which the service would refuse. Which *data* a person may see is not decided here but
by the covenant, through ``disclosure``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tijdig.problems import Decision, ProblemKind, Refused


class Role(StrEnum):
    """What a person does for an organisation under one controller."""

    LANDLORD_CLERK = "landlord-clerk"
    CASE_DIRECTOR = "case-director"
    SOCIAL_WORKER = "social-worker"
    COORDINATOR = "coordinator"
    PRIVACY_OFFICER = "privacy-officer"
    ORGANISATION_ADMIN = "organisation-admin"
    SYSTEM = "system"  # the command line and background work, started by the operator


ROLE_NAMES_NL = {
    Role.LANDLORD_CLERK: "medewerker verhuurder",
    Role.CASE_DIRECTOR: "regisseur",
    Role.SOCIAL_WORKER: "hulpverlener",
    Role.COORDINATOR: "coördinator",
    Role.PRIVACY_OFFICER: "functionaris gegevensbescherming",
    Role.ORGANISATION_ADMIN: "beheerder organisatie",
    Role.SYSTEM: "systeem",
}
ROLE_NAMES_EN = {
    Role.LANDLORD_CLERK: "landlord's clerk",
    Role.CASE_DIRECTOR: "case director",
    Role.SOCIAL_WORKER: "helping partner",
    Role.COORDINATOR: "coordinator",
    Role.PRIVACY_OFFICER: "privacy officer",
    Role.ORGANISATION_ADMIN: "organisation admin",
    Role.SYSTEM: "system",
}


class Action(StrEnum):
    """A verb that a service carries out; its value stands in the audit log."""

    READ_COVENANTS = "read-covenants"
    DRAFT_COVENANT = "draft-covenant"
    REHEARSE_COVENANT = "rehearse-covenant"
    PROPOSE_COVENANT = "propose-covenant"
    SIGN_COVENANT = "sign-covenant"
    ACTIVATE_COVENANT = "activate-covenant"
    ASK_DECISION = "ask-decision"
    MANAGE_PEOPLE = "manage-people"
    DELIVER_SIGNALS = "deliver-signals"
    READ_DELIVERIES = "read-deliveries"
    DECIDE_DELIVERIES = "decide-deliveries"
    READ_FEEDBACK = "read-feedback"
    IMPORT_RESIDENTS = "import-residents"
    LINK_SIGNALS = "link-signals"
    REVIEW_LINKS = "review-links"
    READ_MONTH = "read-month"
    OPEN_CASES = "open-cases"
    READ_CASES = "read-cases"
    SET_DISTRICTS = "set-districts"
    WATCH_TERMS = "watch-terms"
    TAKE_UP_CASE = "take-up-case"
    ASSIGN_CASE = "assign-case"
    WORK_CASE = "work-case"
    BREAK_GLASS = "break-glass"
    SEND_MESSAGES = "send-messages"
    SET_TEXTS = "set-texts"
    OVERRIDE_TRIAGE = "override-triage"
    ANSWER_REFERRAL = "answer-referral"
    HOLD_MEETING = "hold-meeting"
    TABLE_CASE = "table-case"
    ATTEND_MEETING = "attend-meeting"
    READ_LOG = "read-log"
    EXPORT_LOG = "export-log"
    CHECK_LOG = "check-log"
    CHECK_RECEIPT = "check-receipt"
    ERASE_DATA = "erase-data"
    REVIEW_LOG = "review-log"
    SET_REVIEW_POLICY = "set-review-policy"
    DECLARE_OWN_MARKS = "declare-own-marks"
    RECORD_EVALUATION = "record-evaluation"
    REPORT_BREACH = "report-breach"
    ANSWER_RIGHTS = "answer-rights"


_MUNICIPAL_CASE_ROLES = frozenset({Role.CASE_DIRECTOR, Role.COORDINATOR})

PERMITTED: dict[Action, frozenset[Role]] = {
    Action.READ_COVENANTS: frozenset(Role),
    Action.DRAFT_COVENANT: frozenset({Role.COORDINATOR, Role.PRIVACY_OFFICER}),
    Action.REHEARSE_COVENANT: frozenset({Role.COORDINATOR, Role.PRIVACY_OFFICER, Role.SYSTEM}),
    Action.PROPOSE_COVENANT: frozenset({Role.COORDINATOR, Role.SYSTEM}),
    Action.SIGN_COVENANT: frozenset({Role.ORGANISATION_ADMIN, Role.COORDINATOR}),
    Action.ACTIVATE_COVENANT: frozenset({Role.PRIVACY_OFFICER, Role.ORGANISATION_ADMIN}),
    Action.ASK_DECISION: frozenset(Role) - {Role.ORGANISATION_ADMIN, Role.SYSTEM},
    Action.MANAGE_PEOPLE: frozenset({Role.ORGANISATION_ADMIN, Role.SYSTEM}),
    Action.DELIVER_SIGNALS: frozenset({Role.LANDLORD_CLERK}),
    Action.READ_DELIVERIES: frozenset({Role.LANDLORD_CLERK, Role.COORDINATOR}),
    Action.DECIDE_DELIVERIES: frozenset({Role.COORDINATOR}),
    Action.READ_FEEDBACK: frozenset({Role.LANDLORD_CLERK}),
    Action.IMPORT_RESIDENTS: frozenset({Role.COORDINATOR, Role.SYSTEM}),
    Action.LINK_SIGNALS: frozenset({Role.COORDINATOR, Role.SYSTEM}),
    Action.REVIEW_LINKS: frozenset({Role.COORDINATOR}),
    Action.READ_MONTH: frozenset({Role.COORDINATOR}),
    Action.OPEN_CASES: frozenset({Role.COORDINATOR, Role.SYSTEM}),
    Action.READ_CASES: _MUNICIPAL_CASE_ROLES,
    Action.WATCH_TERMS: frozenset({Role.COORDINATOR}),
    Action.SET_DISTRICTS: frozenset({Role.COORDINATOR, Role.SYSTEM}),
    Action.TAKE_UP_CASE: _MUNICIPAL_CASE_ROLES,
    Action.ASSIGN_CASE: _MUNICIPAL_CASE_ROLES,
    Action.WORK_CASE: frozenset({Role.CASE_DIRECTOR}),
    Action.BREAK_GLASS: frozenset({Role.CASE_DIRECTOR}),
    Action.SEND_MESSAGES: frozenset({Role.CASE_DIRECTOR, Role.SYSTEM}),
    Action.SET_TEXTS: frozenset({Role.COORDINATOR}),
    Action.OVERRIDE_TRIAGE: _MUNICIPAL_CASE_ROLES,
    Action.ANSWER_REFERRAL: frozenset({Role.SOCIAL_WORKER}),
    Action.HOLD_MEETING: frozenset({Role.COORDINATOR}),
    Action.TABLE_CASE: _MUNICIPAL_CASE_ROLES,
    Action.ATTEND_MEETING: _MUNICIPAL_CASE_ROLES | {Role.SOCIAL_WORKER, Role.LANDLORD_CLERK},
    Action.READ_LOG: frozenset({Role.PRIVACY_OFFICER}),
    Action.EXPORT_LOG: frozenset({Role.PRIVACY_OFFICER, Role.SYSTEM}),
    Action.CHECK_LOG: frozenset({Role.PRIVACY_OFFICER, Role.SYSTEM}),
    Action.CHECK_RECEIPT: _MUNICIPAL_CASE_ROLES | {Role.LANDLORD_CLERK, Role.PRIVACY_OFFICER},
    Action.ERASE_DATA: frozenset({Role.SYSTEM, Role.PRIVACY_OFFICER}),
    Action.REVIEW_LOG: frozenset({Role.PRIVACY_OFFICER, Role.SYSTEM}),
    Action.SET_REVIEW_POLICY: frozenset({Role.PRIVACY_OFFICER, Role.SYSTEM}),
    Action.DECLARE_OWN_MARKS: frozenset(Role) - {Role.SYSTEM},
    Action.RECORD_EVALUATION: frozenset({Role.COORDINATOR, Role.PRIVACY_OFFICER}),
    Action.REPORT_BREACH: frozenset({Role.PRIVACY_OFFICER}),
    Action.ANSWER_RIGHTS: frozenset({Role.PRIVACY_OFFICER}),
}

ROLE_MAY_NOT = ProblemKind(
    code="actors.role-may-not",
    rule="A6",
    nl="Uw rol ({role}) mag dit niet doen.",
    en="Your role ({role_en}) may not do this.",
    remedy_nl="Vraag het aan iemand met een van deze rollen: {allowed}.",
    remedy_en="Ask someone with one of these roles: {allowed_en}.",
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in one role, for one organisation, under one controller.

    ``controller_id`` is the CBS code of the municipality (``0988``), ``party`` the organisation's code in that
    controller's covenant (``wonen-limburg``). ``person_id`` is None only for :data:`Role.SYSTEM` and for a system of an
    organisation that comes in over the API.
    ``outside_authority`` marks what is read of a case that was opened outside one's own authority (A5).
    """

    person_id: UUID | None
    organisation_id: UUID | None
    controller_id: str
    party: str
    role: Role
    outside_authority: bool = False


def system_actor(controller_id: str) -> Actor:
    """Return the actor for command line and background work under ``controller_id``."""
    return Actor(None, None, controller_id, "", Role.SYSTEM)


def permission(actor: Actor, action: Action) -> Decision:
    """Say whether the actor's role may do this, with the sentence to show when it may not."""
    return permission_for_any(actor, (action,))


def permission_for_any(actor: Actor, actions: Collection[Action]) -> Decision:
    """Say whether the actor's role may do at least one of these; it may not when there are none."""
    allowed = frozenset[Role]().union(*(PERMITTED[action] for action in actions))
    if actor.role in allowed:
        return Decision(permitted=True)
    refusal = ROLE_MAY_NOT(
        role=ROLE_NAMES_NL[actor.role],
        role_en=ROLE_NAMES_EN[actor.role],
        allowed=", ".join(sorted(ROLE_NAMES_NL[role] for role in allowed)),
        allowed_en=", ".join(sorted(ROLE_NAMES_EN[role] for role in allowed)),
    )
    return Decision(False, (refusal,))


def require(actor: Actor, action: Action) -> None:
    """Raise :class:`Refused` unless the actor's role may do this."""
    decision = permission(actor, action)
    if not decision.permitted:
        raise Refused(decision.reasons)
