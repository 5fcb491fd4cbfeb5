"""Write the processing log: a row per data subject per act, in the transaction of the release or change (L1, L2).

An act that fails is rolled back with its rows. What it was about is noted when it begins, and told of as failed once
all of it is undone, in a transaction of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.rules.activities import activity_uri
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.models import ProcessingRecord
from tijdig.disclosure.subjects import Subject, surrogates_of
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.services import Detail, Happened, record_event, record_events
from tijdig.ledger.trace import (
    begin_act,
    current_span,
    current_trace,
    foreign_span,
    new_span,
    new_span_id,
    some_trace,
)
from tijdig.tenancy import under

logger = logging.getLogger(__name__)

type _Texts = Mapping[str, str]  # the columns in which the rows of one act differ

Status = ProcessingRecord.Status
UNNAMED = "disclose"  # what an act is called in a trace that nobody named


@dataclass(frozen=True, slots=True)
class Processing:
    """What was done with whose data: for a purpose of the covenant that governs, about these data subjects."""

    purpose: str
    covenant: Covenant | None
    subjects: Sequence[Subject]

    @property
    def activity(self) -> str:
        """The URI of the register's entry; empty when the register has none."""
        return "" if self.covenant is None else activity_uri(self.covenant, self.purpose)


@dataclass(frozen=True, slots=True)
class Change:
    """A change to one of many things: whose data it was, with what result, why, and what else is worth knowing."""

    object_id: str
    processings: Sequence[Processing]
    result: str = "done"
    reasons: Sequence[str] = ()
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """One act on record: its name, when it started, the span it runs in."""

    name: str
    started_at: datetime
    span_id: str


@dataclass(frozen=True, slots=True)
class Touched:
    """One data subject in an act: under which activity, in which span, and whether anything came of it."""

    subject: Subject
    activity: str
    span_id: str
    status: ProcessingRecord.Status = Status.OK


def begin_act_on(*, actor: Actor, act: Act, touched: Collection[Touched]) -> None:
    """Note that an act on data of people has begun, in its transaction: should it fail, each gets a row that says so.

    An act of the same name about the same people is one act, whichever part of it began first.
    """
    about = frozenset(one.subject for one in touched)
    kept = begin_act((act.name, about), partial(_record_failure, actor, act, tuple(touched)))
    transaction.on_commit(kept)


def begin_change(*, actor: Actor, action: str, processings: Sequence[Processing]) -> None:
    """Note that a change which :func:`record_change` will record has begun: what fails before that is told of too."""
    act = Act(action, timezone.now(), new_span_id())
    begin_act_on(actor=actor, act=act, touched=_touched(processings))


@transaction.atomic(savepoint=False)
def record_change(
    *,
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: str,
    processings: Sequence[Processing],
    result: str = "done",
    reasons: Sequence[str] = (),
    details: Mapping[str, Detail] | None = None,
) -> AuditEvent:
    """Record a change to data of people in both logs: the event, and a row per data subject (L2).

    Call it in the transaction of the change. The event and the row share trace and span; with several data subjects,
    their rows point to it as their parent. When either cannot be written, the change does not happen (L1).
    """
    with some_trace(), new_span() as span:
        act = Act(action, timezone.now(), span)
        event = record_event(
            actor=actor,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            result=result,
            reasons=reasons,
            details=details,
        )
        write_rows(actor=actor, act=act, touched=_touched(processings))
    return event


@transaction.atomic(savepoint=False)
def record_changes(*, actor: Actor, action: str, object_kind: str, changes: Sequence[Change]) -> None:
    """Record the same change to many things as :func:`record_change` does to one: each its event and rows, in its span.

    Written together, whatever their number: the keys of all data subjects are looked up at once.
    """
    with some_trace():
        acts = [(Act(action, timezone.now(), new_span_id()), _touched(one.processings)) for one in changes]
        happened = [
            Happened(one.object_id, act.span_id, one.result, one.reasons, one.details)
            for one, (act, _subjects) in zip(changes, acts, strict=True)
        ]
        record_events(actor=actor, action=action, object_kind=object_kind, happened=happened)
        _write_rows_of(actor, acts)


@transaction.atomic(savepoint=False)
def record_processing(*, actor: Actor, action: str, processings: Sequence[Processing]) -> None:
    """Record a processing whose event stands in the log already, in the running span: a row per data subject (L2)."""
    act = Act(action, timezone.now(), current_span())
    write_rows(actor=actor, act=act, touched=_touched(processings))


def _touched(processings: Sequence[Processing]) -> Sequence[Touched]:
    return [Touched(subject, one.activity, new_span_id()) for one in processings for subject in one.subjects]


