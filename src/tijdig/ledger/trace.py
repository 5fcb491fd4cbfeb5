"""One trace per request or background run, and spans in it, so that all records they leave are read together (L2).

Both ids have the form of W3C Trace Context: 16 bytes for a trace (kept as UUID), 8 bytes in hexadecimal for a span.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

_current: ContextVar[UUID | None] = ContextVar("tijdig_trace", default=None)
_span: ContextVar[str] = ContextVar("tijdig_span", default="")


def current_trace() -> UUID:
    """Return the running trace's id; outside any trace, a new one each time."""
    return _current.get() or uuid4()


def current_span() -> str:
    """Return the running span's id, 16 hexadecimal characters; outside any span, a new one each time."""
    return _span.get() or secrets.token_hex(8)


@contextmanager
def new_trace() -> Iterator[UUID]:
    """Run the body under a fresh trace id, in a first span of it."""
    trace = uuid4()
    token = _current.set(trace)
    try:
        with new_span():
            yield trace
    finally:
        _current.reset(token)


@contextmanager
def new_span() -> Iterator[str]:
    """Run the body in a span of its own: one act within the trace, such as one disclosure."""
    span = secrets.token_hex(8)
    token = _span.set(span)
    try:
        yield span
    finally:
        _span.reset(token)
