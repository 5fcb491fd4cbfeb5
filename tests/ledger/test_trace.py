"""One trace per request or run, always ours; what a caller says of its own trace is noted and never taken over (L2)."""

from __future__ import annotations

import pytest

from tijdig.ledger.rules.traceparent import ForeignSpan, read_traceparent
from tijdig.ledger.trace import (
    current_span,
    current_trace,
    foreign_span,
    name_of_trace,
    name_trace,
    new_trace,
    some_trace,
)

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.mark.parametrize(
    "header", [f"00-{TRACE}-{SPAN}-01", f"00-{TRACE}-{SPAN}-00", f"cc-{TRACE}-{SPAN}-01-more"]
)
def test_l2_the_header_of_w3c_trace_context_names_the_act_of_the_caller(header: str) -> None:
    assert read_traceparent(header) == ForeignSpan(TRACE, SPAN)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE}-{SPAN}",
        f" 00-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01\n",
    ],
)
def test_l2_what_is_not_of_that_form_names_nothing(header: str) -> None:
    assert read_traceparent(header) is None


def test_l2_a_trace_is_ours_whatever_the_caller_says() -> None:
    with new_trace("page", ForeignSpan(TRACE, SPAN)) as trace:
        assert current_trace() == trace
        assert (trace.hex == TRACE, current_span() == SPAN) == (False, False)
        assert foreign_span() == ForeignSpan(TRACE, SPAN)
    assert foreign_span() is None


def test_l2_an_act_joins_the_running_trace_or_begins_its_own() -> None:
    with new_trace() as trace, some_trace():
        assert current_trace() == trace
    with some_trace():
        assert current_trace() == current_trace()


def test_a_trace_is_called_by_the_name_that_becomes_known_on_the_way() -> None:
    with new_trace() as _:
        name_trace("municipality:case")
        assert name_of_trace() == "municipality:case"
    assert name_of_trace() == ""
    name_trace("nothing runs")
    assert name_of_trace() == ""
