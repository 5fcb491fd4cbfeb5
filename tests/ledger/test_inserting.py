"""Many records at once: each is there as it was given, in the order it was given in, and can be sealed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.ledger.world import SYSTEM, WEERT, in_order
from tijdig.ledger.inserting import ROWS_AT_ONCE
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.rules.record import leaf_of
from tijdig.ledger.services import seal_log
from tijdig.ledger.trace import current_span, current_trace

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [0, 1, ROWS_AT_ONCE, 2 * ROWS_AT_ONCE + 1])
def test_l1_each_of_many_records_is_written_as_it_was_given(count: int) -> None:
    given = [
        AuditEvent(
            controller_id=WEERT, at=timezone.now(), trace_id=current_trace(), span_id=current_span(),
            action="count", object_kind="number", object_id=str(number), details={"number": number},
        )
        for number in range(count)
    ]  # fmt: skip
    AuditEvent.objects.bulk_create(given)

    kept = list(AuditEvent.objects.order_by("pk"))
    assert [one.details for one in kept] == [{"number": number} for number in range(count)]
    assert [leaf_of(bytes(one.salt), one.canonical()) for one in kept] == [
        leaf_of(bytes(one.salt), one.canonical()) for one in given
    ]
    seal_log(actor=SYSTEM)
    assert [record.object_id for record in in_order()] == [str(number) for number in range(count)]  # type: ignore[attr-defined]
