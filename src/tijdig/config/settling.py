"""What a web process does once, before its first page: all that every page needs is read, and not looked at again."""

from __future__ import annotations

import gc

from django.urls import get_resolver

# How many new objects make Python look for circles among them. A page makes some 40,000 and drops nearly all of them
# by itself: with the usual 2,000 it looked twenty times a page, and now and then in the middle of one at every object
# that the process has.
OBJECTS_BEFORE_A_LOOK = 50_000


def settle() -> None:
    """Load the pages, and leave what is loaded by then out of the search for circles of unused objects.

    Some hundred thousand functions, classes and templates live as long as the process: going through them takes a
    tenth of a second, in the middle of somebody's page. Done before workers are forked, so that they share them.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK, 20, 20)
