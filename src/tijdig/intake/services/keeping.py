"""Keep what the checks accepted: new signals, corrections, and why the rest was refused. Atomic as a whole (K2, K4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services_processing import Processing, record_change
from tijdig.disclosure.subjects import Subject
from tijdig.intake.models import Delivery, DeliveryFile, RefusedRow, Signal
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.checks.objection import OBJECTED_ROWS
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.corrections import counted
from tijdig.intake.rules.identity import CONTENTS, IDENTITY, contents_of
from tijdig.intake.rules.rows import CheckedDelivery, SignalRow
from tijdig.intake.rules.sorting import EarlierDelivery, Sorted, delivered_again, sort_rows
from tijdig.intake.rules.table import Table
from tijdig.intake.rules.whole.facts import typical
from tijdig.intake.rules.whole.same_file import SAME_FILE
from tijdig.intake.services.correcting import correct_signals
from tijdig.intake.services.dropping import drop_files
from tijdig.intake.services.holding import concerns_with, hold_delivery
from tijdig.intake.services.results import ReceivedDelivery
from tijdig.intake.services.standing import StandingCovenant
from tijdig.intake.services.withdrawing import keep_withdrawals, with_known_withdrawals
from tijdig.intake.states import DeliveryState
from tijdig.intake.writing.returned_file import returned_file
from tijdig.parties.models import Partnership
from tijdig.problems import Problem, Refused
from tijdig.vault.fields import values
from tijdig.vault.keys import exact_indexer

_CHUNK = 500
# After so many rows the covenant is looked at again: a revocation bites on the next row, also mid-import (C3).
ROWS_PER_LOOK = 2_000


@transaction.atomic
def keep_checked_rows(
    *,
    actor: Actor,
    delivery: Delivery,
    table: Table,
    plan: ColumnPlan,
    standing: StandingCovenant,
    waived: Collection[str] | None = None,
) -> ReceivedDelivery:
    """Check the table and keep what may be kept; raises :class:`Refused`, and keeps nothing, when nothing may be.

    A delivery that is not as expected as a whole is held instead, unless it was decided to take it in all the same:
    then ``waived`` are the codes of what was decided about.

    The covenant is looked at again before and after the checks and with every batch of rows, and held as the last
    thing before the end: what is kept was agreed until the moment that it was kept (C3, R4).
    """
    covenant = standing.covenant
    # One delivery of a party at a time, so that the same file sent twice at once cannot count twice (K6).
    Partnership.objects.select_for_update().filter(
        controller_id=actor.controller_id, party_code=delivery.party_code
    ).first()
    standing.check()
    checked = check_delivery(
        table, plan, covenant=covenant, party=delivery.party_code, received_on=delivery.received_on
    )
    if checked.problems:
        raise Refused(checked.problems)
    checked = _keyed(actor.controller_id, checked)
    identity = exact_indexer(actor.controller_id, IDENTITY)
    column = plan.headings.get("reference", "")
    checked, taken_back = with_known_withdrawals(delivery, checked, covenant, identity, column)
    standing.check()
    concerns = (
        ()
        if waived is not None
        else concerns_with(delivery, checked.accepted, covenant, identity, taken_back=len(taken_back))
    )
    if concerns:
        hold_delivery(
            actor=actor, delivery=delivery, table=table, plan=plan, concerns=concerns, standing=standing
        )
        return ReceivedDelivery(delivery.id, DeliveryState.HELD, plan, checked.rows, concerns)
    # What was decided to be this month's is new, though it came before as a whole.
    is_new = SAME_FILE.code in (waived or ())
    order = sort_rows(
        checked.accepted,
        _known_signals(delivery, checked),
        () if is_new else _delivered_again(delivery, checked, covenant),
    )
    remarks = _remarks(checked)
    _save_delivery(delivery, covenant, checked, order, remarks)
    new = _add_signals(delivery, order.new, standing.check)
    corrected = _correct_signals(delivery, covenant, order.corrected, standing.check)
    withdrawn = keep_withdrawals(actor=actor, delivery=delivery, found=taken_back)
    unchanged = order.unchanged + len(taken_back) - len(withdrawn)
    delivery.withdrawn, delivery.unchanged = len(withdrawn), unchanged
    delivery.save(update_fields=["withdrawn", "unchanged"])
    _keep_refusals(delivery, checked)
    drop_files(actor=actor, files=delivery.files.all())
    _keep_files(delivery, table, checked, covenant)
    record_change(
        actor=actor,
        action=Action.DELIVER_SIGNALS if waived is None else Action.DECIDE_DELIVERIES,
        object_kind="delivery",
        object_id=str(delivery.id),
        processings=_processings(covenant, (*new, *corrected, *withdrawn)),
        reasons=sorted({item.problem.code for item in checked.refused}),
        details={
            "rows": checked.rows,
            "new": len(new),
            "corrected": len(corrected),
            "unchanged": unchanged,
            "withdrawn": len(withdrawn),
            "refused": checked.refused_rows,
            "covenant": covenant.hash,
            "party": delivery.party_code,
        },
    )
    standing.check(hold=True)
    return ReceivedDelivery(
        delivery_id=delivery.id,
        state=DeliveryState.ACCEPTED,
        plan=plan,
        rows=checked.rows,
        new=new,
        corrected=corrected,
        unchanged=unchanged,
        withdrawn=withdrawn,
        refused=checked.refused_rows,
        remarks=remarks,
    )


def _keyed(controller_id: str, checked: CheckedDelivery) -> CheckedDelivery:
    """Return the rows with keyed identities and fingerprints: from what is stored nothing can be guessed (T6)."""
    identity, contents = exact_indexer(controller_id, IDENTITY), exact_indexer(controller_id, CONTENTS)
    accepted = tuple(
        row._replace(identity=identity(row.identity), fingerprint=contents(row.fingerprint))
        for row in checked.accepted
    )
    return replace(checked, accepted=accepted)


def _processings(covenant: Covenant, signals: Iterable[UUID]) -> tuple[Processing, ...]:
    subjects = tuple(Subject("signal", str(signal_id)) for signal_id in signals)
    return (Processing(PurposeCode.EARLY_SIGNAL, covenant, subjects),)


def _own_signals(delivery: Delivery) -> QuerySet[Signal]:
    return Signal.objects.filter(controller_id=delivery.controller_id, party_code=delivery.party_code)


def _known_signals(delivery: Delivery, checked: CheckedDelivery) -> dict[str, tuple[UUID, str]]:
    """Return this party's signals with these identities, and their contents."""
    identities = [row.identity for row in checked.accepted]
    known: dict[str, tuple[UUID, str]] = {}
    for start in range(0, len(identities), _CHUNK):
        found = _own_signals(delivery).filter(identity__in=identities[start : start + _CHUNK])
        known |= {
            identity: (key, contents)
            for key, identity, contents in found.values_list("id", "identity", "fingerprint")
        }
    return known