@transaction.atomic(savepoint=False)
def write_rows(*, actor: Actor, act: Act, touched: Sequence[Touched]) -> None:
    """Write the rows of one act: of one data subject, the act itself; of several, the act and a child for each.

    Without a savepoint: whoever catches what went wrong here cannot keep what it was about (L1).
    """
    _write_rows_of(actor, [(act, touched)])


def _write_rows_of(actor: Actor, acts: Sequence[tuple[Act, Sequence[Touched]]]) -> None:
    about = [(act, touched) for act, touched in acts if touched]
    for act, touched in about:
        begin_act_on(actor=actor, act=act, touched=touched)
    subjects = {one.subject for _act, touched in about for one in touched}
    if not subjects:
        return
    surrogates = surrogates_of(actor.controller_id, subjects)
    makers = [(RowMaker(actor, act, surrogates), touched) for act, touched in about]
    if len(makers) == 1:  # as with each page: its rows differ in some texts, and need no instance of each
        maker, touched = makers[0]
        ProcessingRecord.objects.insert_alike(same=maker.common, each=_column_by_column(maker.rows(touched)))
    else:
        ProcessingRecord.objects.bulk_create(
            maker.record(row) for maker, touched in makers for row in maker.rows(touched)
        )


def _column_by_column(rows: Iterable[_Texts]) -> Mapping[str, Sequence[str]]:
    each: dict[str, list[str]] = {}
    for row in rows:
        for name, text in row.items():
            each.setdefault(name, []).append(text)
    return each


def _record_failure(actor: Actor, act: Act, touched: Sequence[Touched]) -> None:
    """Write that an act failed and was undone: of each data subject that is still there, else of the act alone.

    It changes nothing for whoever asked: that the act failed is told already. When this fails too, the technical log
    says so, without data of people (L6).
    """
    if connection.in_atomic_block:  # what is written here would be undone as well
        return
    try:
        with under(actor.controller_id), transaction.atomic():
            surrogates = surrogates_of(actor.controller_id, {one.subject for one in touched})
            about = RowMaker(actor, act, surrogates)
            failed = [replace(one, status=Status.ERROR) for one in touched if surrogates[one.subject]]
            rows = about.rows(failed) if failed else [about.of_act(Status.ERROR, _common_activity(touched))]
            ProcessingRecord.objects.bulk_create(about.record(row) for row in rows)
    except Exception:  # the error that counts is the one that made the act fail
        logger.exception("a failed act is not on record")


def _common_activity(touched: Sequence[Touched]) -> str:
    activities = {one.activity for one in touched}
    return activities.pop() if len(activities) == 1 else ""


class RowMaker:
    """Makes the rows of one act; ``common`` is what they all say."""

    def __init__(self, actor: Actor, act: Act, surrogates: Mapping[Subject, str]) -> None:
        foreign = foreign_span()
        self.act = act
        self.surrogates = surrogates
        self.common = {
            "controller_id": actor.controller_id,
            "at": timezone.now(),
            "trace_id": current_trace(),
            "started_at": act.started_at,
            "act": act.name,
            "foreign": foreign
            and {"trace_id": foreign.trace_id, "span_id": foreign.span_id, "party": actor.party},
        }

    def record(self, row: _Texts) -> ProcessingRecord:
        """Return a row as a record to be written."""
        return ProcessingRecord(**self.common, **row)

    def rows(self, touched: Sequence[Touched]) -> Iterable[_Texts]:
        """Yield the act's own row when it is about several, and one for each data subject."""
        if len(touched) == 1:
            yield self._of_subject(touched[0], self.act.span_id, "")
            return
        ended = {one.status for one in touched}
        yield self.of_act(
            next(status for status in (Status.OK, Status.ERROR, Status.UNSET) if status in ended)
        )
        yield from self.of_children(touched)

    def of_act(self, status: ProcessingRecord.Status, activity: str = "") -> _Texts:
        """Return the row of the act itself, which is about nobody in particular."""
        return {
            "span_id": self.act.span_id,
            "parent_span_id": "",
            "status": str(status),
            "activity": activity,
            "subject": "",
            "subject_type": "",
        }

    def of_children(self, touched: Iterable[Touched]) -> Iterable[_Texts]:
        """Yield a row for each of these data subjects, under that of the act."""
        for one in touched:
            yield self._of_subject(one, one.span_id, self.act.span_id)

    def common_to_children(self, kind: str, activity: str) -> dict[str, Any]:
        """Return what the rows of very many data subjects of one kind say alike, under that of the act."""
        return {
            **self.common,
            "parent_span_id": self.act.span_id,
            "status": str(Status.OK),
            "activity": activity,
            "subject_type": kind,
        }

    def _of_subject(self, one: Touched, span_id: str, parent: str) -> _Texts:
        return {
            "span_id": span_id,
            "parent_span_id": parent,
            "status": str(one.status),
            "activity": one.activity,
            "subject": self.surrogates[one.subject],
            "subject_type": one.subject.kind,
        }
