"""What a database refuses for reasons of its own: no room left, or two who wait for each other (K3, K5).

Both end a transaction as a whole. What lost from another only needs to be done again; where there is no room left, the
operator must make some, and until then nothing is kept and nothing is shown.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

from tijdig.problems import Problem, ProblemKind, Refused

ATTEMPTS = 4
_PAUSE = 0.05  # seconds before the second attempt; doubled before each next one, and never the same for two

# PostgreSQL: disk_full; serialization_failure and deadlock_detected; lock_not_available.
_FULL, _AGAIN, _BUSY = {"53100"}, {"40001", "40P01"}, {"55P03"}
# SQLite: SQLITE_FULL; a writer that waited for the others in vain. It knows no failure that is worth another attempt.
_FULL_SQLITE, _BUSY_SQLITE = 13, 5
_PRIMARY = 0xFF  # of an extended result code of SQLite

NO_ROOM = ProblemKind(
    code="storage.full",
    rule="K3",
    nl="De opslag van Tijdig is vol. Wat u net deed, is niet bewaard, en er is niets getoond of doorgegeven.",
    en="Tijdig has no storage left. What you just did has not been kept, and nothing was shown or passed on.",
    remedy_nl="Vraag de beheerder om ruimte te maken en doe het daarna nog eens. Er hoeft niets hersteld te worden.",
    remedy_en="Ask the operator to make room, then do it again. Nothing needs to be repaired.",
)
OTHERS_FIRST = ProblemKind(
    code="storage.busy",
    rule="K5",
    nl="Anderen waren op hetzelfde moment met dezelfde gegevens bezig. Wat u net deed, is niet bewaard.",
    en="Others were at work on the same data at the same moment. What you just did has not been kept.",
    remedy_nl="Wacht even en doe het nog eens.",
    remedy_en="Wait a moment and do it again.",
)


def problem_of(error: Exception) -> Problem | None:
    """Say why the database refused, when it is for want of room or because of others; else nothing."""
    if not isinstance(error, OperationalError):
        return None
    state, code = _state_of(error)
    if state in _FULL or code == _FULL_SQLITE:
        return NO_ROOM()
    if state in _AGAIN | _BUSY or code == _BUSY_SQLITE:
        return OTHERS_FIRST()
    return None


@contextmanager
def refusals_of_database() -> Iterator[None]:
    """Raise what the database refuses for such a reason as :class:`Refused`; all else as it is."""
    try:
        yield
    except OperationalError as error:
        problem = problem_of(error)
        if problem is None:
            raise
        raise Refused(problem) from error


def lost_from_another(error: Exception) -> bool:
    """Whether the database gave precedence to another transaction, so that the same may work in a moment."""
    return isinstance(error, OperationalError) and _state_of(error)[0] in _AGAIN


def again_when_lost[T](work: Callable[[], T], may_repeat: Callable[[], bool] = lambda: True) -> T:
    """Do work, and once more when it lost from another, a few times; what it raised the last time is raised.

    ``may_repeat`` says whether nothing of the failed attempt was kept. Inside a transaction there is one attempt: that
    must be begun anew by whoever opened it.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return work()
        except OperationalError as error:
            if connection.in_atomic_block or not lost_from_another(error) or not may_repeat():
                raise
        time.sleep(_PAUSE * 2**attempt * random.uniform(0.5, 1))  # noqa: S311 - no secret
    return work()


def _state_of(error: OperationalError) -> tuple[str, int]:
    """The SQLSTATE that PostgreSQL gave, and the primary result code that SQLite gave; what is not given is empty."""
    cause = error.__cause__
    return str(getattr(cause, "sqlstate", "") or ""), int(
        getattr(cause, "sqlite_errorcode", 0) or 0
    ) & _PRIMARY
