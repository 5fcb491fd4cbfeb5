"""Hold a delivery that is not as expected until the coordinator decides; its rows are read again then.

What is kept meanwhile is the table as it may wait (no row of who objected, no BSN) and by which columns it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from tijdig.actors import Action, Actor
from tijdig.covenant.rules.document import Covenant
from tijdig.intake.expectations import expectations_of
from tijdig.intake.models import Delivery, DeliveryFile, Signal
from tijdig.intake.rules.blanking import fit_to_wait
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.identity import contents_of, identity_of
from tijdig.intake.rules.rows import SignalRow
from tijdig.intake.rules.table import Table
from tijdig.intake.rules.whole import concerns_about
from tijdig.intake.rules.whole.facts import Expectations, WholeDelivery, typical
from tijdig.intake.services.dropping import drop_files
from tijdig.intake.services.standing import StandingCovenant
from tijdig.intake.states import DeliveryState
from tijdig.intake.waiting import packed
from tijdig.ledger.services import record_event
from tijdig.months import Month
from tijdig.problems import Problem
from tijdig.vault.fields import values


def concerns_with(
    delivery: Delivery,
    rows: Sequence[SignalRow],
    covenant: Covenant,
    keyed: Callable[[str], str],
    *,
    taken_back: int = 0,
) -> tuple[Problem, ...]:
    """Return why these accepted rows should wait, by what their municipality expects; empty when they are as expected.

    ``keyed`` makes the stored identity of one that was worked out; the rows have theirs already. ``taken_back`` earlier
    messages are taken back by this delivery: those tenants are not gone unsaid.
    """
    expected = expectations_of(delivery.controller_id)
    if expected is None or not rows:
        return ()
    facts = _facts(delivery, rows, covenant, expected, keyed)
    return concerns_about(replace(facts, tenants_still=facts.tenants_still + taken_back), expected)


def _facts(
    delivery: Delivery,
    rows: Sequence[SignalRow],
    covenant: Covenant,
    expected: Expectations,
    keyed: Callable[[str], str],
) -> WholeDelivery:
    before, still = _tenants(delivery, rows, keyed) if expected.gone_percent is not None else (0, 0)
    return WholeDelivery(
        rows=len(rows),
        typical_cents=typical([row.amount_cents for row in rows]),
        typical_cents_before=_typical_before(delivery) if expected.amount_times else None,
        tenants_before=before,
        tenants_still=still,
        same_as_of=_same_as_of(delivery, rows, covenant) if expected.same_file else None,
        postcodes=tuple(row.postcode for row in rows),
        only_crises=all(row.crisis for row in rows),
    )


def _in_month(month: Month) -> Q:
    return Q(received_on__gte=month.first, received_on__lte=month.last)


def _accepted(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        controller_id=delivery.controller_id, party_code=delivery.party_code, state=DeliveryState.ACCEPTED
    )


def _typical_before(delivery: Delivery) -> int | None:
    """Return the typical amount of last month's largest delivery of this party; None when there was none."""
    found = _accepted(delivery).filter(_in_month(Month.of(delivery.received_on).plus(-1)))
    largest = found.order_by("-accepted", "-received_at").first()
    return largest.typical_cents if largest else None


def _tenants(delivery: Delivery, rows: Sequence[SignalRow], keyed: Callable[[str], str]) -> tuple[int, int]:
    """Return how many tenants this party reported last month, and how many of them may be reported again this month.

    Whom another delivery of this month reported is counted as one of last month's, without opening who it is.
    """
    month = Month.of(delivery.received_on)
    own = Signal.objects.filter(controller_id=delivery.controller_id, party_code=delivery.party_code)
    before = set(own.filter(_in_month(month.plus(-1))).values_list("identity", flat=True))
    again = {keyed(identity_of(row.reference, month.plus(-1).first)) for row in rows}
    delivered = set(own.filter(_in_month(month)).values_list("identity", flat=True))
    others = len(delivered - {row.identity for row in rows})
    return len(before), min(len(before), len(before & again) + others)


def _same_as_of(delivery: Delivery, rows: Sequence[SignalRow], covenant: Covenant) -> date | None:
    """Return the day on which this very delivery came in an earlier month within the covenant's look-back.

    None when it came this month as well: then it adds nothing anyway (K4).
    """
    same = Q(same_file=delivery.same_file) | Q(contents=contents_of(rows))
    since = covenant.delivery.lookback.before(delivery.received_on)
    days = _accepted(delivery).filter(same, received_on__gte=since).order_by("-received_on")
    latest = days.values_list("received_on", flat=True).first()
    return latest if latest and latest < Month.of(delivery.received_on).first else None


def hold_delivery(
    *,
    actor: Actor,
    delivery: Delivery,
    table: Table,
    plan: ColumnPlan,
    concerns: tuple[Problem, ...],
    standing: StandingCovenant,
) -> None:
    """Keep the delivery as one that waits for a decision; call it in the transaction in which it was checked.

    Raises :class:`Refused` when the covenant no longer stands at the end of it (C3).
    """
    expected = expectations_of(delivery.controller_id) or Expectations()
    delivery.state = DeliveryState.HELD
    delivery.rows = len(table.rows)
    delivery.concerns = [{"code": one.code, "params": dict(one.params)} for one in concerns]
    delivery.save()
    drop_files(actor=actor, files=delivery.files.all())
    DeliveryFile.objects.create(
        delivery=delivery,
        controller_id=delivery.controller_id,
        kind=DeliveryFile.Kind.HELD,
        plan={"columns": plan.stored, "answers": dict(plan.answers)},
        **values(content=packed((fit_to_wait(table, plan),))),
        keep_until=delivery.received_on + timedelta(days=expected.wait_days or 1),
    )
    record_event(
        actor=actor,
        action=Action.DELIVER_SIGNALS,
        object_kind="delivery",
        object_id=str(delivery.id),
        result="held",
        reasons=[one.code for one in concerns],
        details={"rows": len(table.rows), "party": delivery.party_code},
    )
    standing.check(hold=True)
