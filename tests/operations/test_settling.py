"""A web process reads what every page needs before the first one, and does not look through it again."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tijdig.config.settling import OBJECTS_BEFORE_A_LOOK, settle


@pytest.fixture
def as_it_was() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("as_it_was")
def test_what_is_loaded_is_left_out_of_the_search_for_unused_objects() -> None:
    settle()

    assert gc.get_freeze_count() > OBJECTS_BEFORE_A_LOOK
    assert gc.get_threshold()[0] == OBJECTS_BEFORE_A_LOOK
    assert len(gc.get_objects()) < gc.get_freeze_count()
