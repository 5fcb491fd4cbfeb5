"""Put settled signals together in notifications: one per address and matching period (R19–R22)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant import queries as covenants
from tijdig.covenant.rules.document import DeliveryTerms
from tijdig.disclosure.services_processing import record_change
from tijdig.inserting import insert_instances, update_column
from tijdig.ledger.services import record_event
from tijdig.linkage.matched import matched_signals
from tijdig.linkage.models import Link, Notification
from tijdig.linkage.on_record import about_signals
from tijdig.linkage.queries import SETTLED
from tijdig.linkage.rules.patterns import (
    MatchedSignal,
    Notified,
    Pattern,
    are_different_people,
    find_notifications,
    find_repeats,
    patterns_of,
)
from tijdig.linkage.services.linking import one_run_at_a_time
from tijdig.problems import NotFound, ProblemKind, Refused
from tijdig.vault.keys import indexer

ADDRESS = "notification.address"  # what the blind index of a notification is made for (E5)

COVENANT_UNKNOWN = ProblemKind(
    code="linkage.covenant-unknown",
    rule="R1",
    nl="Het convenant waaronder deze signalen binnenkwamen, is er niet meer.",
    en="The covenant under which these signals came in is not there any more.",
    remedy_nl="Vraag de beheerder het convenant terug te zetten.",
    remedy_en="Ask the operator to restore the covenant.",
)
NOTHING_TO_SETTLE = ProblemKind(
    code="linkage.nothing-to-settle",
    rule="R22",
    nl="Bij deze melding hoeft niet te worden beslist of het om verschillende mensen gaat.",
    en="For this notification there is nothing to decide about different people.",
)


@dataclass(frozen=True, slots=True)
class NotificationRun:
    """What one run did: notifications formed, signals that joined one that was there, signals that are repeats."""

    formed: int = 0
    joined: int = 0
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class _Month:
    """The settled links at hand, by signal id, as the rules see them, and the covenant's terms."""

    links: Mapping[str, Link]
    signals: Mapping[str, MatchedSignal]
    terms: DeliveryTerms


@transaction.atomic
def form_notifications(*, actor: Actor) -> NotificationRun:
    """Give every settled signal its notification; a second run changes nothing (R20).

    Signals are matched on the address where the person is registered, so that a slip in a ledger does not split a
    household and someone who moved is met at the new address (R25); else on the address as delivered. A signal
    that comes later in the period joins the notification that is there. Links still in doubt wait.
    """
    require(actor, Action.LINK_SIGNALS)
    one_run_at_a_time(actor.controller_id)
    settled = _settled_links(actor.controller_id)
    new = settled.filter(notification__isnull=True)
    received = new.values_list("signal_id", "signal__received_on", "signal__covenant_hash")
    if not received:
        return NotificationRun()
    terms = _terms(actor.controller_id, max(received, key=itemgetter(1))[2])
    furthest = max((terms.lookback, terms.repeat_within), key=lambda period: period.most_days)
    since = furthest.before(min(day for _signal, day, _covenant in received))
    links = {str(link.signal_id): link for link in settled.filter(signal__received_on__gte=since)}
    month = _Month(links, matched_signals(actor.controller_id, list(links.values())), terms)
    new_ids = sorted(str(signal_id) for signal_id, _day, _covenant in received)
    repeats = _mark_repeats(month, new_ids)
    run = replace(_keep(actor.controller_id, month, new_ids), repeats=repeats)
    record_event(
        actor=actor,
        action="form-notifications",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"formed": run.formed, "joined": run.joined, "repeats": run.repeats},
    )
    return run


@transaction.atomic
def settle_different_people(
    *, actor: Actor, notification_id: UUID, together: bool
) -> tuple[Notification, ...]:
    """Settle whether people with different names on one address are worked together or apart (R22).

    Returns the notifications that result: one, or one per person. Raises :class:`NotFound` for one that is not
    there for this actor, :class:`Refused` for a role that may not or when there is nothing to settle.
    """
    require(actor, Action.REVIEW_LINKS)
    notification = (
        Notification.objects.select_for_update()
        .filter(pk=notification_id, controller_id=actor.controller_id)
        .first()
    )
    if notification is None:
        raise NotFound
    if not notification.different_people or notification.different_people_settled_at is not None:
        raise Refused(NOTHING_TO_SETTLE())
    notification.different_people_settled_at = timezone.now()
    standing = notification.links.filter(undone_at__isnull=True).select_related("signal")
    signals = [link.signal for link in standing]
    apart = () if together else _split(notification)
    notification.save(update_fields=["different_people_settled_at", "patterns"])
    record_change(
        actor=actor,
        action="settle-different-people",
        object_kind="notification",
        object_id=str(notification.pk),
        processings=about_signals(actor.controller_id, signals),
        result="together" if together else "apart",
        details={"notifications": 1 + len(apart)},
    )
    return (notification, *apart)


