"""What must be recorded before a task counts as done (the covenant's ``vereist``): R30, R42."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from tijdig.casework.rules.route_actions import read_actions
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.transitions import Act
from tijdig.covenant.rules.document import Covenant
from tijdig.problems import Problem, ProblemKind

# A task of this kind is done once this act is; a task that withholds rent, once it is withheld (R30).
COMPLETED_BY: Mapping[TaskKind, Act] = {
    TaskKind.FIND_OUT: Act.SET_FACT,
    TaskKind.INVITE: Act.INVITE_JOINTLY,
    TaskKind.REFER: Act.REFER,
    TaskKind.INFORM: Act.RECORD_INFORMED,
    TaskKind.DECIDE: Act.DECIDE_REQUEST,
    TaskKind.CONTACT_CHOICE: Act.CHOOSE_CONTACT,
    TaskKind.TERM_PAUSED: Act.RESUME_TERM,
}
DECISION_REFERENCE = "besluitkenmerk"
CONSENT = "toestemming"
SECOND_PERSON = "tweede-persoon"

REFERENCE_MISSING = ProblemKind(
    code="casework.reference-missing",
    rule="R30",
    nl="Dit kan niet zonder het kenmerk van het besluit of van de machtiging van de inwoner.",
    en="Not possible without the reference of the decision or of the resident's authorisation.",
    remedy_nl="Neem eerst het besluit (of laat de inwoner machtigen) en vul het kenmerk in.",
    remedy_en="Take the decision first (or get the authorisation) and fill in its reference.",
)
CONSENT_MISSING = ProblemKind(
    code="casework.consent-missing",
    rule="R30",
    nl="Dit kan niet zonder toestemming van de inwoner.",
    en="Not possible without the resident's consent.",
    remedy_nl="Leg vast dat de inwoner toestemming gaf.",
    remedy_en="Record that the resident consented.",
)
OTHER_PERSON_MISSING = ProblemKind(
    code="casework.other-person-missing",
    rule="R42",
    nl="Dit kan alleen als een tweede persoon meebeslist.",
    en="Only possible when a second person decides along.",
)
NO_WITHHOLDING_AGREED = ProblemKind(
    code="casework.no-withholding-agreed",
    rule="R30",
    nl="De route van deze zaak kent geen inhouding van huur met een besluit.",
    en="The route of this case has no withholding of rent by decision.",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is given when a task is completed. ``consents`` are the names of consent facts that are yes."""

    reference: str = ""
    second_person: UUID | None = None
    done_by: UUID | None = None
    consents: frozenset[str] = frozenset()


def check_task_proof(requires: str, proof: Proof) -> Problem | None:
    """Return a problem when the task lacks what the covenant requires for it; an unknown requirement is never met."""
    if not requires:
        return None
    if requires == CONSENT:
        return None if proof.consents else CONSENT_MISSING()
    if requires == SECOND_PERSON:
        other = proof.second_person is not None and proof.second_person != proof.done_by
        return None if other else OTHER_PERSON_MISSING()
    return None if requires == DECISION_REFERENCE and proof.reference.strip() else REFERENCE_MISSING()


def withholding_task(covenant: Covenant, route_actions: Iterable[str]) -> str | Problem:
    """Return the code of the route's task that needs a decision reference, or why there is none (R30)."""
    for action in read_actions(route_actions):
        terms = covenant.tasks.get(action.task)
        if terms is not None and terms.requires == DECISION_REFERENCE:
            return terms.code
    return NO_WITHHOLDING_AGREED()


def completing_act(kind: TaskKind, code: str, covenant: Covenant) -> Act | None:
    """Return the act that completes a task of this kind by itself; None when a person says that it is done."""
    return Act.WITHHOLD_RENT if code in withholding_tasks(covenant) else COMPLETED_BY.get(kind)


def withholding_tasks(covenant: Covenant) -> frozenset[str]:
    """Return the codes of the tasks by which routes of the covenant withhold rent, whoever planned them (R30)."""
    found = (withholding_task(covenant, route.actions) for route in covenant.routes)
    return frozenset(code for code in found if isinstance(code, str))
