"""Erase the person from signals, links and notifications, and what a file's name may tell from deliveries (R53)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tijdig.casework.loading import covenant_with_hash
from tijdig.casework.models import Case
from tijdig.ddas import SignalStatus
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import ReceiptSalt
from tijdig.linkage.models import Candidate, Link, Notification
from tijdig.rights.rules.retention import erase_delivery_from, erase_signal_from

CHUNK = 500
BY_TERM = "bewaartermijn voorbij"


def erase_people_of_case(case: Case) -> None:
    """Erase the signals that stand in the case, and all that was ever linked to its notifications.

    A signal that was taken out of this case may stand in another: it goes with that one.
    """
    notifications = list(case.notifications.values_list("notification", flat=True))
    links = Link.objects.filter(notification_id__in=notifications)
    _erase_signals(list(links.filter(undone_at__isnull=True).values_list("signal_id", flat=True)))
    _empty_links(links)
    _forget_addresses(notifications)


def erase_signals_without_case(controller: str, on: date) -> int:
    """Erase the signals that are in no case when their term from receipt ends; returns how many.

    Repeats and unjustified ones (R21, R31), and also those that nobody decided about or that were never linked: these
    end as not taken up, and leave the review queue.
    """
    standing_in_case = Link.objects.filter(
        signal=OuterRef("pk"), undone_at__isnull=True, notification__worked_in__isnull=False
    )
    found = (
        Signal.objects.filter(~Exists(standing_in_case), controller_id=controller, received_on__lt=on)
        .exclude(surname="")
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
        _erase_signals(part)
        Link.objects.filter(pk__in=waiting).update(undone_at=timezone.now(), undone_reason=BY_TERM)
        _forget_addresses(notifications)
    return len(due)


def forget_file_names(controller: str, on: date) -> int:
    """Give old deliveries a name of their own and drop their remarks: a landlord's file name may name a tenant."""
    count = 0
    old = Delivery.objects.filter(controller_id=controller, received_on__lt=on)
    for delivery in old.exclude(state=DeliveryState.WAITING).order_by("received_on", "pk"):
        name = f"aanlevering-{delivery.received_on.isoformat()}"
        covenant = covenant_with_hash(controller, delivery.covenant_hash)
        told = delivery.file_name != name or delivery.remarks
        if told and covenant and erase_delivery_from(covenant, received_on=delivery.received_on) <= on:
            delivery.file_name, delivery.remarks = name, []
            delivery.save(update_fields=["file_name", "remarks"])
            _forget_receipts("delivery", [delivery.pk])
            count += 1
    return count


def _erase_signals(ids: Sequence[UUID]) -> None:
    """Empty what identifies the person; amounts, days and status stay for the figures."""
    for part in _chunks(ids):
        for signal in Signal.objects.filter(pk__in=part):
            signal.initials = signal.prefix = signal.surname = signal.birth_date = ""
            signal.street = signal.house_letter = signal.addition = signal.postcode = signal.town = ""
            signal.phone = signal.email = ""
            signal.house_number = 0
            # Reference and fingerprints were made from the person's data; random ones keep the row unique.
            signal.reference, signal.identity, signal.fingerprint = "", uuid4().hex, uuid4().hex
            if signal.status == SignalStatus.OPEN:  # nobody can work on it any more
                signal.status = SignalStatus.OTHER_REASON
            signal.save()
        _forget_receipts("signal", part)
        _empty_links(Link.objects.filter(signal_id__in=part))


def _forget_receipts(kind: str, ids: Sequence[UUID]) -> None:
    """Drop what opens the log's commitments to their receipts (T6); who holds a receipt holds its own."""
    ReceiptSalt.objects.filter(object_kind=kind, object_id__in=list(map(str, ids))).delete()


def _empty_links(links: QuerySet[Link]) -> None:
    Candidate.objects.filter(link__in=links).delete()
    links.update(bsn="", runner_up_bsn="", reasons=[], decision_reason="", undone_reason="")


def _forget_addresses(notifications: Collection[UUID]) -> None:
    """Replace the address of notifications in which every signal that stands is erased."""
    others = Link.objects.filter(~Q(signal__surname=""), notification=OuterRef("pk"), undone_at__isnull=True)
    for notification in Notification.objects.filter(~Exists(others), pk__in=notifications):
        notification.address_key = f"erased-{uuid4().hex}"
        notification.save(update_fields=["address_key"])


def _chunks[T](ids: Sequence[T]) -> Iterator[Sequence[T]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
