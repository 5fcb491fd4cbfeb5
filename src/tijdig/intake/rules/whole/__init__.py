"""Checks of a delivery as a whole, one small file each. What they tell makes it wait for the coordinator's decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tijdig.intake.rules.whole.amount_jump import AMOUNT_JUMP, check_amounts_did_not_jump
from tijdig.intake.rules.whole.amount_jump import EXAMPLE as AMOUNT_JUMP_EXAMPLE
from tijdig.intake.rules.whole.elsewhere import ELSEWHERE, check_rows_lie_here
from tijdig.intake.rules.whole.elsewhere import EXAMPLE as ELSEWHERE_EXAMPLE
from tijdig.intake.rules.whole.facts import Expectations, WholeDelivery
from tijdig.intake.rules.whole.same_file import EXAMPLE as SAME_FILE_EXAMPLE
from tijdig.intake.rules.whole.same_file import SAME_FILE, check_file_is_not_an_old_one
from tijdig.intake.rules.whole.tenants_gone import EXAMPLE as TENANTS_GONE_EXAMPLE
from tijdig.intake.rules.whole.tenants_gone import TENANTS_GONE, check_tenants_are_not_gone
from tijdig.problems import Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class WholeCheck:
    """One check: what it tells, an example of what it is about, and the check itself."""

    kind: ProblemKind
    example: str
    check: Callable[[WholeDelivery, Expectations], tuple[Problem, ...]]


WHOLE_CHECKS = (
    WholeCheck(AMOUNT_JUMP, AMOUNT_JUMP_EXAMPLE, check_amounts_did_not_jump),
    WholeCheck(TENANTS_GONE, TENANTS_GONE_EXAMPLE, check_tenants_are_not_gone),
    WholeCheck(SAME_FILE, SAME_FILE_EXAMPLE, check_file_is_not_an_old_one),
    WholeCheck(ELSEWHERE, ELSEWHERE_EXAMPLE, check_rows_lie_here),
)


def concerns_about(delivery: WholeDelivery, expected: Expectations) -> tuple[Problem, ...]:
    """Return why this delivery should wait for a decision; empty when it is as expected."""
    return tuple(problem for one in WHOLE_CHECKS for problem in one.check(delivery, expected))