def _delivered_again(delivery: Delivery, checked: CheckedDelivery, covenant: Covenant) -> Collection[str]:
    """Return which rows came before with the whole of this delivery, within the covenant's look-back."""
    since = covenant.delivery.lookback.before(delivery.received_on)
    earlier = Delivery.objects.filter(
        controller_id=delivery.controller_id,
        party_code=delivery.party_code,
        state=DeliveryState.ACCEPTED,
        received_on__gte=since,
    )

    def fingerprints() -> frozenset[str]:
        own = _own_signals(delivery).filter(received_on__gte=since)
        return frozenset(own.values_list("fingerprint", flat=True))

    return delivered_again(
        checked.accepted,
        delivery.same_file,
        {EarlierDelivery(*one) for one in earlier.values_list("same_file", "contents")},
        fingerprints,
    )


def _remarks(checked: CheckedDelivery) -> tuple[Problem, ...]:
    objected = len(checked.objected_rows)
    return (*((OBJECTED_ROWS(count=objected),) if objected else ()), *checked.remarks)


def _save_delivery(
    delivery: Delivery,
    covenant: Covenant,
    checked: CheckedDelivery,
    order: Sorted[UUID],
    remarks: tuple[Problem, ...],
) -> None:
    delivery.state = DeliveryState.ACCEPTED
    delivery.covenant_hash = covenant.hash
    delivery.typical_cents = typical([row.amount_cents for row in checked.accepted])
    delivery.contents = contents_of(checked.accepted)  # made of keyed fingerprints
    delivery.rows = checked.rows
    delivery.accepted = len(order.new)
    delivery.corrected = len(order.corrected)
    delivery.unchanged = order.unchanged
    delivery.refused = checked.refused_rows
    delivery.remarks = [
        {
            "code": remark.code,
            "params": dict(remark.params),
            "row": remark.place.row,
            "column": remark.place.column,
        }
        for remark in remarks
    ]
    delivery.save()


def _add_signals(
    delivery: Delivery, rows: tuple[SignalRow, ...], check_standing: Callable[[], None]
) -> tuple[UUID, ...]:
    added: list[UUID] = []
    for batch in _batches(rows):
        check_standing()
        signals = [
            Signal(
                controller_id=delivery.controller_id,
                delivery=delivery,
                organisation_id=delivery.organisation_id,
                party_code=delivery.party_code,
                covenant_hash=delivery.covenant_hash,
                received_on=delivery.received_on,
                **row._asdict(),
            )
            for row in batch
        ]
        Signal.objects.bulk_create(signals)
        added += [signal.id for signal in signals]
    return tuple(added)


def _correct_signals(
    delivery: Delivery,
    covenant: Covenant,
    rows: tuple[tuple[UUID, SignalRow], ...],
    check_standing: Callable[[], None],
) -> tuple[UUID, ...]:
    now, changes = timezone.now(), []
    for batch in _batches(rows):
        check_standing()
        changes += correct_signals(delivery=delivery, covenant=covenant, rows=dict(batch), at=now)
    if changes:
        delivery.changes = counted(changes)
        delivery.save(update_fields=["changes"])
    return tuple(key for key, _ in rows)


def _batches[Row](rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + ROWS_PER_LOOK] for start in range(0, len(rows), ROWS_PER_LOOK))


def _keep_refusals(delivery: Delivery, checked: CheckedDelivery) -> None:
    RefusedRow.objects.bulk_create(
        [
            RefusedRow(
                controller_id=delivery.controller_id,
                delivery=delivery,
                row=item.row,
                column=item.column[:100],
                code=item.problem.code,
                rule=item.problem.rule,
                params=dict(item.problem.params),
            )
            for item in checked.refused
            if item.row not in checked.objected_rows  # of those only the count is kept (R6)
        ],
        batch_size=_CHUNK,
    )


def _keep_files(delivery: Delivery, table: Table, checked: CheckedDelivery, covenant: Covenant) -> None:
    if not checked.refused:
        return
    DeliveryFile.objects.create(
        delivery=delivery,
        controller_id=delivery.controller_id,
        kind=DeliveryFile.Kind.RETURNED,
        **values(content=returned_file(table, checked)),
        keep_until=covenant.delivery.returned_file_kept.after(delivery.received_on),
    )
