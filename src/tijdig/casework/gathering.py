"""Gather what a run works on: notifications with their signals, covenant and case, locked until the run ends (K5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tijdig.casework.households import Household, RunningCases
from tijdig.casework.loading import signals_of_notifications, with_news
from tijdig.casework.models import Case, CaseNotification
from tijdig.casework.preparing import FoundNotification
from tijdig.covenant.queries import governing
from tijdig.covenant.rules.document import Covenant
from tijdig.ddas import SignalStatus
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link, Notification
from tijdig.linkage.queries import SETTLED


@dataclass(frozen=True, slots=True)
class _Home:
    """The case of a notification; ``joins``: it is the household's, and the notification is not part of it yet."""

    case_id: UUID
    covenant_hash: str
    joins: bool


def gather(
    controller_id: str, ids: Sequence[UUID], running: RunningCases, on: date
) -> tuple[FoundNotification, ...]:
    """Return these notifications with what is known of them on day ``on``, in the same order.

    One whose covenant was never registered is left out: without it nothing is known of routes and terms, so it waits.
    Must be called inside the transaction of the run.
    """
    homes = _homes(controller_id, ids, running)
    notifications = Notification.objects.in_bulk(ids)
    signals = with_news(signals_of_notifications(ids))
    settled = {key: tuple(one for one in signals[key] if one.is_settled) for key in ids}
    newest = {
        key: max(of_one, key=lambda one: one.signal.received_on).signal.covenant_hash
        for key, of_one in settled.items()
    }
    hashes = {*newest.values(), *(home.covenant_hash for home in homes.values())}
    covenants = {one: _governing(controller_id, one, on) for one in hashes}
    found = []
    for key in ids:
        covenant, home = covenants[newest[key]], homes.get(key)
        if covenant is None:
            continue
        if home is not None and home.joins and not _same(covenant, covenants[home.covenant_hash]):
            home = None  # another agreement, with other partners: its signals are worked apart
        found.append(
            FoundNotification(
                notifications[key],
                settled[key],
                covenant,
                home.case_id if home else None,
                joins=home is not None and home.joins,
                standing=signals[key],
            )
        )
    return tuple(found)


def _homes(controller_id: str, ids: Sequence[UUID], running: RunningCases) -> Mapping[UUID, _Home]:
    """Return the case of each notification that has one, or that its household has open; cases and signals are locked.

    First the cases, then the signals, as in every other change: what a partner tells meanwhile waits until its case is
    there, or is there to be read (K5).
    """
    worked_in = dict(
        CaseNotification.objects.filter(notification_id__in=ids).values_list("notification_id", "case_id")
    )
    joins = running.of([one for one in _households(ids) if one.notification_id not in worked_in])
    cases = (
        Case.objects.select_for_update()
        .filter(controller_id=controller_id, pk__in={*worked_in.values(), *joins.values()})
        .order_by("pk")
        .only("covenant_hash", "closed_on")
        .in_bulk()
    )
    new_signals = Signal.objects.select_for_update(of=("self",)).filter(
        links__notification_id__in=ids, links__undone_at__isnull=True, status=SignalStatus.OPEN
    )
    list(new_signals.order_by("pk").values_list("pk"))
    there = {key: _Home(case, cases[case].covenant_hash, joins=False) for key, case in worked_in.items()}
    still_open = {
        key: _Home(case, cases[case].covenant_hash, joins=True)
        for key, case in joins.items()
        if cases[case].closed_on is None
    }
    return {**there, **still_open}


def _households(ids: Sequence[UUID]) -> list[Household]:
    links = Link.objects.filter(SETTLED, notification_id__in=ids, undone_at__isnull=True).order_by("pk")
    about: dict[tuple[UUID, str], set[str]] = {}
    for key, address, person in links.values_list("notification_id", "notification__address_key", "person"):
        if key is not None:
            about.setdefault((key, address or ""), set()).update({person} - {""})
    return [Household(key, address, frozenset(known)) for (key, address), known in about.items()]


def _governing(controller_id: str, covenant_hash: str, on: date) -> Covenant | None:
    standing = governing(controller_id, covenant_hash, on)
    return standing.covenant if standing else None


def _same(covenant: Covenant, other: Covenant | None) -> bool:
    return other is not None and covenant.id == other.id
