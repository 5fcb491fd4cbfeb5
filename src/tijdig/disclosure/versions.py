"""Which covenant version decides a request, and where it stands on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tijdig.covenant import queries
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure.rules import TELLING_FACTS, conditions_on


@dataclass(frozen=True)
class Version:
    """A covenant version and its state on a day; both None when this controller has no such version."""

    covenant: Covenant | None
    state: CovenantState | None

    @cached_property
    def telling(self) -> frozenset[str]:
        """The conditions that tell of a benefit or a household."""
        return conditions_on(self.covenant, TELLING_FACTS) if self.covenant else frozenset()


NO_VERSION = Version(None, None)


def version_of(controller_id: str, covenant_hash: str) -> Covenant | None:
    """Return the controller's version with this hash, in force or not; None when it has no such version."""
    covenant = queries.covenant_of_hash(covenant_hash)
    return covenant if covenant is not None and covenant.controller_code == controller_id else None


def version_on(controller_id: str, covenant_hash: str, on: date) -> Version:
    """Return the version that governs what was agreed under this hash; looked up each time, so that it bites at once.

    A request names the version that its data came in under; a stricter successor binds that data too (C3).
    """
    standing = queries.governing(controller_id, covenant_hash, on)
    return NO_VERSION if standing is None else Version(standing.covenant, standing.state)
