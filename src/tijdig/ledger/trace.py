"""One trace id per request or background run, so that all records it leaves can be read together (L2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

_current: ContextVar[UUID | None] = ContextVar("tijdig_trace", default=None)


def current_trace() -> UUID:
    """Return the running trace's id; outside any trace, a new one each time."""
    return _current.get() or uuid4()


@contextmanager
def new_trace() -> Iterator[UUID]:
    """Run the body under a fresh trace id."""
    trace = uuid4()
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