def _settled_links(controller_id: str) -> QuerySet[Link]:
    return (
        Link.objects.filter(SETTLED, controller_id=controller_id, undone_at__isnull=True)
        .select_related("signal", "notification")
        .order_by("signal__received_on", "signal__row", "pk")
    )


def _terms(controller_id: str, covenant_hash: str) -> DeliveryTerms:
    """Return the matching terms that govern today of the covenant of which this is a version."""
    standing = covenants.governing(controller_id, covenant_hash, timezone.localdate())
    if standing is None:
        raise Refused(COVENANT_UNKNOWN())
    return standing.covenant.delivery


def _mark_repeats(month: _Month, new_ids: Sequence[str]) -> int:
    fresh = frozenset(new_ids)
    found = find_repeats(
        [month.signals[key] for key in new_ids],
        [signal for key, signal in month.signals.items() if key not in fresh],
        repeat_within=month.terms.repeat_within,
    )
    Link.objects.filter(pk__in=[month.links[key].pk for key in found]).update(repeat=True)
    return len(found)


def _keep(controller_id: str, month: _Month, new_ids: Sequence[str]) -> NotificationRun:
    found = find_notifications(
        [month.signals[key] for key in new_ids],
        month.signals.values(),
        matching_period=month.terms.matching_period,
        lookback=month.terms.lookback,
    )
    there = {
        (notification.address_key, notification.period_from): notification
        for notification in Notification.objects.filter(
            controller_id=controller_id, period_from__in={one.window.first for one in found}
        )
    }
    run = NotificationRun()
    index = indexer(controller_id, ADDRESS)
    formed: list[Notification] = []
    settled: list[Link] = []
    for one in found:
        # A signal without an address to match on stands alone, under its own name.
        key = index(one.address_key or f"signal {one.signal_ids[0]}")
        notification = there.get((key, one.window.first))
        if notification is None:
            notification = _form(controller_id, key, one)
            formed.append(notification)
        else:
            _join(notification, one, month)
            run = replace(run, joined=run.joined + len(one.signal_ids))
        for signal_id in one.signal_ids:
            link = month.links[signal_id]
            link.notification = notification
            settled.append(link)
    insert_instances(Notification, formed)
    update_column(Link, "notification_id", {link.pk: link.notification_id for link in settled})
    return replace(run, formed=len(formed))


def _form(controller_id: str, key: str, found: Notified) -> Notification:
    return Notification(
        controller_id=controller_id,
        address_key=key,
        period_from=found.window.first,
        period_until=found.window.last,
        matched_at=timezone.now(),
        patterns=list(found.patterns),
        different_people=found.different_people,
    )


def _join(notification: Notification, found: Notified, month: _Month) -> None:
    """Add signals to a notification that is there: tell its patterns again, and ask R22 again for a newcomer."""
    there = [
        month.signals[key] for key, link in month.links.items() if link.notification_id == notification.pk
    ]
    new = [month.signals[key] for key in found.signal_ids]
    days = [
        signal.received_on for signal in month.signals.values() if signal.address_key == found.address_key
    ]
    notification.patterns = list(patterns_of([*there, *new], days, found.window, month.terms.lookback))
    if any(all(are_different_people([old, one]) for old in there) for one in new):
        notification.different_people_settled_at = None
    notification.different_people = are_different_people([*there, *new])
    notification.save(update_fields=["patterns", "different_people", "different_people_settled_at"])


def _split(notification: Notification) -> tuple[Notification, ...]:
    """Give each further person a notification of their own; the first keeps this one."""
    links = list(_settled_links(notification.controller_id).filter(notification=notification))
    signals = matched_signals(notification.controller_id, links)
    people: list[list[Link]] = []
    for link in links:
        signal = signals[str(link.signal_id)]
        for group in people:
            if not are_different_people([signals[str(group[0].signal_id)], signal]):
                group.append(link)
                break
        else:
            people.append([link])
    successive = [Pattern.SUCCESSIVE] if Pattern.SUCCESSIVE in notification.patterns else []
    made = []
    for number, group in enumerate(people, start=1):
        patterns = [Pattern.MULTIPLE] * (len(group) > 1) + successive or [Pattern.SINGLE]
        if number == 1:
            notification.patterns = patterns
            continue
        apart = Notification.objects.create(
            controller_id=notification.controller_id,
            address_key=f"{notification.address_key} / {number}",
            period_from=notification.period_from,
            period_until=notification.period_until,
            matched_at=notification.matched_at,
            patterns=patterns,
            different_people=False,
        )
        Link.objects.filter(pk__in=[link.pk for link in group]).update(notification=apart)
        made.append(apart)
    return tuple(made)
