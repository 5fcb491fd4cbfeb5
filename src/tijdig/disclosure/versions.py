"""Which covenant version a request rests on, and where it stands on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import CovenantState


@dataclass(frozen=True, slots=True)
class Version:
    """A covenant version and its state on a day; both None when this controller has no such version."""

    covenant: Covenant | None
    state: CovenantState | None


NO_VERSION = Version(None, None)


def version_on(controller_id: str, covenant_hash: str, on: date) -> Version:
    """Return the controller's version with this hash; its state is looked up each time, so that it bites at once."""
    from tijdig.covenant import queries  # noqa: PLC0415

    covenant = queries.covenant_of_hash(covenant_hash)
    if covenant is None or covenant.controller_code != controller_id:
        return NO_VERSION
    return Version(covenant, queries.state_of(covenant, on))
