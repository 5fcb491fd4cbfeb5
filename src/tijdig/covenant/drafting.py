"""A draft and what the linter finds in it: one reading for the page and for the button that sends it out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, permission
from tijdig.covenant.models import CovenantDraft
from tijdig.covenant.queries import covenant_of, covenants_in_force
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.side_by_side import Difference, side_by_side
from tijdig.covenant.rules.lint import lint_covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.problems import Decision, NotFound, Problem, ProblemKind

DRAFT_HAS_PROBLEMS = ProblemKind(
    code="covenant.draft-has-problems",
    rule="R1",
    nl="In de bewaarde tekst staat nog iets dat niet klopt (aantal: {number}).",
    en="Something in the saved text is still not right (number: {number}).",
    remedy_nl="Verbeter ze, en bewaar de tekst.",
    remedy_en="Mend them, and save the text.",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the linter says, and the line of the text that it is about ("" when it points at none)."""

    problem: Problem
    line: int | None
    quoted: str


@dataclass(frozen=True, slots=True)
class DraftInspection:
    """A draft and what is found in it; with nothing found, its covenant and what changes since it began."""

    draft: CovenantDraft
    covenant: Covenant | None
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...]


def drafts_of(controller_id: str) -> tuple[CovenantDraft, ...]:
    """Return the drafts of this controller, last saved first."""
    drafts = CovenantDraft.objects.filter(controller_id=controller_id).select_related("based_on")
    return tuple(drafts.order_by("-saved_at", "id"))


def draft_of(controller_id: str, draft_id: UUID) -> CovenantDraft:
    """Return a draft of this controller; :class:`NotFound` for an unknown or a foreign one alike (A6)."""
    drafts = CovenantDraft.objects.filter(controller_id=controller_id, id=draft_id)
    found = drafts.select_related("based_on").first()
    if found is None:
        raise NotFound
    return found


def inspect(draft: CovenantDraft) -> DraftInspection:
    """Read and lint the saved text of a draft, and compare it with the version it began with."""
    reading = read_covenant(draft.text)
    others = covenants_in_force(draft.controller_id, timezone.localdate())
    problems = lint_covenant(reading, others=others)
    lines = draft.text.splitlines()
    findings = tuple(
        Finding(problem, problem.place.line, _quoted(lines, problem.place.line)) for problem in problems
    )
    # What does not lint may name parties or fields that do not exist: its sentences would not be sentences.
    covenant = None if problems else reading.covenant
    differences = side_by_side(covenant_of(draft.based_on), covenant) if covenant else ()
    return DraftInspection(draft, covenant, findings, differences)


def may_send(actor: Actor, inspection: DraftInspection) -> Decision:
    """Say whether the actor may send the draft out for signature now."""
    by_role = permission(actor, Action.PROPOSE_COVENANT)
    if not by_role.permitted:
        return by_role
    if inspection.findings:
        return Decision(False, (DRAFT_HAS_PROBLEMS(number=len(inspection.findings)),))
    return Decision(True)


def _quoted(lines: list[str], number: int | None) -> str:
    return lines[number - 1].strip() if number and number <= len(lines) else ""
