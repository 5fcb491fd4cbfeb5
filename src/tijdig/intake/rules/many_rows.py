"""Make many rows at once without Python's collector of cycles going through all of them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_makers: list[
    bool
] = []  # one for each thread that makes rows now: whether the collector worked before the first came


@contextmanager
def making_many_rows() -> Iterator[None]:
    """Let the collector of cycles rest during the body.

    Rows are tuples of texts, numbers and days, of which no cycle can come; looking for one takes a third of the time
    of making them. What is no longer used is given back as always. There is one collector for all threads: it works
    again when the last of them is done.
    """
    with _lock:
        _makers.append(_makers[0] if _makers else gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            worked = _makers.pop()
            if worked and not _makers:
                gc.enable()
