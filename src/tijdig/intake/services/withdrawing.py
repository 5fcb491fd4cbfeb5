"""Find the signals that a delivery takes back, and keep that it does; once for each signal and reason (K4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from tijdig.actors import Actor
from tijdig.covenant.rules.document import Covenant
from tijdig.intake.models import Delivery, Signal, SignalWithdrawal
from tijdig.intake.rules.checks.withdrawal import NOTHING_TO_WITHDRAW
from tijdig.intake.rules.identity import identities_since
from tijdig.intake.rules.rows import CheckedDelivery, RefusedRow, WithdrawnRow

_CHUNK = 500


def with_known_withdrawals(
    delivery: Delivery, checked: CheckedDelivery, covenant: Covenant, keyed: Callable[[str], str], column: str
) -> tuple[CheckedDelivery, Mapping[UUID, WithdrawnRow]]:
    """Return the delivery with withdrawals of unknown messages refused, and the signal that each other takes back.

    A row takes back the partner's latest signal with its reference, of this month or the covenant's look-back.
    ``keyed`` makes the stored identity of one that was worked out, ``column`` is the heading of the reference.
    """
    if not checked.withdrawn:
        return checked, {}
    since = covenant.delivery.lookback.before(delivery.received_on)
    wanted = {
        keyed(identity): row
        for row in checked.withdrawn
        for identity in identities_since(row.reference, since, delivery.received_on)
    }
    latest = {row.row: key for key, row in _known(delivery, wanted)}
    found = {latest[row.row]: row for row in checked.withdrawn if row.row in latest}
    unknown = [
        RefusedRow(row.row, row.reference, column, NOTHING_TO_WITHDRAW().at(row=row.row, column=column))
        for row in checked.withdrawn
        if row.row not in latest
    ]
    refused = sorted((*checked.refused, *unknown), key=lambda item: item.row)
    return replace(checked, refused=tuple(refused)), found


def _known(delivery: Delivery, wanted: Mapping[str, WithdrawnRow]) -> Sequence[tuple[UUID, WithdrawnRow]]:
    """Return the party's signals with these identities, the earliest first."""
    identities, found = list(wanted), []
    own = Signal.objects.filter(controller_id=delivery.controller_id, party_code=delivery.party_code)
    for start in range(0, len(identities), _CHUNK):
        part = own.filter(identity__in=identities[start : start + _CHUNK])
        found += list(part.values_list("received_on", "id", "identity"))
    return [(key, wanted[identity]) for _, key, identity in sorted(found)]


def keep_withdrawals(
    *, actor: Actor, delivery: Delivery, found: Mapping[UUID, WithdrawnRow]
) -> tuple[UUID, ...]:
    """Keep what is taken back and was not yet for that reason; return the signals. The caller records the change."""
    before = set(
        SignalWithdrawal.objects.filter(
            controller_id=delivery.controller_id, signal_id__in=found
        ).values_list("signal_id", "kind", "eviction_on")
    )
    fresh = {key: row for key, row in found.items() if (key, row.kind, row.eviction_on) not in before}
    SignalWithdrawal.objects.bulk_create(
        [
            SignalWithdrawal(
                controller_id=delivery.controller_id,
                signal_id=key,
                delivery=delivery,
                kind=row.kind,
                eviction_on=row.eviction_on,
                on=delivery.received_on,
                told_by=actor.person_id,
            )
            for key, row in fresh.items()
        ],
        batch_size=_CHUNK,
    )
    return tuple(fresh)
