"""Check the deliveries in order of receipt, and leave out or correct what came before (K4), as intake does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.identity import contents_of
from tijdig.intake.rules.rows import CheckedDelivery, SignalRow
from tijdig.intake.rules.sorting import EarlierDelivery, delivered_again, sort_rows
from tijdig.rehearse.told import AcceptedSignal, Given, GivenDelivery, RehearsedDelivery


@dataclass(frozen=True, slots=True)
class Correction:
    """What a later delivery, received on ``on``, says of a signal instead of its contents so far."""

    on: date
    signal_id: str
    row: SignalRow


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Every delivery with what the checks made of it, and in order of receipt the signals and their corrections.

    A correction of the day of receipt itself is in the signal; a later one leaves standing what was concluded.
    """

    deliveries: tuple[RehearsedDelivery, ...]
    signals: tuple[AcceptedSignal, ...]
    corrections: tuple[Correction, ...]


@dataclass(slots=True)
class _Memory:
    deliveries: list[RehearsedDelivery] = field(default_factory=list)
    signals: list[AcceptedSignal] = field(default_factory=list)
    latest: list[SignalRow] = field(default_factory=list)  # per signal, as it was last delivered
    corrections: list[Correction] = field(default_factory=list)


def take_in(given: Given) -> TakenIn:
    """Check and sort all deliveries."""
    memory = _Memory()
    for delivery in given.deliveries:
        checked = check_delivery(
            delivery.table,
            delivery.plan,
            covenant=given.covenant,
            party=delivery.party,
            received_on=delivery.received_on,
        )
        memory.deliveries.append(_sorted(given, delivery, checked, memory))
    return TakenIn(tuple(memory.deliveries), tuple(memory.signals), tuple(memory.corrections))


def _sorted(
    given: Given, delivery: GivenDelivery, checked: CheckedDelivery, memory: _Memory
) -> RehearsedDelivery:
    known = {
        one.row.identity: (place, row.fingerprint)
        for place, (one, row) in enumerate(zip(memory.signals, memory.latest, strict=True))
        if one.delivery.party == delivery.party
    }
    order = sort_rows(checked.accepted, known, _came_before(given, delivery, checked, memory))
    for place, row in order.corrected:
        _correct(memory, place, row, delivery.received_on)
    for row in order.new:
        memory.signals.append(AcceptedSignal(f"S{len(memory.signals) + 1:06}", delivery, row))
        memory.latest.append(row)
    corrected = frozenset(row.row for _, row in order.corrected)
    new = frozenset(row.row for row in order.new)
    unchanged = frozenset(row.row for row in checked.accepted) - corrected - new
    return RehearsedDelivery(delivery, checked, unchanged, corrected)


def _correct(memory: _Memory, place: int, row: SignalRow, on: date) -> None:
    before = memory.signals[place]
    # Where a signal came from first stays, as its day of receipt does (R15).
    contents = row._replace(row=before.row.row, reference=before.row.reference)
    memory.latest[place] = contents
    if before.delivery.received_on == on:
        memory.signals[place] = replace(before, row=contents, corrected=True)
    else:
        memory.corrections.append(Correction(on, before.id, contents))


def _came_before(
    given: Given, delivery: GivenDelivery, checked: CheckedDelivery, memory: _Memory
) -> frozenset[str]:
    since = given.covenant.delivery.lookback.before(delivery.received_on)
    earlier = [
        EarlierDelivery(one.given.sha256, contents_of(one.checked.accepted))
        for one in memory.deliveries
        if one.given.party == delivery.party and one.given.received_on >= since
    ]

    def fingerprints() -> frozenset[str]:
        return frozenset(
            row.fingerprint
            for one, row in zip(memory.signals, memory.latest, strict=True)
            if one.delivery.party == delivery.party and one.delivery.received_on >= since
        )

    return frozenset(delivered_again(checked.accepted, delivery.sha256, earlier, fingerprints))
