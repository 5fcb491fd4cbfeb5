"""The way every change of a case goes: lock, check version and permission, change, count up, record (K6, R58)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tijdig.actors import Actor, permission
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import case_view, covenant_of_case, standing_links
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.states import CaseState, CaseView
from tijdig.casework.rules.transitions import TRANSITIONS, Act, may_act
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.services_processing import begin_change, record_change
from tijdig.intake.models import Signal
from tijdig.ledger.services import Detail
from tijdig.linkage.models import Link
from tijdig.problems import NotFound, ProblemKind, Refused

CHANGED_BY_COLLEAGUE = ProblemKind(
    code="casework.changed-by-colleague",
    rule="K6",
    nl="Een collega heeft deze zaak intussen gewijzigd. Uw wijziging is niet opgeslagen.",
    en="A colleague has changed this case in the meantime. Your change was not saved.",
    remedy_nl="Bekijk de zaak zoals die nu is, en doe daarna opnieuw wat nog nodig is.",
    remedy_en="Look at the case as it is now, then do again what is still needed.",
)
TEXT_MISSING = ProblemKind(
    code="casework.text-missing",
    rule="R34",
    nl="Vul in: {what}.",
    en="Fill in: {what_en}.",
)


DAY_OUTSIDE_CASE = ProblemKind(
    code="casework.day-outside-case",
    rule="R28",
    nl="Deze dag past niet bij de zaak: kies een dag vanaf {first} tot en met {last}.",
    en="This day does not fit the case: choose one from {first} up to and including {last}.",
)


@dataclass(frozen=True, slots=True)
class OpenChange:
    """A case that is locked for one act, with what the act may look at."""

    case: Case
    view: CaseView
    covenant: Covenant
    links: tuple[Link, ...]
    act: Act

    @property
    def signals(self) -> list[Signal]:
        """The signals of the case."""
        return [link.signal for link in self.links]


def case_to_change(*, actor: Actor, case_id: UUID, version: int, act: Act) -> OpenChange:
    """Lock the case and check that this actor may do this to it now, as it was when the actor looked at it.

    Must be called inside the transaction of the change. Raises :class:`NotFound` for a foreign or unknown case,
    :class:`Refused` when the version is not the one the actor saw (K6) or the act is not allowed.
    """
    case = Case.objects.select_for_update().filter(controller_id=actor.controller_id, pk=case_id).first()
    if case is None:
        raise NotFound
    if permission(actor, TRANSITIONS[act].action).permitted:
        within_authority(actor, case)
    covenant = covenant_of_case(case)
    begin_change(actor=actor, action=f"case.{act}", processings=about_case(case.pk, covenant))
    links = list(standing_links([case.pk]).select_related("signal").order_by("made_at", "pk"))
    view = case_view(case, covenant, links, actor)
    decision = may_act(actor, act, view)
    # The role first: who may never do this learns nothing about what colleagues do.
    if case.version != version and permission(actor, TRANSITIONS[act].action).permitted:
        raise Refused(CHANGED_BY_COLLEAGUE())
    if not decision.permitted:
        raise Refused(decision.reasons)
    return OpenChange(case, view, covenant, tuple(links), act)


@transaction.atomic
def save_change(
    *, actor: Actor, change: OpenChange, details: Mapping[str, Detail] | None = None, result: str = "done"
) -> Case:
    """Move the case to the act's next state, count its version up, keep it and record the event.

    The version is compared once more in the database itself, so that no lock is needed for the promise of K6.
    """
    case, next_state = change.case, TRANSITIONS[change.act].to
    before, seen = case.state, case.version
    if next_state is not None:
        case.state = CaseState(next_state)
    if (case.owner, case.second_owner) != (change.view.owner, change.view.second_owner):
        case.given_at, case.given_by = timezone.now(), actor.person_id
    counted = Case.objects.filter(pk=case.pk, version=seen).update(version=F("version") + 1)
    if not counted:
        raise Refused(CHANGED_BY_COLLEAGUE())
    case.version = seen + 1
    case.save()
    told: dict[str, Detail] = {"state": case.state, "version": case.version, **(details or {})}
    if case.state != before:
        told["from"] = before
    record_change(
        actor=actor,
        action=f"case.{change.act}",
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, change.covenant),
        result=result,
        details=told,
    )
    return case


def required_text(text: str, what: str, what_en: str) -> str:
    """Return the text without space around it; :class:`Refused` when nothing is left."""
    kept = text.strip()
    if not kept:
        raise Refused(TEXT_MISSING(what=what, what_en=what_en))
    return kept


def require_day(on: date, first: date) -> None:
    """Raise :class:`Refused` unless the day lies between ``first`` and today."""
    today = timezone.localdate()
    if not first <= on <= today:
        raise Refused(DAY_OUTSIDE_CASE(first=first.strftime("%d-%m-%Y"), last=today.strftime("%d-%m-%Y")))
