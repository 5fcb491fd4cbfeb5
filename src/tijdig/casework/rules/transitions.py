"""Who may do what to a case in which state: one table for the buttons, the services, the tests and the diagram.

:func:`may_act` answers for page and service alike. First the role (A6), then the state, then whose case it is (K6),
then the act's own condition; the first that fails is the reason shown on the disabled button.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tijdig.actors import Action, Actor, Role, permission
from tijdig.casework.rules.contact_choice import NO_CHOICE_ASKED, check_written_contact
from tijdig.casework.rules.route_actions import invited_disciplines
from tijdig.casework.rules.states import STATE_NAMES_NL, CaseState, CaseView
from tijdig.problems import Decision, Problem, ProblemKind

NOT_IN_THIS_STATE = ProblemKind(
    code="casework.not-in-this-state",
    rule="R14",
    nl="Dit kan niet zolang de zaak de stand '{state}' heeft.",
    en="Not possible while the case is in the state '{state_code}'.",
    remedy_nl="Dit kan wel bij: {possible}.",
    remedy_en="Possible in: {possible_codes}.",
)
CASE_OF_COLLEAGUE = ProblemKind(
    code="casework.case-of-colleague",
    rule="K6",
    nl="Een collega heeft deze zaak. Er is steeds één regisseur aan zet.",
    en="A colleague has this case. One case director acts at a time.",
    remedy_nl="Vraag de collega of de coördinator om de zaak over te dragen.",
    remedy_en="Ask the colleague or the coordinator to hand the case over.",
)
NO_JOINT_INVITATION = ProblemKind(
    code="casework.no-joint-invitation",
    rule="R30",
    nl="De route van deze zaak vraagt niet om een gezamenlijke uitnodiging.",
    en="The route of this case does not ask for a joint invitation.",
    remedy_nl="Zoek eerst uit of er een uitkering is, of wijzig de route met een reden.",
    remedy_en="Find out first whether there is a benefit, or change the route with a reason.",
)
BENEFIT_UNKNOWN = ProblemKind(
    code="casework.benefit-unknown",
    rule="R30",
    nl="Of er een Participatiewet-uitkering is, is niet bekend. Inhouden kan alleen van een lopende uitkering.",
    en="Whether there is a Participatiewet benefit is not known. Rent can only be withheld from a running benefit.",
    remedy_nl="Zoek dit eerst uit.",
    remedy_en="Find this out first.",
)
NO_BENEFIT = ProblemKind(
    code="casework.no-benefit",
    rule="R30",
    nl="Er is geen Participatiewet-uitkering waarvan de huur kan worden ingehouden.",
    en="There is no Participatiewet benefit to withhold rent from.",
)
NO_PARTNER_TO_REFER_TO = ProblemKind(
    code="casework.no-partner-to-refer-to",
    rule="R30",
    nl="Het convenant heeft geen hulpverlener bij wie deze zaak nog niet ligt.",
    en="The covenant has no helping partner that does not have this case already.",
)
NOTHING_REQUESTED = ProblemKind(
    code="casework.nothing-requested",
    rule="R38",
    nl="Er is geen verzoek om schuldhulp. Zonder verzoek is er geen besluit.",
    en="There is no request for debt help. Without a request there is no decision.",
    remedy_nl="Leg eerst het verzoek vast, als de inwoner dat in het gesprek doet.",
    remedy_en="Record the request first, if the resident makes one in the conversation.",
)
ALREADY_REQUESTED = ProblemKind(
    code="casework.already-requested",
    rule="R38",
    nl="Het verzoek om schuldhulp is al vastgelegd.",
    en="The request for debt help has been recorded already.",
)
ALREADY_DECIDED = ProblemKind(
    code="casework.already-decided",
    rule="R38",
    nl="Op het verzoek om schuldhulp is al besloten.",
    en="The request for debt help has been decided already.",
)


TERM_PAUSED = ProblemKind(
    code="casework.term-paused",
    rule="R39",
    nl="De termijn van het besluit staat al stil.",
    en="The term of the decision stands still already.",
    remedy_nl="Laat de termijn eerst weer lopen.",
    remedy_en="First let the term run again.",
)
TERM_RUNS = ProblemKind(
    code="casework.term-runs",
    rule="R39",
    nl="De termijn van het besluit staat niet stil.",
    en="The term of the decision does not stand still.",
)


class Act(StrEnum):
    """What can be done to a case."""

    TAKE_UP = "take-up"
    ASSIGN = "assign"
    HAND_OVER = "hand-over"
    LOG_ATTEMPT = "log-attempt"
    PLAN_TASK = "plan-task"
    COMPLETE_TASK = "complete-task"
    INVITE_JOINTLY = "invite-jointly"
    WITHHOLD_RENT = "withhold-rent"
    REFER = "refer"
    REFER_OUTSIDE = "refer-outside"
    RECORD_CONVERSATION = "record-conversation"
    RECORD_OFFER = "record-offer"
    RECORD_ACCEPTANCE = "record-acceptance"
    RECORD_DECLINE = "record-decline"
    RECORD_REQUEST = "record-request"
    DECIDE_REQUEST = "decide-request"
    PAUSE_TERM = "pause-term"
    RESUME_TERM = "resume-term"
    SET_FACT = "set-fact"
    RECORD_INFORMED = "record-informed"
    OVERRIDE_TRIAGE = "override-triage"
    ADD_NOTE = "add-note"
    CLOSE = "close"
    REOPEN = "reopen"
    CHOOSE_CONTACT = "choose-contact"
    PLAN_APPOINTMENT = "plan-appointment"
    WRITE_MESSAGE = "write-message"
    TAKE_BACK_MESSAGE = "take-back-message"


ACT_NAMES_NL = {
    Act.TAKE_UP: "oppakken",
    Act.ASSIGN: "toewijzen",
    Act.HAND_OVER: "overdragen",
    Act.LOG_ATTEMPT: "contactpoging vastleggen",
    Act.PLAN_TASK: "taak maken",
    Act.COMPLETE_TASK: "taak afronden",
    Act.INVITE_JOINTLY: "samen uitnodigen",
    Act.WITHHOLD_RENT: "huur laten inhouden",
    Act.REFER: "verwijzen",
    Act.REFER_OUTSIDE: "verwijzen buiten het convenant",
    Act.RECORD_CONVERSATION: "gesprek vastleggen",
    Act.RECORD_OFFER: "hulp aanbieden",
    Act.RECORD_ACCEPTANCE: "hulp aanvaard",
    Act.RECORD_DECLINE: "hulp niet gewenst",
    Act.RECORD_REQUEST: "verzoek om schuldhulp vastleggen",
    Act.DECIDE_REQUEST: "besluit op verzoek vastleggen",
    Act.PAUSE_TERM: "termijn van het besluit stilzetten",
    Act.RESUME_TERM: "termijn van het besluit weer laten lopen",
    Act.SET_FACT: "gegeven vastleggen",
    Act.RECORD_INFORMED: "inwoner geïnformeerd",
    Act.OVERRIDE_TRIAGE: "route of volgorde wijzigen",
    Act.ADD_NOTE: "notitie maken",
    Act.CLOSE: "afsluiten",
    Act.REOPEN: "heropenen",
    Act.CHOOSE_CONTACT: "kiezen over contact",
    Act.PLAN_APPOINTMENT: "afspraak maken",
    Act.WRITE_MESSAGE: "brief of bericht schrijven",
    Act.TAKE_BACK_MESSAGE: "brief of bericht terughalen",
}

_S = CaseState
ANY_OPEN = frozenset(CaseState) - {_S.CLOSED}
WORKED = ANY_OPEN - {_S.NEW}

type Condition = Callable[[CaseView], Problem | None]


def check_route_invites_jointly(case: CaseView) -> Problem | None:
    """The joint invitation belongs to a route that asks for it (R30)."""
    return None if invited_disciplines(case.route_actions) else NO_JOINT_INVITATION()


def check_may_invite_jointly(case: CaseView) -> Problem | None:
    """The joint invitation belongs to a route that asks for it (R30), and is a letter (R23)."""
    return check_route_invites_jointly(case) or check_may_write_now(case)


def check_may_write_now(case: CaseView) -> Problem | None:
    """No letter, card or message where contact stands still (R56), or a choice about it waits or said no (R23)."""
    return check_written_contact(
        frozen_on=case.frozen_on, waits_for_choice=case.contact_waits, may_write=case.may_write
    )


def check_contact_asks_a_choice(case: CaseView) -> Problem | None:
    """A choice about contact is recorded where the covenant asks for one (R23)."""
    return None if case.contact_waits else NO_CHOICE_ASKED()


def check_benefit_runs(case: CaseView) -> Problem | None:
    """Rent can only be withheld from a running benefit; unknown is no yes (R30)."""
    if case.benefit is None:
        return BENEFIT_UNKNOWN()
    return None if case.benefit else NO_BENEFIT()


def check_partner_is_left(case: CaseView) -> Problem | None:
    """A referral goes to a helping partner that does not have the case already."""
    busy = {referral.party for referral in case.open_referrals}
    return None if case.helping_parties - busy else NO_PARTNER_TO_REFER_TO()


def check_nothing_requested_yet(case: CaseView) -> Problem | None:
    """A request is recorded once (R38)."""
    return ALREADY_REQUESTED() if case.help_requested else None


def check_request_waits_for_decision(case: CaseView) -> Problem | None:
    """No request, no decision; one decision per request (R38)."""
    if not case.help_requested:
        return NOTHING_REQUESTED()
    return None if case.help_decision is None else ALREADY_DECIDED()


def check_may_pause(case: CaseView) -> Problem | None:
    """The term of a decision stands still while a request waits for it, and once at a time (R39)."""
    return check_request_waits_for_decision(case) or (TERM_PAUSED() if case.decision_paused else None)


def check_is_paused(case: CaseView) -> Problem | None:
    """Only a term that stands still can run again (R39)."""
    return check_request_waits_for_decision(case) or (None if case.decision_paused else TERM_RUNS())


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table. ``to`` None leaves the state as it is; ``owner_only``: for who has the case (K6)."""

    action: Action
    states: frozenset[CaseState]
    to: CaseState | None = None
    owner_only: bool = True
    condition: Condition | None = None


