"""Write the processing log: a row per data subject per act, in the transaction of the release or change (L1, L2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.rules.activities import activity_uri
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.models import ProcessingRecord
from tijdig.disclosure.subjects import Subject, surrogates_of
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.services import Detail, record_event
from tijdig.ledger.trace import current_trace, foreign_span, new_span, new_span_id, some_trace

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
        touched = [
            Touched(subject, one.activity, new_span_id()) for one in processings for subject in one.subjects
        ]
        write_rows(actor=actor, act=act, touched=touched)
    return event


@transaction.atomic(savepoint=False)
def write_rows(*, actor: Actor, act: Act, touched: Sequence[Touched]) -> None:
    """Write the rows of one act: of one data subject, the act itself; of several, the act and a child for each.

    Without a savepoint: whoever catches what went wrong here cannot keep what it was about (L1).
    """
    if not touched:
        return
    surrogates = surrogates_of(actor.controller_id, {one.subject for one in touched})
    about = _RowMaker(actor, act, surrogates)
    ProcessingRecord.objects.bulk_create(about.rows(touched))


class _RowMaker:
    """Makes the rows of one act, with all that they have in common."""

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

    def rows(self, touched: Sequence[Touched]) -> Iterable[ProcessingRecord]:
        """Yield the act's own row when it is about several, and one for each data subject."""
        if len(touched) == 1:
            yield self._of_subject(touched[0], self.act.span_id, "")
            return
        status = Status.OK if any(one.status == Status.OK for one in touched) else Status.UNSET
        yield ProcessingRecord(**self.common, span_id=self.act.span_id, status=status)
        for one in touched:
            yield self._of_subject(one, one.span_id, self.act.span_id)

    def _of_subject(self, one: Touched, span_id: str, parent: str) -> ProcessingRecord:
        return ProcessingRecord(
            **self.common,
            span_id=span_id,
            parent_span_id=parent,
            status=one.status,
            activity=one.activity,
            subject=self.surrogates[one.subject],
            subject_type=one.subject.kind,
        )
