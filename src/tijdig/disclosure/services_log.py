"""Reading the logs is itself on record (L2): who looked for what, and how much they found."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.disclosure import queries
from tijdig.disclosure.models import DecisionRecord
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.services import record_event

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class CheckedDecision:
    """A decision from the log, and whether the same rules still decide the same (C4).

    ``exchanges`` are those to show; ``is_veiled``: why something was withheld must not be told apart (R44).
    """

    record: DecisionRecord
    replays: bool
    exchanges: tuple[str, ...]
    is_veiled: bool


@transaction.atomic
def read_decisions(
    *, actor: Actor, wanted: queries.DecisionFilter, page: int = 1
) -> tuple[Page[DecisionRecord], tuple[CheckedDecision, ...]]:
    """Return one page of decisions of the actor's controller, each replayed; the reading is recorded first."""
    require(actor, Action.READ_LOG)
    found = Paginator(queries.decisions(actor.controller_id, wanted), PAGE_LENGTH).get_page(page)
    _record_reading(actor, "decisions", wanted, found.number, found.paginator.count)
    records = list(found)
    again = queries.replay_each(records)
    return found, tuple(_checked(record, one) for record, one in zip(records, again, strict=True))


def _checked(record: DecisionRecord, again: queries.Replay) -> CheckedDecision:
    by = again.told_together if record.exchanges and again.told_together else tuple(record.exchanges)
    return CheckedDecision(record, again.is_same, by, bool(again.told_together))


@transaction.atomic
def read_events(*, actor: Actor, wanted: queries.DecisionFilter, page: int = 1) -> Page[AuditEvent]:
    """Return one page of audit events of the actor's controller; the reading is recorded first."""
    require(actor, Action.READ_LOG)
    found = Paginator(queries.events(actor.controller_id, wanted), PAGE_LENGTH).get_page(page)
    _record_reading(actor, "events", wanted, found.number, found.paginator.count)
    return found


def _record_reading(actor: Actor, log: str, wanted: queries.DecisionFilter, page: int, found: int) -> None:
    record_event(
        actor=actor,
        action=Action.READ_LOG,
        object_kind="log",
        object_id=log,
        details={
            "subject": wanted.asked_for,
            "person": str(wanted.person_id or ""),
            "recipient": wanted.recipient,
            "from": wanted.from_day.isoformat() if wanted.from_day else "",
            "to": wanted.to_day.isoformat() if wanted.to_day else "",
            "page": page,
            "found": found,
        },
    )
