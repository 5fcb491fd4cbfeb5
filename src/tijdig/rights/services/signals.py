"""Erase the person from signals, links and notifications, and what a file's name may tell from deliveries (R53)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.loading import covenant_with_hash
from tijdig.casework.models import Case
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import SignalStatus
from tijdig.disclosure.services_processing import record_change
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import ReceiptSalt
from tijdig.linkage.models import Candidate, Link, Notification
from tijdig.linkage.on_record import about_signals
from tijdig.rights.rules.retention import erase_delivery_from, erase_signal_from
from tijdig.vault.services import erase_rows

CHUNK = 500


def erase_people_of_case(actor: Actor, case: Case) -> None:
    """Erase the signals that stand in the case, and all that was ever linked to its notifications.

    A signal that was taken out of this case may stand in another: it goes with that one.
    """
    notifications = list(case.notifications.values_list("notification", flat=True))
    links = Link.objects.filter(notification_id__in=notifications)
    _erase_signals(actor, list(links.filter(undone_at__isnull=True).values_list("signal_id", flat=True)))
    _empty_links(links)
    forget_addresses(notifications)


def erase_signals_without_case(actor: Actor, on: date) -> int:
    """Erase the signals that are in no case when their term from receipt ends; returns how many.

    Repeats and unjustified ones (R21, R31), and also those that nobody decided about or that were never linked: these
    end as not taken up, and leave the review queue.
    """
    controller = actor.controller_id
    standing_in_case = Link.objects.filter(
        signal=OuterRef("pk"), undone_at__isnull=True, notification__worked_in__isnull=False
    )
    found = (
        Signal.objects.filter(~Exists(standing_in_case), controller_id=controller, received_on__lt=on)
        .exclude(data_key=None)
        .order_by("received_on", "pk")
        .values_list("pk", "covenant_hash", "party_code", "received_on")
    )

    @cache
    def is_due(covenant_hash: str, party: str, received_on: date) -> bool:
        covenant = covenant_with_hash(controller, covenant_hash)
        if covenant is None:
            return False
        return erase_signal_from(covenant, party=party, received_on=received_on) <= on

    due = [pk for pk, *described in found if is_due(*described)]
    for part in _chunks(due):
        standing = Link.objects.filter(signal_id__in=part, undone_at__isnull=True)
        notifications = list(Notification.objects.filter(links__in=standing).values_list("pk", flat=True))
        waiting = list(standing.filter(signal__status=SignalStatus.OPEN).values_list("pk", flat=True))
        _erase_signals(actor, part)
        Link.objects.filter(pk__in=waiting).update(undone_at=timezone.now(), undone_for=Link.UndoneFor.TERM)
        forget_addresses(notifications)
    return len(due)


def forget_file_names(actor: Actor, on: date) -> int:
    """Forget of old deliveries the file's name, its hash and the remarks: a file name may name a tenant."""
    controller = actor.controller_id
    forgotten: list[UUID] = []
    old = Delivery.objects.filter(controller_id=controller, received_on__lt=on, data_key__isnull=False)
    for delivery in old.exclude(state=DeliveryState.WAITING).order_by("received_on", "pk"):
        covenant = covenant_with_hash(controller, delivery.covenant_hash)
        if covenant and erase_delivery_from(covenant, received_on=delivery.received_on) <= on:
            forgotten.append(delivery.pk)
    _forget_receipts("delivery", forgotten)
    return erase_rows(actor=actor, rows=Delivery.objects.filter(pk__in=forgotten))


def _erase_signals(actor: Actor, ids: Sequence[UUID]) -> None:
    """Destroy the keys of these signals; party, days and status stay for the figures."""
    for part in _chunks(ids):
        signals = Signal.objects.filter(pk__in=part)
        record_change(
            actor=actor,
            action="rights.erase-signals",
            object_kind="controller",
            object_id=actor.controller_id,
            processings=about_signals(actor.controller_id, signals, PurposeCode.EARLY_SIGNAL),
            details={"signals": len(part)},
        )
        erase_rows(actor=actor, rows=signals)
        follow_erased_signals(part)


def follow_erased_signals(ids: Sequence[UUID]) -> None:
    """Bring what refers to erased signals up to date: nobody can work on them, no link says whom they were about."""
    Signal.objects.filter(pk__in=ids, status=SignalStatus.OPEN).update(status=SignalStatus.OTHER_REASON)
    _forget_receipts("signal", ids)
    _empty_links(Link.objects.filter(signal_id__in=ids))


def forget_receipts_of_erased(controller: str) -> int:
    """Drop what opens receipts of signals and deliveries whose key is gone (T6); returns how many."""
    count = 0
    rows: Mapping[str, QuerySet[Any]] = {"signal": Signal.objects.all(), "delivery": Delivery.objects.all()}
    for kind, all_of_kind in rows.items():
        known = ReceiptSalt.objects.filter(controller_id=controller, object_kind=kind).order_by("pk")
        for part in _chunks(list(known.values_list("object_id", flat=True))):
            erased = all_of_kind.filter(pk__in=part, data_key__isnull=True)
            count += _forget_receipts(kind, list(erased.values_list("pk", flat=True)))
    return count


def _forget_receipts(kind: str, ids: Sequence[UUID]) -> int:
    """Drop what opens the log's commitments to their receipts (T6); who holds a receipt holds its own."""
    return ReceiptSalt.objects.filter(object_kind=kind, object_id__in=list(map(str, ids))).delete()[0]


def _empty_links(links: QuerySet[Link]) -> None:
    Candidate.objects.filter(link__in=links).delete()
    links.update(person="", runner_up="", reasons=[], sealed=b"", data_key=None)


def forget_addresses(notifications: Collection[UUID]) -> None:
    """Replace the address of notifications in which every signal that stands is erased."""
    others = Link.objects.filter(
        signal__data_key__isnull=False, notification=OuterRef("pk"), undone_at__isnull=True
    )
    for notification in Notification.objects.filter(~Exists(others), pk__in=notifications):
        notification.address_key = f"erased-{uuid4().hex}"
        notification.save(update_fields=["address_key"])


def _chunks[T](ids: Sequence[T]) -> Iterator[Sequence[T]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
