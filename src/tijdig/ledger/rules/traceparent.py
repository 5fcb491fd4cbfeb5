"""Read the header ``traceparent`` of W3C Trace Context: which act of another party called for this one."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Version, trace, span, flags. A version above 00 may add fields behind a hyphen; ff is no version.
_FORM = re.compile(r"(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")


@dataclass(frozen=True, slots=True)
class ForeignSpan:
    """An act of another party, in its own trace: 32 and 16 hexadecimal characters. What it says is not vouched for."""

    trace_id: str
    span_id: str


def read_traceparent(header: str) -> ForeignSpan | None:
    """Return the act that the header names; None when it is absent or not of the form that the standard gives."""
    found = _FORM.fullmatch(header)
    if found is None:
        return None
    version, trace_id, span_id, more = found.groups()
    if (version == "00" and more) or not int(trace_id, 16) or not int(span_id, 16):
        return None
    return ForeignSpan(trace_id, span_id)
