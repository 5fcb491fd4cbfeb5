"""From settled links to what the rules of patterns need: address, person, names, amount."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.utils import timezone

from tijdig.ddas import SignalStatus
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.linkage.rules.normalising import address_key, signal_name, spell
from tijdig.linkage.rules.patterns import MatchedSignal
from tijdig.residents.queries import records_by_bsn
from tijdig.residents.rules.record import ResidentRecord

TAKEN_UP = frozenset({SignalStatus.OPEN, SignalStatus.TAKEN_UP})  # open: its case is about to be opened


def matched_signals(controller_id: str, links: Collection[Link]) -> Mapping[str, MatchedSignal]:
    """Return the signals of these settled links as the rules see them, by signal id.

    The links must come with their signal and notification (``select_related``).
    """
    records = records_by_bsn(controller_id, {link.bsn for link in links if link.bsn})
    return {str(link.signal_id): _matched(link, records.get(link.bsn), controller_id) for link in links}


def _matched(link: Link, record: ResidentRecord | None, controller_id: str) -> MatchedSignal:
    signal = link.signal
    return MatchedSignal(
        id=str(signal.pk),
        address_key=matching_address(signal, record, controller_id),
        received_on=signal.received_on,
        party=signal.party_code,
        amount_cents=signal.amount_cents,
        onset_on=signal.onset_on,
        reference=signal.reference,
        person=link.bsn,
        names=names_of(signal.prefix, signal.surname, record),
        taken_up_on=_taken_up_on(link),
    )


def matching_address(signal: Signal, record: ResidentRecord | None, controller_id: str) -> str:
    """Return the address to match on: where the person is registered in this municipality, else as delivered."""
    if record is not None and record.lives_in(controller_id) and record.address.is_known:
        home = record.address
        suffix = (home.house_letter, home.addition, home.designation)
        return address_key(home.postcode, home.house_number or 0, *suffix)
    if not signal.postcode:
        return ""
    return address_key(signal.postcode, signal.house_number, signal.house_letter, signal.addition)


def names_of(prefix: str, surname: str, record: ResidentRecord | None) -> frozenset[str]:
    """Return the surnames that belong to a signal: as delivered, and those of the resident and the partner."""
    written = signal_name(prefix, surname)
    names = {written.spelling.core, *written.halves}
    if record is not None:
        names.add(spell(record.prefix, record.surname).core)
        names.add(spell(record.partner_prefix, record.partner_surname).core)
    return frozenset(names - {""})


def _taken_up_on(link: Link) -> date | None:
    if link.notification is None or link.repeat or link.signal.status not in TAKEN_UP:
        return None
    return timezone.localdate(link.notification.matched_at)
