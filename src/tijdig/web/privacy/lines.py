"""What a page of the log shows of each record, in words where the vocabulary has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tijdig.actors import ROLE_NAMES_NL, Role
from tijdig.covenant.rules.fields import FIELDS
from tijdig.disclosure.services_log import CheckedDecision
from tijdig.ledger.models import AuditEvent
from tijdig.parties.queries import names_of_people

NOBODY = "–"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A field that was not given, with the codes of the reasons."""

    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One disclosure decision as it is shown."""

    at: datetime
    who: str
    role: str
    recipient: str
    sender: str
    purpose: str
    subject_kind: str
    subject_id: str
    given: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    exchanges: tuple[str, ...]
    covenant_hash: str
    replays: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """One audit event as it is shown."""

    at: datetime
    who: str
    role: str
    party: str
    action: str
    object_kind: str
    object_id: str
    result: str
    reasons: tuple[str, ...]
    details: tuple[tuple[str, str], ...]


def decision_lines(controller_id: str, checked: Sequence[CheckedDecision]) -> tuple[DecisionLine, ...]:
    """Return the lines of one page; one query for the names of all people on it."""
    names = names_of_people(controller_id, {one.record.person_id for one in checked if one.record.person_id})
    return tuple(
        DecisionLine(
            at=one.record.at,
            who=names.get(one.record.person_id, NOBODY) if one.record.person_id else NOBODY,
            role=ROLE_NAMES_NL[Role(one.record.role)],
            recipient=one.record.recipient,
            sender=one.record.sender,
            purpose=one.record.purpose,
            subject_kind=one.record.subject_kind,
            subject_id=one.record.subject_id,
            given=tuple(field_name(name) for name in one.record.permitted_fields),
            withheld=tuple(
                Withheld(field_name(name), tuple(dict.fromkeys(codes)))
                for name, codes in one.record.withheld_fields.items()
            ),
            exchanges=tuple(one.record.exchanges),
            covenant_hash=one.record.covenant_hash,
            replays=one.replays,
        )
        for one in checked
    )


def event_lines(controller_id: str, events: Iterable[AuditEvent]) -> tuple[EventLine, ...]:
    """Return the lines of one page; one query for the names of all people on it."""
    listed = list(events)
    names = names_of_people(controller_id, {event.person_id for event in listed if event.person_id})
    return tuple(
        EventLine(
            at=event.at,
            who=names.get(event.person_id, NOBODY) if event.person_id else NOBODY,
            role=ROLE_NAMES_NL[Role(event.role)],
            party=event.party,
            action=event.action,
            object_kind=event.object_kind,
            object_id=event.object_id,
            result=event.result,
            reasons=tuple(event.reasons),
            details=tuple((key, str(value)) for key, value in event.details.items() if value != ""),
        )
        for event in listed
    )


def field_name(code: str) -> str:
    """Return what a field is, in words; its code when the vocabulary no longer has it."""
    field = FIELDS.get(code)
    return field.description if field else code
