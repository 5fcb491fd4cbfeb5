"""Many records at once: each is there as it was given, in the order it was given in, and can be sealed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.ledger.world import SYSTEM, WEERT, in_order
from tijdig.inserting import FEW_ROWS, ROWS_AT_ONCE
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.rules.record import leaf_of
from tijdig.ledger.services import seal_log
from tijdig.ledger.trace import current_span, current_trace

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [0, 1, FEW_ROWS, FEW_ROWS + 1, ROWS_AT_ONCE, 2 * ROWS_AT_ONCE + 1])
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


@pytest.mark.parametrize("more", [0, FEW_ROWS])
def test_l1_records_that_differ_in_some_texts_are_written_as_one_by_one(more: int) -> None:
    common = {
        "controller_id": WEERT, "at": timezone.now(), "trace_id": current_trace(), "person_id": None,
        "organisation_id": None, "party": "", "role": "system", "action": "count", "object_kind": "number",
        "result": "done", "reasons": ["seven"], "details": {"of": 3},
    }  # fmt: skip
    numbers = ["1", "2", '\u00e9"', *map(str, range(more))]
    spans = [current_span() for _ in numbers]
    AuditEvent.objects.insert_alike(same=common, each={"object_id": numbers, "span_id": spans})

    kept = list(AuditEvent.objects.order_by("pk"))
    assert [(one.object_id, one.span_id, one.details) for one in kept] == [
        (number, span, {"of": 3}) for number, span in zip(numbers, spans, strict=True)
    ]
    assert len({bytes(one.salt) for one in kept}) == len(numbers)
    assert seal_log(actor=SYSTEM).sealed == len(numbers)
    with pytest.raises(ValueError, match="event"):
        AuditEvent.objects.insert_alike(same=common, each={"object_id": numbers})
