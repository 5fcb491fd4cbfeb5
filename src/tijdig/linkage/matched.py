"""From stored signals and settled links to what the rules compare: persons, addresses, names, amounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.utils import timezone

from tijdig.ddas import SignalStatus
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.linkage.rules.matching import matching_address, names_of
from tijdig.linkage.rules.patterns import MatchedSignal
from tijdig.linkage.rules.people import SignalPerson
from tijdig.residents.queries import records_of
from tijdig.residents.rules.record import ResidentRecord

TAKEN_UP = frozenset({SignalStatus.OPEN, SignalStatus.TAKEN_UP})  # open: its case is about to be opened


def matched_signals(controller_id: str, links: Collection[Link]) -> Mapping[str, MatchedSignal]:
    """Return the signals of these settled links as the rules see them, by signal id.

    The links must come with their signal and notification (``select_related``).
    """
    records = records_of(controller_id, {link.person for link in links if link.person})
    return {str(link.signal_id): _matched(link, records.get(link.person), controller_id) for link in links}


def _matched(link: Link, record: ResidentRecord | None, controller_id: str) -> MatchedSignal:
    signal = link.signal
    person = signal_person(signal)
    return MatchedSignal(
        id=str(signal.pk),
        address_key=matching_address(person, record, controller_id),
        received_on=signal.received_on,
        party=signal.party_code,
        amount_cents=signal.amount_cents,
        onset_on=signal.onset_on,
        reference=signal.reference,
        person=link.person,
        names=names_of(person, record),
        taken_up_on=_taken_up_on(link),
    )


def signal_person(signal: Signal) -> SignalPerson:
    """Return the person of a signal as linkage compares it."""
    return SignalPerson(
        id=str(signal.pk),
        surname=signal.surname,
        prefix=signal.prefix,
        initials=signal.initials,
        birth_date=signal.birth_date,
        street=signal.street,
        house_number=signal.house_number,
        house_letter=signal.house_letter,
        addition=signal.addition,
        postcode=signal.postcode,
        town=signal.town,
        received_on=signal.received_on,
    )


def _taken_up_on(link: Link) -> date | None:
    if link.notification is None or link.repeat or link.signal.status not in TAKEN_UP:
        return None
    return timezone.localdate(link.notification.matched_at)
