"""What a page of the log shows of each record, in words where the vocabulary has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tijdig.actors import ROLE_NAMES_NL, Role
from tijdig.covenant.rules.conditions import CONDITION_NOT_MET, FACT_MISSING
from tijdig.covenant.rules.deciding import FIELD_NOT_ALLOWED
from tijdig.covenant.rules.fields import FIELDS
from tijdig.disclosure.rules import CONDITION_NOT_TOLD, COVENANT_NOT_IN_FORCE, ROLE_NOT_IN_OWN_USE
from tijdig.disclosure.services_log import CheckedDecision
from tijdig.ledger.models import AuditEvent
from tijdig.parties.queries import names_of_people
from tijdig.problems import retell

NOBODY = "–"


# The log keeps a reason's code, not the fact or condition that it named: these two are told without it.
WITHOUT_DETAIL: Mapping[str, Promise] = {
    FACT_MISSING.code: _("Een gegeven dat het convenant eist, was niet bekend of te oud."),
    CONDITION_NOT_MET.code: _("Aan een voorwaarde van het convenant was niet voldaan."),
    FIELD_NOT_ALLOWED.code: _("Het convenant geeft dit gegeven niet aan deze ontvanger voor dit doel."),
    ROLE_NOT_IN_OWN_USE.code: _("Het convenant geeft dit gegeven niet aan mensen met deze rol."),
    COVENANT_NOT_IN_FORCE.code: _("Het convenant was niet in werking."),
}


# Which of the two it was, would tell whether someone has a benefit (R44).
CONDITION_CODES = {FACT_MISSING.code, CONDITION_NOT_MET.code, CONDITION_NOT_TOLD.code}
VEILED = _("Aan de voorwaarden van het convenant was niet voldaan, of een gegeven was niet bekend.")


@dataclass(frozen=True, slots=True)
class Withheld:
    """Fields that were not given for the same reasons, and those reasons in words."""

    names: tuple[str, ...]
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
            withheld=_withheld(one),
            exchanges=one.exchanges,
            covenant_hash=one.record.covenant_hash,
            replays=one.replays,
        )
        for one in checked
    )


def _withheld(one: CheckedDecision) -> tuple[Withheld, ...]:
    record = one.record
    known = {"sender": record.sender, "recipient": record.recipient, "purpose": record.purpose}
    grouped: dict[tuple[str, ...], list[str]] = {}
    for name, codes in record.withheld_fields.items():
        veiled = one.is_veiled and not CONDITION_CODES.isdisjoint(codes)
        reasons = (str(VEILED),) if veiled else tuple(dict.fromkeys(_told(code, known) for code in codes))
        grouped.setdefault(reasons, []).append(field_name(name))
    return tuple(Withheld(tuple(names), reasons) for reasons, names in grouped.items())


def _told(code: str, known: Mapping[str, str]) -> str:
    if code in WITHOUT_DETAIL:
        return str(WITHOUT_DETAIL[code])
    try:
        problem = retell(code, known)
    except KeyError:
        return code
    return problem.en if (get_language() or "nl").startswith("en") else problem.nl


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
    return gettext(field.description) if field else code
