"""Find records in the decision log and the audit log; a page costs the same in a log of a million records.

Every search reads an index in order of time and stops when it has a page (and, for the count, a thousand more): pages
are turned by the last record shown, not by a number of rows to skip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tijdig.disclosure.models import DecisionRecord, Given
from tijdig.ledger.models import AuditEvent, LogRecord

PAGE_LENGTH = 50
COUNT_TO = 1_000


@dataclass(frozen=True, slots=True)
class LogQuestion:
    """What the privacy officer looks for; empty values do not narrow. Both days are included, in local time.

    ``subject_ids`` are the ids under which the logs know what was ``asked_for``: the number of a case, or of the cases
    of one person (``about_person``), found by BSN. ``party`` is who received, or on whose behalf something was done.
    ``purpose`` and ``given`` are of decisions, ``action`` and ``refused`` of events.
    """

    asked_for: str = ""
    subject_ids: frozenset[str] = frozenset()
    person_id: UUID | None = None
    party: str = ""
    purpose: str = ""
    given: Given | None = None
    action: str = ""
    refused: bool = False
    from_day: date | None = None
    to_day: date | None = None
    about_person: bool = False


@dataclass(frozen=True, slots=True)
class FoundPage[Record: LogRecord]:
    """One page of what was found, newest first.

    ``found`` counts from this page on, up to :data:`COUNT_TO`; ``has_more`` when there are more than that. ``older`` is
    the record before which the next page begins, None on the last; ``is_newest`` is the first page.
    """

    records: tuple[Record, ...]
    found: int
    has_more: bool
    older: int | None
    is_newest: bool


def found_decisions(controller_id: str, wanted: LogQuestion, before: int | None) -> FoundPage[DecisionRecord]:
    """Return the decisions that fit, from the newest before record ``before`` on."""
    return _page(_decisions(controller_id), _fitting_decisions(controller_id, wanted), wanted, before)


def found_ids(controller_id: str, wanted: LogQuestion) -> tuple[int, ...]:
    """Return the ids of the decisions that fit, newest first, up to as many as a search counts."""
    fitting = _within(_fitting_decisions(controller_id, wanted), wanted)
    return tuple(fitting.order_by("-at", "-pk").values_list("pk", flat=True)[:COUNT_TO])


def _decisions(controller_id: str) -> QuerySet[DecisionRecord]:
    return DecisionRecord.objects.filter(controller_id=controller_id)


def _fitting_decisions(controller_id: str, wanted: LogQuestion) -> QuerySet[DecisionRecord]:
    named: Mapping[str, object] = {
        "subject_id__in": wanted.subject_ids,
        "person_id": wanted.person_id,
        "recipient": wanted.party,
        "purpose": wanted.purpose,
        "given": wanted.given,
    }
    return _decisions(controller_id).filter(**_given(named))


def found_events(controller_id: str, wanted: LogQuestion, before: int | None) -> FoundPage[AuditEvent]:
    """Return the audit events that fit, from the newest before record ``before`` on."""
    named: Mapping[str, object] = {
        "object_id__in": wanted.subject_ids,
        "person_id": wanted.person_id,
        "party": wanted.party,
        "action": wanted.action,
        "result": "refused" if wanted.refused else "",
    }
    under = AuditEvent.objects.filter(controller_id=controller_id)
    return _page(under, under.filter(**_given(named)), wanted, before)


def trace_of(
    controller_id: str, trace_id: UUID, most: int
) -> tuple[tuple[DecisionRecord, ...], tuple[AuditEvent, ...]]:
    """Return what one request or run left in both logs, oldest first, at most ``most`` records of each (L2)."""
    decisions = DecisionRecord.objects.filter(controller_id=controller_id, trace_id=trace_id).order_by("pk")
    events = AuditEvent.objects.filter(controller_id=controller_id, trace_id=trace_id).order_by("pk")
    return tuple(decisions[:most]), tuple(events[:most])


def _given(named: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in named.items() if value}


def _page[Record: LogRecord](
    under: QuerySet[Record], fitting: QuerySet[Record], wanted: LogQuestion, before: int | None
) -> FoundPage[Record]:
    fitting = _within(fitting, wanted)
    last = under.filter(pk=before).values_list("at", flat=True).first() if before else None
    if last is not None:
        fitting = fitting.filter(Q(at__lt=last) | Q(pk__lt=before), at__lte=last)
    # Ids first: the index alone answers, and only the rows of the page are read.
    ids = list(fitting.order_by("-at", "-pk").values_list("pk", flat=True)[: COUNT_TO + 1])
    shown = ids[:PAGE_LENGTH]
    return FoundPage(
        records=tuple(under.filter(pk__in=shown).order_by("-at", "-pk")),
        found=min(len(ids), COUNT_TO),
        has_more=len(ids) > COUNT_TO,
        older=shown[-1] if len(ids) > PAGE_LENGTH else None,
        is_newest=last is None,
    )


def _within[Record: LogRecord](fitting: QuerySet[Record], wanted: LogQuestion) -> QuerySet[Record]:
    if wanted.from_day:
        fitting = fitting.filter(at__gte=begin_of(wanted.from_day))
    return fitting.filter(at__lt=end_of(wanted.to_day)) if wanted.to_day else fitting


def begin_of(day: date) -> datetime:
    """Return the first moment of a day, in local time."""
    return timezone.make_aware(datetime.combine(day, time()))


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over, in local time."""
    return begin_of(day + timedelta(days=1))
