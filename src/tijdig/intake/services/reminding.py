"""Remind partners of a delivery that has not come: before the end of its window, and once after (R8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext

from tijdig.actors import Actor, Role
from tijdig.covenant.queries import covenants_in_force
from tijdig.covenant.rules.document import Party
from tijdig.intake.expectations import expectations_of
from tijdig.intake.models import Delivery, DeliveryReminder
from tijdig.intake.rules.calendar import Reminder, Window, reminder_due, window_in
from tijdig.intake.states import DeliveryState
from tijdig.ledger.services import record_event
from tijdig.months import Month
from tijdig.parties.mail import send_to_each
from tijdig.parties.queries import addresses_of

# A file that waits for the coordinator has come; one whose columns nobody confirmed has not.
HAS_COME = (DeliveryState.ACCEPTED, DeliveryState.HELD)


@transaction.atomic
def remind_partners(*, actor: Actor, on: date) -> int:
    """Remind, on day ``on``, each partner whose delivery of the month is awaited; returns how many were.

    When and whether is the municipality's to set (:class:`Expectations`). Of each thing once in a month, so that the
    work may be done again at any time. The message goes to the partner's clerks when all is kept, and names nobody.
    """
    expected = expectations_of(actor.controller_id)
    if expected is None or expected.remind_days is None:
        return 0
    month, reminded = Month.of(on), 0
    came = _first_deliveries(actor.controller_id, month)
    for party, window in _awaited(actor.controller_id, month, on):
        kind = reminder_due(window, came.get(party.code), on, expected.remind_days)
        if kind is not None:
            reminded += _remind(actor, party, window, kind, on)
    return reminded


def _awaited(controller_id: str, month: Month, on: date) -> Iterator[tuple[Party, Window]]:
    for covenant in covenants_in_force(controller_id, on):
        for party in covenant.signal_partners:
            yield party, window_in(month, covenant.delivery)


def _first_deliveries(controller_id: str, month: Month) -> Mapping[str, date]:
    came = Delivery.objects.filter(
        controller_id=controller_id, received_on__range=(month.first, month.last), state__in=HAS_COME
    )
    return dict(came.order_by().values_list("party_code").annotate(Min("received_on")))


def _remind(actor: Actor, party: Party, window: Window, kind: Reminder, on: date) -> bool:
    _, is_new = DeliveryReminder.objects.get_or_create(
        controller_id=actor.controller_id,
        party_code=party.code,
        month=Month.of(on).first,
        kind=kind,
        defaults={"sent_on": on},
    )
    if is_new:
        addresses = addresses_of(actor.controller_id, [Role.LANDLORD_CLERK], party.code)
        transaction.on_commit(partial(send_to_each, addresses, *_message(window, kind)))
        record_event(
            actor=actor,
            action="remind-partner",
            object_kind="party",
            object_id=party.code,
            details={"reminder": kind, "people": len(addresses)},
        )
    return is_new


def _message(window: Window, kind: Reminder) -> tuple[str, str]:
    closes = f"{window.closes:%d-%m-%Y}"
    if kind is Reminder.CLOSING:
        return (
            gettext("Tijdig: uw aanlevering van deze maand"),
            gettext(
                "Wij hebben deze maand nog geen aanlevering van u. Aanleveren kan tot en met %(closes)s.\n"
                "Staat er een bestand te wachten? Kijk dan de kolommen na.\n"
            )
            % {"closes": closes},
        )
    return (
        gettext("Tijdig: wij missen uw aanlevering"),
        gettext(
            "De periode om aan te leveren eindigde op %(closes)s, en wij hebben geen aanlevering van u.\n"
            "Lever alsnog aan, of laat de gemeente weten dat u deze maand niets te melden hebt.\n"
        )
        % {"closes": closes},
    )
