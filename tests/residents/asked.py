"""Whom the register is asked for, whom it holds, and a clock for the pauses between attempts."""

from __future__ import annotations

from typing import Any

from tests.linkage.folk import resident
from tijdig.residents.asking.brp import Wanted
from tijdig.residents.rules.record import RegisteredAddress

ANNA, BEN, KIM = "999990019", "999990020", "999990032"
WANTED = Wanted("9999ZX", 12, "Zandhoek", "van der", "19700315")
ELSEWHERE = RegisteredAddress("Duinlaan", 3, "", "bis", "", "9998AB", "Duinrode")


class Clock:
    """A clock that only a pause moves."""

    def __init__(self) -> None:
        self.now, self.pauses = 0.0, list[float]()

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def people() -> tuple[Any, ...]:
    """One of each kind that the register can tell of."""
    return (
        resident(ANNA, partner_prefix="de", partner_surname="Kersink", child_birth_dates=("20150401", "20120000"),
                 moved_in_on="20110201", name_use="V"),
        resident(BEN, birth_date="19700300", secrecy=True, under_investigation=True),
        resident("999990044", birth_date="00000000", address=ELSEWHERE, municipality="9902"),
        resident("999990056", deceased_on="20260102"),
        resident("999990068", address=RegisteredAddress(), emigrated_on="20250101", municipality="1999"),
    )  # fmt: skip
