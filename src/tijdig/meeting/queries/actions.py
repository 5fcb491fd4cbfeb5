"""Who does what after a meeting: one's own, and what earlier meetings left (R47)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.loading import LinkedSignal, facts_of_case, governing
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Disclosed, Request, disclose
from tijdig.meeting.loading import is_chair, meeting_of_actor, own_cases
from tijdig.meeting.models import Meeting, MeetingAction
from tijdig.parties.queries import names_of_people

# Neither done here nor, as a task of the municipality, done or dropped in the case.
IS_OPEN = Q(done_on__isnull=True) & (
    Q(task__isnull=True) | Q(task__done_on__isnull=True, task__dropped=False)
)
ACTION_FIELD, REFERENCE_FIELD = "overleg.actie", "signaal.kenmerk"


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An action as its owner and the municipality see it.

    ``number`` is that of the case where the viewer may know it, else empty; ``about`` then names the landlord's own
    reference. ``is_mine``: agreed with this very person, or with nobody in particular.
    """

    action_id: UUID
    meeting_id: UUID
    meeting_on: date
    item_id: UUID
    case_id: UUID
    number: str
    about: str
    what: str
    party: str
    person: str
    due_on: date
    done_on: date | None
    is_mine: bool
    is_late: bool


def actions_of(actor: Actor) -> tuple[OwnAction, ...]:
    """Return the open actions of the actor's organisation that are for this person or for anyone, soonest first.

    A coordinator gets all of the municipality's. What a case that closed left undone is no action any more. Each text
    is decided by the covenant for the purpose of the meeting and recorded; what is withheld is left out.
    """
    require(actor, Action.ATTEND_MEETING)
    own = _all(actor).filter(IS_OPEN, party=actor.party)
    if actor.role is not Role.COORDINATOR:
        own = own.filter(Q(person_id__isnull=True) | Q(person_id=actor.person_id))
    return told_actions(actor, list(own))


def earlier_actions(actor: Actor, meeting_id: UUID) -> tuple[OwnAction, ...]:
    """Return what earlier meetings left: they come first at the next one (R47).

    These are the actions that are open, and those done since the meeting before; for the municipality everyone's, for
    others their own.
    """
    require(actor, Action.ATTEND_MEETING)
    meeting = meeting_of_actor(actor, meeting_id)
    before = (
        Meeting.objects.filter(controller_id=actor.controller_id, on__lt=meeting.on).order_by("-on").first()
    )
    if before is None:
        return ()
    earlier = _all(actor).filter(item__meeting__on__lt=meeting.on)
    since = Q(done_on__gte=before.on) | Q(task__done_on__gte=before.on)
    covenant = governing(actor.controller_id, meeting.covenant_hash, timezone.localdate())
    if not is_chair(actor, covenant):
        earlier = earlier.filter(party=actor.party)
    return told_actions(actor, list(earlier.filter(IS_OPEN | since)))


@dataclass(frozen=True, slots=True)
class _Known:
    """An action in a case that is the viewer's own, with what decides on it."""

    action: MeetingAction
    covenant: Covenant
    signals: tuple[LinkedSignal, ...]
    as_partner: bool

    def requests(self) -> list[Request]:
        """Ask for the action, and for a landlord by which reference of its own it knows the case."""
        facts = facts_of_case(self.action.case)
        sender = self.covenant.municipality.code

        def ask(kind: str, subject: UUID, field: str, value: str) -> Request:
            fields = {field: value}
            return Request(kind, str(subject), sender, PurposeCode.MEETING, self.covenant.hash, fields, facts)

        signals = [one.signal for one in self.signals] if self.as_partner else []
        return [
            ask("case", self.action.case_id, ACTION_FIELD, self.action.what),
            *(ask("signal", one.pk, REFERENCE_FIELD, one.reference) for one in signals),
        ]


def told_actions(actor: Actor, actions: Sequence[MeetingAction]) -> tuple[OwnAction, ...]:
    """Return these actions as far as the covenant lets the actor's organisation know them, each decided and recorded.

    An action in a case that is not this organisation's (any more) is left out (R47).
    """
    known = _known(actor, actions)
    asked = [one.requests() for one in known]
    flat = [request for requests in asked for request in requests]
    answers = iter(disclose(actor=actor, requests=flat) if flat else ())
    people = {one.action.person_id for one in known if one.action.person_id}
    names = names_of_people(actor.controller_id, people)
    told = (
        _told(actor, one, [next(answers) for _ in requests], names)
        for one, requests in zip(known, asked, strict=True)
    )
    return tuple(one for one in told if one is not None)


def _known(actor: Actor, actions: Sequence[MeetingAction]) -> tuple[_Known, ...]:
    today = timezone.localdate()
    under: dict[str, list[MeetingAction]] = {}
    for one in actions:
        under.setdefault(one.item.meeting.covenant_hash, []).append(one)
    found = {}
    for covenant_hash, several in under.items():
        covenant = governing(actor.controller_id, covenant_hash, today)
        own = own_cases(covenant, actor.party, {one.case_id for one in several})
        party = covenant.parties.get(actor.party)
        as_partner = party is not None and party.is_signal_partner
        for one in several:
            if one.case_id in own:
                found[one.pk] = _Known(one, covenant, own[one.case_id], as_partner)
    return tuple(found[one.pk] for one in actions if one.pk in found)


def _told(
    actor: Actor, known: _Known, answers: Sequence[Disclosed], names: Mapping[UUID, str]
) -> OwnAction | None:
    action, answer = known.action, answers[0]
    if ACTION_FIELD not in answer.granted:
        return None
    references = [str(one.values[REFERENCE_FIELD]) for one in answers[1:] if REFERENCE_FIELD in one.granted]
    return OwnAction(
        action_id=action.pk,
        meeting_id=action.item.meeting_id,
        meeting_on=action.item.meeting.on,
        item_id=action.item_id,
        case_id=action.case_id,
        number="" if known.as_partner else action.case.number,
        about=", ".join(references),
        what=str(answer.values[ACTION_FIELD] or ""),
        party=action.party,
        person=names.get(action.person_id, "") if action.person_id else "",
        due_on=action.due_on,
        done_on=action.ended_on,
        is_mine=action.party == actor.party and action.person_id in {None, actor.person_id},
        is_late=action.ended_on is None and action.due_on < timezone.localdate(),
    )


def _all(actor: Actor) -> QuerySet[MeetingAction]:
    return (
        MeetingAction.objects.filter(controller_id=actor.controller_id, case__closed_on__isnull=True)
        .select_related("item__meeting", "case", "task")
        .order_by("due_on", "agreed_at", "pk")
    )
