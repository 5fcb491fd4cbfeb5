"""What a page of the log shows of each record, in words where the vocabulary has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language, gettext

from tijdig.actors import Role
from tijdig.casework.queries import Subject, named_subjects
from tijdig.covenant.rules.fields import FIELDS
from tijdig.disclosure.models import DecisionRecord
from tijdig.ledger.models import AuditEvent
from tijdig.oversight.queries.named import purpose_names
from tijdig.oversight.services.reading import CheckedDecision
from tijdig.parties.queries import names_of_people, party_names
from tijdig.problems import problem_kinds
from tijdig.web.context import ROLE_TITLES
from tijdig.web.privacy.details import RESULTS, Known, ids_in, told_details
from tijdig.web.privacy.reasons import explained, given_on, withheld_for
from tijdig.web.privacy.wording import action_in_words, kind_in_words

type Record = DecisionRecord | AuditEvent

NOBODY = "–"


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that were decided alike, and why, in words."""

    names: tuple[str, ...]
    reasons: tuple[str, ...]
    permitted: bool = False


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One disclosure decision as it is shown; ``explained`` tells the decision on every field in full."""

    pk: int
    at: datetime
    who: str
    role: str
    recipient: str
    sender: str
    purpose: str
    subject: str
    given: tuple[str, ...]
    withheld: tuple[FieldGroup, ...]
    grounds: tuple[str, ...]
    explained: tuple[FieldGroup, ...]
    covenant_hash: str
    replays: bool
    outside_authority: bool
    trace_id: UUID


@dataclass(frozen=True, slots=True)
class EventLine:
    """One audit event as it is shown."""

    at: datetime
    who: str
    role: str
    party: str
    action: str
    subject: str
    result: str
    reasons: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    trace_id: UUID


def decision_lines(controller_id: str, checked: Sequence[CheckedDecision]) -> tuple[DecisionLine, ...]:
    """Return the lines of one page; one query for the names of all people on it."""
    records = [one.record for one in checked]
    known = _known(controller_id, records, {record.subject_id for record in records})
    return tuple(_decision_line(one, known) for one in checked)


def _decision_line(one: CheckedDecision, known: Known) -> DecisionLine:
    record = one.record
    return DecisionLine(
        pk=record.pk,
        at=record.at,
        who=_who(record.person_id, known),
        role=role_in_words(record.role),
        recipient=known.parties.get(record.recipient, record.recipient),
        sender=known.parties.get(record.sender, record.sender),
        purpose=known.purposes.get(record.purpose, record.purpose),
        subject=_called(record.subject_kind, record.subject_id, known),
        given=tuple(field_name(name) for name in record.permitted_fields),
        withheld=_grouped({name: withheld_for(one, name) for name in record.withheld_fields}),
        grounds=given_on(one),
        explained=_explained(one),
        covenant_hash=record.covenant_hash,
        replays=one.replays,
        outside_authority=one.record.outside_authority,
        trace_id=record.trace_id,
    )


def _explained(one: CheckedDecision) -> tuple[FieldGroup, ...]:
    record = one.record
    given = _grouped({name: explained(one, name) for name in record.permitted_fields}, permitted=True)
    return (*given, *_grouped({name: explained(one, name) for name in record.withheld_fields}))


def _grouped(reasons: Mapping[str, tuple[str, ...]], *, permitted: bool = False) -> tuple[FieldGroup, ...]:
    grouped: dict[tuple[str, ...], list[str]] = {}
    for name, why in reasons.items():
        grouped.setdefault(why, []).append(field_name(name))
    return tuple(FieldGroup(tuple(names), why, permitted) for why, names in grouped.items())


def event_lines(controller_id: str, events: Iterable[AuditEvent]) -> tuple[EventLine, ...]:
    """Return the lines of one page; one query for the names of all people on it."""
    listed = list(events)
    told = ids_in(event.details for event in listed)
    people = {event.object_id for event in listed if event.object_kind == "person" and event.object_id}
    known = _known(controller_id, listed, {event.object_id for event in listed} | told, told | people)
    return tuple(
        EventLine(
            at=event.at,
            who=_who(event.person_id, known),
            role=role_in_words(event.role),
            party=known.parties.get(event.party, event.party),
            action=action_in_words(event.action),
            subject=_called(event.object_kind, event.object_id, known),
            result=str(RESULTS.get(event.result, event.result)),
            reasons=tuple(_told(code) for code in event.reasons),
            details=tuple(told_details(event.details, known)),
            trace_id=event.trace_id,
        )
        for event in listed
    )


def _known(
    controller_id: str, records: Sequence[Record], subjects: set[str], named: Iterable[str] = ()
) -> Known:
    people = {record.person_id for record in records if record.person_id} | {UUID(one) for one in named}
    return Known(
        people=names_of_people(controller_id, people),
        parties=party_names(controller_id),
        purposes=purpose_names(controller_id),
        subjects=named_subjects(controller_id, subjects),
    )


def _who(person_id: UUID | None, known: Known) -> str:
    return known.people.get(person_id, NOBODY) if person_id else NOBODY


class _Gaps(dict[str, str]):
    """Stands for values that the log did not keep."""

    def __missing__(self, name: str) -> str:
        return "…"


def _told(code: str) -> str:
    """Return the sentence of a recorded problem, with gaps where the log kept no value; an unknown code as it is."""
    kind = problem_kinds().get(code)
    if kind is None:
        return code
    return (kind.en if (get_language() or "nl").startswith("en") else kind.nl).format_map(_Gaps())


def _called(kind: str, subject_id: str, known: Known) -> str:
    """Return what a record is about: a case by its number, a signal by who sent it and when, else the kind of thing."""
    words, subject = kind_in_words(kind), known.subjects.get(subject_id)
    if kind == "person" and subject_id and (name := known.people.get(UUID(subject_id))):
        return f"{words} {name}"
    if subject is None:
        return words
    if subject.number:
        return f"{words} {subject.number}"
    return gettext("%(kind)s van %(party)s, ontvangen %(on)s") % _of_signal(words, subject, known)


def _of_signal(words: str, subject: Subject, known: Known) -> dict[str, str]:
    party = known.parties.get(subject.party, subject.party)
    return {"kind": words, "party": party, "on": f"{subject.received_on:%d-%m-%Y}"}


def role_in_words(code: str) -> str:
    """Return a role in the reader's language; the system has no title of its own."""
    role = Role(code)
    return str(ROLE_TITLES[role]).lower() if role in ROLE_TITLES else gettext("systeem")


def field_name(code: str) -> str:
    """Return what a field is, in words; its code when the vocabulary no longer has it."""
    field = FIELDS.get(code)
    return gettext(field.description) if field else code
