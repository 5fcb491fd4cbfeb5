"""What the tests of the covenant share: the shipped covenants, and facts that satisfy a condition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tijdig.covenant.profiles import profile, profile_text
from tijdig.covenant.rules.document import Covenant

TODAY = date(2026, 9, 2)


@pytest.fixture(scope="session")
def weert() -> Covenant:
    return profile("weert")


@pytest.fixture(scope="session")
def sittard() -> Covenant:
    return profile("sittard-geleen")


@pytest.fixture(scope="session")
def landelijk() -> Covenant:
    return profile("landelijk")


@pytest.fixture(scope="session")
def changed_weert() -> Callable[[str, str], str]:
    """The text of the Weert covenant with one piece replaced; the piece must stand there."""

    def change(old: str, new: str) -> str:
        text = profile_text("weert")
        assert old in text
        return text.replace(old, new, 1)

    return change