_WORK = Action.WORK_CASE
_SPOKEN_TO = frozenset({_S.SPOKEN, _S.OFFERED, _S.ACCEPTED, _S.DECLINED})

TRANSITIONS: Mapping[Act, Transition] = {
    Act.TAKE_UP: Transition(Action.TAKE_UP_CASE, frozenset({_S.NEW}), _S.TAKEN_UP, owner_only=False),
    Act.ASSIGN: Transition(Action.ASSIGN_CASE, frozenset({_S.NEW}), _S.TAKEN_UP, owner_only=False),
    Act.HAND_OVER: Transition(Action.ASSIGN_CASE, WORKED),
    Act.LOG_ATTEMPT: Transition(_WORK, WORKED),
    Act.PLAN_TASK: Transition(_WORK, WORKED),
    # Also in a closed case: a partner's news after closing is looked at, whether the case opens again or not.
    Act.COMPLETE_TASK: Transition(_WORK, WORKED | {_S.CLOSED}),
    Act.INVITE_JOINTLY: Transition(
        _WORK, frozenset({_S.TAKEN_UP, _S.SPOKEN}), condition=check_may_invite_jointly
    ),
    Act.CHOOSE_CONTACT: Transition(_WORK, WORKED, condition=check_contact_asks_a_choice),
    Act.PLAN_APPOINTMENT: Transition(_WORK, WORKED),
    # Also in a closed case: the letter that says that it is closed.
    Act.WRITE_MESSAGE: Transition(_WORK, WORKED | {_S.CLOSED}, condition=check_may_write_now),
    # Also while contact stands still or waits for a choice: what is not sent reaches nobody.
    Act.TAKE_BACK_MESSAGE: Transition(_WORK, WORKED | {_S.CLOSED}),
    Act.WITHHOLD_RENT: Transition(_WORK, WORKED, condition=check_benefit_runs),
    Act.REFER: Transition(_WORK, WORKED, condition=check_partner_is_left),
    Act.REFER_OUTSIDE: Transition(_WORK, WORKED),
    Act.RECORD_CONVERSATION: Transition(_WORK, frozenset({_S.TAKEN_UP}), _S.SPOKEN),
    Act.RECORD_OFFER: Transition(_WORK, frozenset({_S.TAKEN_UP, _S.SPOKEN}), _S.OFFERED),
    # Someone who first said no may still say yes.
    Act.RECORD_ACCEPTANCE: Transition(_WORK, frozenset({_S.OFFERED, _S.DECLINED}), _S.ACCEPTED),
    Act.RECORD_DECLINE: Transition(_WORK, frozenset({_S.OFFERED}), _S.DECLINED),
    Act.RECORD_REQUEST: Transition(_WORK, _SPOKEN_TO, condition=check_nothing_requested_yet),
    Act.DECIDE_REQUEST: Transition(_WORK, _SPOKEN_TO, condition=check_request_waits_for_decision),
    Act.PAUSE_TERM: Transition(_WORK, _SPOKEN_TO, condition=check_may_pause),
    Act.RESUME_TERM: Transition(_WORK, _SPOKEN_TO, condition=check_is_paused),
    Act.SET_FACT: Transition(_WORK, WORKED),
    Act.RECORD_INFORMED: Transition(_WORK, WORKED),
    Act.OVERRIDE_TRIAGE: Transition(Action.OVERRIDE_TRIAGE, ANY_OPEN, owner_only=False),
    Act.ADD_NOTE: Transition(_WORK, WORKED),
    Act.CLOSE: Transition(_WORK, WORKED, _S.CLOSED),
    Act.REOPEN: Transition(_WORK, frozenset({_S.CLOSED}), _S.TAKEN_UP, owner_only=False),
}


