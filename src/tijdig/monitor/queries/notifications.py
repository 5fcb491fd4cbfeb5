"""What became of the notifications of a row of months: counted, or as counted this morning (R49)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from tijdig.casework.models import ContactAttempt
from tijdig.casework.rules.states import CaseState
from tijdig.covenant.rules.feedback_codes import TELLABLE, ExternalCode
from tijdig.ddas import AttemptKind
from tijdig.linkage.models import Notification
from tijdig.linkage.rules.patterns import Pattern
from tijdig.monitor.models import MonthOfNotifications
from tijdig.months import Month

_PATTERNS = (Pattern.SINGLE, Pattern.MULTIPLE, Pattern.SUCCESSIVE)  # in the order of the counts below
_ACCEPTED_RESULTS = tuple(sorted(TELLABLE[ExternalCode.OFFER_ACCEPTED]))


@dataclass(frozen=True, slots=True)
class NotificationCounts:
    """What became of one month's notifications; see :class:`tijdig.monitor.rules.indicators.MonthCounts`."""

    notifications: int = 0
    single: int = 0
    multiple: int = 0
    successive: int = 0
    taken_up: int = 0
    attempted: int = 0
    reached: int = 0
    accepted: int = 0


_NAMES = tuple(field.name for field in fields(NotificationCounts))


def notifications_of(
    controller: str, months: Sequence[Month], on: date
) -> Mapping[Month, NotificationCounts]:
    """Return what became of the notifications of these months, as on day ``on``.

    Months that were over are as they were counted that morning: to count a year of them takes a page too long. What was
    not counted that day is counted now.
    """
    kept = MonthOfNotifications.objects.filter(controller_id=controller, counted_on=on).order_by("month")
    known = {
        Month.of(first): NotificationCounts(*counts) for first, *counts in kept.values_list("month", *_NAMES)
    }
    left = [month for month in months if month not in known]
    return {**known, **(count_notifications(controller, left) if left else {})}


def count_notifications(controller: str, months: Sequence[Month]) -> Mapping[Month, NotificationCounts]:
    """Count per day on which a period begins and per set of patterns: some dozens of rows, all from indexes.

    ``months`` are in order; those between the first and the last are counted as well.
    """
    # A case goes on with the household's next notifications: of each counts what was tried since its own period began.
    attempts = ContactAttempt.objects.filter(
        case=OuterRef("worked_in__case"), on__gte=OuterRef("period_from")
    )
    rows = (
        Notification.objects.filter(
            controller_id=controller, period_from__range=(months[0].first, months[-1].last)
        )
        .annotate(
            was_attempted=Exists(attempts.exclude(kind=AttemptKind.ADMINISTRATIVE)),
            was_reached=Exists(attempts.filter(reached=True)),
        )
        .order_by()
        .values_list("period_from", "patterns")
        .annotate(
            n=Count("pk"),
            taken_up=Count("pk", filter=Q(worked_in__case__taken_up_at__isnull=False)),
            attempted=Count("pk", filter=Q(was_attempted=True)),
            reached=Count("pk", filter=Q(was_reached=True)),
            accepted=Count(
                "pk",
                filter=Q(worked_in__case__state=CaseState.ACCEPTED)
                | Q(worked_in__case__result__in=_ACCEPTED_RESULTS),
            ),
        )
    )
    by_month: dict[Month, list[tuple[int, ...]]] = {}
    for day, patterns, n, *others in rows:
        with_pattern = (n * (pattern in patterns) for pattern in _PATTERNS)
        by_month.setdefault(Month.of(day), []).append((n, *with_pattern, *others))
    return {
        month: NotificationCounts(*(sum(column) for column in zip(*counts, strict=True)))
        for month, counts in by_month.items()
    }
