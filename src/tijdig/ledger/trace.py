"""One trace per request or background run, and spans in it, so that all records they leave are read together (L2).

Both ids have the form of W3C Trace Context: 16 bytes for a trace (kept as UUID), 8 bytes in hexadecimal for a span.
They are always made here: an id that comes in with a request is noted as that of another party, never taken over.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction

from tijdig.ledger.rules.traceparent import ForeignSpan
from tijdig.problems import NotFound, Refused

NAME_LENGTH = 64


@dataclass(slots=True)
class Trace:
    """A request or run: its id, its name (of a page, command or task; never data), and who called for it.

    ``underway`` are the acts in it that are not kept yet, each with how it is told of when it fails. ``kept`` tells
    whether anything was recorded under it and committed: then it cannot be done once more.
    """

    id: UUID
    name: str
    foreign: ForeignSpan | None
    underway: dict[Hashable, Callable[[], None]] = field(default_factory=dict)
    kept: bool = False


_current: ContextVar[Trace | None] = ContextVar("tijdig_trace", default=None)
_span: ContextVar[str] = ContextVar("tijdig_span", default="")


def current_trace() -> UUID:
    """Return the running trace's id; outside any trace, a new one each time."""
    trace = _current.get()
    return uuid4() if trace is None else trace.id


def current_span() -> str:
    """Return the running span's id, 16 hexadecimal characters; outside any span, a new one each time."""
    return _span.get() or new_span_id()


def new_span_id() -> str:
    """Return an id for a span that is not run but only recorded."""
    return secrets.token_hex(8)


def name_of_trace() -> str:
    """Return how the running trace is called; empty when nobody named it, or outside any."""
    trace = _current.get()
    return "" if trace is None else trace.name


def foreign_span() -> ForeignSpan | None:
    """Return the act of another party that called for the running trace, as far as it said so."""
    trace = _current.get()
    return None if trace is None else trace.foreign


def note_record() -> None:
    """Note that something is recorded under the running trace, once that is committed."""
    trace = _current.get()
    if trace is not None and not trace.kept:
        transaction.on_commit(partial(setattr, trace, "kept", True))


def nothing_is_kept() -> bool:
    """Whether nothing was recorded and committed under the running trace: no change is without its record."""
    trace = _current.get()
    return trace is not None and not trace.kept


def name_trace(name: str) -> None:
    """Call the running trace by this name: a code, such as that of a page, known only once the request is routed."""
    trace = _current.get()
    if trace is not None:
        trace.name = name[:NAME_LENGTH]


def begin_act(key: Hashable, tell_failure: Callable[[], None]) -> Callable[[], None]:
    """Note in the running trace that an act has begun; returns what to call once it is kept.

    ``tell_failure`` is called when the trace fails before that, after all of it was rolled back. An act that is begun
    again under the same key is one act. Outside any trace nothing is noted.
    """
    trace = _current.get()
    if trace is None:
        return lambda: None
    trace.underway[key] = tell_failure

    def kept() -> None:
        if trace.underway.get(key) is tell_failure:
            del trace.underway[key]

    return kept


def tell_failures() -> None:
    """Tell of every act of the running trace that was begun and not kept: something went wrong, and it was undone.

    Where the database itself is what went wrong (no room, no connection), it cannot be told there either.
    """
    trace = _current.get()
    with suppress(DatabaseError):
        while trace is not None and trace.underway:
            _, tell = trace.underway.popitem()
            tell()


@contextmanager
def new_trace(name: str = "", foreign: ForeignSpan | None = None) -> Iterator[UUID]:
    """Run the body under a fresh trace id, in a first span of it.

    When it ends in an error, what it had begun is told of as failed. A refusal is no error.
    """
    trace = Trace(uuid4(), name[:NAME_LENGTH], foreign)
    token = _current.set(trace)
    try:
        with new_span():
            yield trace.id
    except (Refused, NotFound):
        raise
    except Exception:
        tell_failures()
        raise
    finally:
        _current.reset(token)


@contextmanager
def some_trace() -> Iterator[None]:
    """Run the body in the running trace, or in one of its own when there is none."""
    with nullcontext() if _current.get() else new_trace():
        yield


@contextmanager
def new_span() -> Iterator[str]:
    """Run the body in a span of its own: one act within the trace, such as one disclosure."""
    span = new_span_id()
    token = _span.set(span)
    try:
        yield span
    finally:
        _span.reset(token)