def may_act(actor: Actor, act: Act, case: CaseView) -> Decision:
    """Say whether the actor may do this to the case now, with the reason when not."""
    row = TRANSITIONS[act]
    by_role = permission(actor, row.action)
    if not by_role.permitted:
        return by_role
    problem = _state_problem(row, case) or _owner_problem(row, case, actor)
    if problem is None and row.condition is not None:
        problem = row.condition(case)
    return Decision(True) if problem is None else Decision(False, (problem,))


def _state_problem(row: Transition, case: CaseView) -> Problem | None:
    if case.state in row.states:
        return None
    possible = [state for state in CaseState if state in row.states]
    return NOT_IN_THIS_STATE(
        state=STATE_NAMES_NL[case.state],
        state_code=case.state.value,
        possible=", ".join(STATE_NAMES_NL[state] for state in possible),
        possible_codes=", ".join(possible),
    )


def _owner_problem(row: Transition, case: CaseView, actor: Actor) -> Problem | None:
    if not row.owner_only or actor.role is Role.COORDINATOR:
        return None
    return (
        None if actor.person_id in {case.owner, case.second_owner, *case.stand_ins} else CASE_OF_COLLEAGUE()
    )


def is_decided(case: CaseView) -> bool:
    """Say whether a request for debt help, if there is one, has had its decision (R38, R39)."""
    return not case.help_requested or case.help_decision is not None


def diagram() -> str:
    """Return the table as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {_node(_S.NEW)}: notification"]
    for act, row in TRANSITIONS.items():
        if row.to is not None:
            lines += [
                f"    {_node(state)} --> {_node(row.to)}: {act}" for state in CaseState if state in row.states
            ]
    lines.append(f"    {_node(_S.CLOSED)} --> [*]")
    return "\n".join(lines) + "\n"


def _node(state: CaseState) -> str:
    return state.value.replace("-", "_")
