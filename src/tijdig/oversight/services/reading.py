"""Reading the logs is itself on record (L2): who looked for what, and how much they found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.queries import Replay, replay_each
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.services import record_event
from tijdig.oversight.queries.reviews import item_of_actor
from tijdig.oversight.queries.searching import (
    COUNT_TO,
    FoundPage,
    LogQuestion,
    found_decisions,
    found_events,
    found_ids,
    trace_of,
)
from tijdig.problems import Decision, NotFound

LONGEST_TRACE = 200  # records of each log that one page shows


@dataclass(frozen=True, slots=True)
class CheckedDecision:
    """A decision from the log, and whether the same rules still decide the same (C4).

    ``exchanges`` are those to show; ``is_veiled``: why something was withheld, or by which of them it was given, must
    not be told apart (R44). ``decided`` holds the decision on each field, with the sentences that explain it.
    """

    record: DecisionRecord
    replays: bool
    exchanges: tuple[str, ...]
    is_veiled: bool
    decided: Mapping[str, Decision]


@dataclass(frozen=True, slots=True)
class Trace:
    """All that one request or run left in the logs, oldest first; ``is_cut`` when there is more than can be shown."""

    trace_id: UUID
    decisions: tuple[CheckedDecision, ...]
    events: tuple[AuditEvent, ...]
    is_cut: bool


@transaction.atomic
def read_decisions(
    *, actor: Actor, wanted: LogQuestion, before: int | None = None
) -> tuple[FoundPage[DecisionRecord], tuple[CheckedDecision, ...]]:
    """Return one page of decisions of the actor's controller, each replayed; the reading is recorded first."""
    require(actor, Action.READ_LOG)
    page = found_decisions(actor.controller_id, wanted, before)
    _record_search(actor, "decisions", wanted, page.found, page.is_newest)
    return page, checked(page.records)


@transaction.atomic
def read_events(*, actor: Actor, wanted: LogQuestion, before: int | None = None) -> FoundPage[AuditEvent]:
    """Return one page of audit events of the actor's controller; the reading is recorded first."""
    require(actor, Action.READ_LOG)
    page = found_events(actor.controller_id, wanted, before)
    _record_search(actor, "events", wanted, page.found, page.is_newest)
    return page


@transaction.atomic
def read_trace(*, actor: Actor, trace_id: UUID) -> Trace:
    """Return what one request or run left in the logs; :class:`NotFound` when it left nothing under this controller."""
    require(actor, Action.READ_LOG)
    decisions, events = trace_of(actor.controller_id, trace_id, LONGEST_TRACE + 1)
    if not decisions and not events:
        raise NotFound
    is_cut = max(len(decisions), len(events)) > LONGEST_TRACE
    record_event(
        actor=actor,
        action=Action.READ_LOG,
        object_kind="trace",
        object_id=str(trace_id),
        details={"found": len(decisions) + len(events)},
    )
    return Trace(trace_id, checked(decisions[:LONGEST_TRACE]), events[:LONGEST_TRACE], is_cut)


@transaction.atomic
def select_decisions(*, actor: Actor, wanted: LogQuestion) -> tuple[int, ...]:
    """Return the addresses of all decisions that fit, newest first, up to what one search counts; recorded first."""
    require(actor, Action.REPORT_BREACH)
    found = found_ids(actor.controller_id, wanted)
    _record_search(actor, "decisions", wanted, len(found), newest=True)
    return found


@transaction.atomic
def select_of_item(*, actor: Actor, item_id: UUID) -> tuple[int, ...]:
    """Return the addresses of the decisions behind an item of a review: what that person was shown in its readings."""
    require(actor, Action.REPORT_BREACH)
    item = item_of_actor(actor, item_id)
    found = DecisionRecord.objects.filter(
        controller_id=actor.controller_id, trace_id__in=item.traces, person_id=item.person_id
    ).order_by("pk")
    records = tuple(found.values_list("pk", flat=True)[:COUNT_TO])
    record_event(
        actor=actor,
        action=Action.READ_LOG,
        object_kind="review-item",
        object_id=str(item.pk),
        details={"found": len(records)},
    )
    return records


def checked(records: Sequence[DecisionRecord]) -> tuple[CheckedDecision, ...]:
    """Return each decision with whether it replays, in the same order."""
    again = replay_each(records)
    return tuple(_checked(record, one) for record, one in zip(records, again, strict=True))


def _checked(record: DecisionRecord, again: Replay) -> CheckedDecision:
    by = again.told_together if record.exchanges and again.told_together else tuple(record.exchanges)
    return CheckedDecision(record, again.is_same, by, bool(again.told_together), again.decided)


def _record_search(actor: Actor, log: str, wanted: LogQuestion, found: int, newest: bool) -> None:  # noqa: FBT001
    record_event(
        actor=actor,
        action=Action.READ_LOG,
        object_kind="log",
        object_id=log,
        details={
            "subject": wanted.asked_for,
            "about_person": wanted.about_person,
            "person": str(wanted.person_id or ""),
            "party": wanted.party,
            "purpose": wanted.purpose,
            "given": wanted.given or "",
            "searched_action": wanted.action,
            "refused_only": wanted.refused,
            "from_day": wanted.from_day.isoformat() if wanted.from_day else "",
            "to_day": wanted.to_day.isoformat() if wanted.to_day else "",
            "newest": newest,
            "found": found,
        },
    )
