"""Hold the meeting: who is there, what is decided, and its end (R47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.ledger.services import Detail
from tijdig.meeting.loading import covenant_of_meeting, item_of_actor, meeting_of_actor
from tijdig.meeting.models import AgendaItem, Meeting, Presence
from tijdig.meeting.rules.agenda import participants
from tijdig.meeting.services.acting import add_action
from tijdig.meeting.services.planning import require_not_ended
from tijdig.meeting.services.recording import record_of_meeting
from tijdig.problems import ProblemKind, Refused

DECISION_MISSING = ProblemKind(
    code="meeting.decision-missing",
    rule="R47",
    nl="Schrijf op wat er besloten is.",
    en="Write down what was decided.",
)
WRITTEN_BY_COLLEAGUE = ProblemKind(
    code="meeting.written-by-colleague",
    rule="K6",
    nl="Iemand anders schreef intussen ook een besluit op. Dat staat er nu; wat u typte, staat nog in het vak.",
    en="Someone else wrote a decision in the meantime. It stands there now; what you typed is still in the box.",
    remedy_nl="Maak er één tekst van en leg die vast.",
    remedy_en="Make one text of the two and record it.",
)


@transaction.atomic
def note_presence(
    *, actor: Actor, meeting_id: UUID, present: frozenset[str], seen: frozenset[str] | None = None
) -> Meeting:
    """Record which participants are there, by their codes; the others are absent. What changes is told in the log.

    ``seen`` are those who were noted as there when the person looked: where the person changed nothing, what a
    colleague noted since stays (K6).
    """
    require(actor, Action.HOLD_MEETING)
    meeting = meeting_of_actor(actor, meeting_id)
    before = {one.party: one.present for one in meeting.presences.all()}
    untouched = set() if seen is None else before.keys() - (seen ^ present)
    for party in participants(covenant_of_meeting(meeting)):
        if before.get(party) == (party in present) or party in untouched:
            continue
        Presence.objects.update_or_create(
            meeting=meeting,
            party=party,
            defaults={
                "controller_id": actor.controller_id,
                "present": party in present,
                "noted_by": actor.person_id,
                "noted_at": timezone.now(),
            },
        )
        told: dict[str, Detail] = {"party": party, "present": party in present}
        record_of_meeting(actor=actor, action="meeting.note-presence", meeting=meeting, details=told)
    return meeting


@transaction.atomic
def record_decision(*, actor: Actor, item_id: UUID, version: int, decision: str) -> AgendaItem:
    """Record what was decided about a case, over the version that the person looked at (K6).

    Raises :class:`Refused` without a text, and when someone else wrote in the meantime: nothing is overwritten unseen.
    """
    require(actor, Action.HOLD_MEETING)
    item = item_of_actor(actor, item_id)
    require_not_ended(item.meeting)
    if not decision.strip():
        raise Refused(DECISION_MISSING())
    if item.version != version:
        raise Refused(WRITTEN_BY_COLLEAGUE())
    # Compared once more in the database itself, where a lock is not a lock (SQLite).
    if not AgendaItem.objects.filter(pk=item.pk, version=version).update(version=F("version") + 1):
        raise Refused(WRITTEN_BY_COLLEAGUE())
    item.version = version + 1
    item.decision, item.decided_at = decision.strip()[:500], timezone.now()
    item.save()
    record_of_meeting(
        actor=actor,
        action="meeting.decide",
        meeting=item.meeting,
        details={"case": str(item.case_id), "version": item.version},
        case_id=item.case_id,
    )
    return item


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action as it was filled in: what, by which party (and person), by which day; empty when there is none."""

    what: str = ""
    party: str = ""
    person_id: UUID | None = None
    due_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in; a day alone, which the form proposes, is nothing."""
        return not self.what.strip() and not self.party


@transaction.atomic
def record_outcome(
    *, actor: Actor, item_id: UUID, version: int, decision: str, action: NewAction
) -> AgendaItem:
    """Record in one go what was typed about a case: the decision when it says something new, and an action.

    All or nothing, so that what cannot be kept stays on the page in one piece. Who adds an action only, waits for
    nobody. Raises :class:`Refused` as :func:`record_decision` and :func:`add_action` do, and when nothing was typed.
    """
    require(actor, Action.HOLD_MEETING)
    item = item_of_actor(actor, item_id)
    said = decision.strip()
    # Who saw no decision and wrote none, takes away none that a colleague wrote since.
    adds_only = said == item.decision or (not said and version != item.version)
    if action.is_empty or not adds_only:
        item = record_decision(actor=actor, item_id=item_id, version=version, decision=decision)
    if not action.is_empty:
        add_action(
            actor=actor,
            item_id=item_id,
            what=action.what,
            party=action.party,
            due_on=action.due_on,
            person_id=action.person_id,
        )
    return item


@transaction.atomic
def end_meeting(*, actor: Actor, meeting_id: UUID) -> Meeting:
    """End the meeting: what was decided stands, and the minutes can be made. Once ended it stays ended."""
    require(actor, Action.HOLD_MEETING)
    meeting = meeting_of_actor(actor, meeting_id)
    require_not_ended(meeting)
    meeting.ended_at, meeting.ended_by = timezone.now(), actor.person_id
    meeting.save(update_fields=["ended_at", "ended_by"])
    return record_of_meeting(
        actor=actor,
        action="meeting.end",
        meeting=meeting,
        details={"cases": meeting.items.count(), "on": meeting.on.isoformat()},
    )
