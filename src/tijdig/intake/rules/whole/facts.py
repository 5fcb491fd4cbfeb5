"""What the checks of a whole delivery look at, and what a municipality expects of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.problems import ProblemKind

EXPECTATIONS_INCOMPLETE = ProblemKind(
    code="intake.expectations-incomplete",
    rule="R8",
    nl="Er is gekozen wanneer een aanlevering wacht, maar niet alles wat daarbij hoort.",
    en="It was chosen when a delivery waits, but not all that this needs.",
    remedy_nl="Vul ook in vanaf hoeveel huurders en hoe lang, en bij rijen buiten de gemeente haar postcodes.",
    remedy_en="Fill in too from how many tenants and how long, and for rows outside the municipality its postcodes.",
)


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the municipality set; None or empty switches a check off, and that is how it begins.

    A delivery waits when its typical amount is ``amount_times`` last month's (or that many times less), when
    ``gone_percent`` of last month's tenants are missing, when ``elsewhere_percent`` of its rows lie outside
    ``postcodes`` (pairs of four digits, both included), and with ``same_file`` when it came as a whole in an earlier
    month. Below ``fewest`` rows or tenants a comparison says nothing. ``wait_days``: how long it waits for a decision.
    ``remind_days``: so long before the end of its window a partner that did not deliver is reminded; then once after.
    """

    amount_times: int | None = None
    gone_percent: int | None = None
    elsewhere_percent: int | None = None
    postcodes: tuple[tuple[int, int], ...] = ()
    same_file: bool = False
    fewest: int | None = None
    wait_days: int | None = None
    remind_days: int | None = None

    @property
    def makes_wait(self) -> bool:
        """Whether any check is switched on."""
        return bool(self.amount_times or self.gone_percent or self.elsewhere_percent or self.same_file)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What must be set as well, by name: postcodes to lie outside of; from how many tenants, and for how long."""
        needed = {
            "postcodes": bool(self.elsewhere_percent) and not self.postcodes,
            "fewest": self.makes_wait and self.fewest is None,
            "wait_days": self.makes_wait and self.wait_days is None,
        }
        return tuple(name for name, lacks in needed.items() if lacks)

    def can_compare(self, count: int) -> bool:
        """Say whether a comparison over so many rows or tenants says something."""
        return count >= (self.fewest or 1)


@dataclass(frozen=True, slots=True)
class WholeDelivery:
    """A delivery beside the one of last month (the calendar month before its receipt).

    ``typical_cents`` are medians over the rows that would be taken in, None where there was nothing.
    ``tenants_before`` were reported last month, ``tenants_still`` of them are in this delivery or came earlier this
    month. ``same_as_of`` is the day on which the same delivery came in an earlier month. ``only_crises``: every row is
    a crisis, which comes on any day and is nobody's month.
    """

    rows: int
    typical_cents: int | None = None
    typical_cents_before: int | None = None
    tenants_before: int = 0
    tenants_still: int = 0
    same_as_of: date | None = None
    postcodes: tuple[str, ...] = ()
    only_crises: bool = False


def typical(amounts: list[int]) -> int | None:
    """Return the median in cents, the lower one of two; None for no amounts. One large debt does not move it."""
    return sorted(amounts)[(len(amounts) - 1) // 2] if amounts else None
