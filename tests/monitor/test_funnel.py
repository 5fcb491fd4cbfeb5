"""The eviction funnel per landlord, families among them, small numbers left out (R52, R49)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from tests.feedback.world import TODAY, World, cased, delivered, signalled
from tijdig.actors import Role
from tijdig.casework.models import SignalNews
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.monitor.queries import eviction_funnels, figures_until
from tijdig.monitor.rules.funnel import EvictedSignal, funnel
from tijdig.months import Month

SUMMONS, JUDGMENT = EvictionStage.SUMMONS, EvictionStage.JUDGMENT
ANNOUNCED, CARRIED_OUT = EvictionStage.ANNOUNCED, EvictionStage.CARRIED_OUT


def evicted(number: int, stage: EvictionStage, families: int = 0) -> list[EvictedSignal]:
    return [EvictedSignal("a", frozenset({stage}), place < families) for place in range(number)]


@pytest.mark.parametrize(
    ("told", "smallest", "shown"),
    [
        ([], 1, [(0, 0), (0, 0), (0, 0)]),
        # a later stage counts for those before it, a summons is no judgment
        (
            [*evicted(3, SUMMONS), *evicted(2, ANNOUNCED, 1), *evicted(1, CARRIED_OUT, 1)],
            1,
            [(3, 2), (3, 2), (1, 1)],
        ),
        # small numbers are left out, and so is what differs little from the step before
        (evicted(12, JUDGMENT, 3), 10, [(12, None), (0, 0), (0, 0)]),
        ([*evicted(2, JUDGMENT), *evicted(20, ANNOUNCED, 10)], 10, [(22, 10), (None, 10), (0, 0)]),
    ],
)
def test_r52_the_funnel_leaves_out_what_may_point_at_a_household(
    told: list[EvictedSignal], smallest: int, shown: list[tuple[int | None, int | None]]
) -> None:
    found = funnel("a", 100, told, smallest)
    assert [(step.all.count, step.families.count) for step in found.steps] == shown
    assert found.hides is any(None in step for step in shown)


def test_r52_each_landlord_has_its_own_funnel_with_the_families_in_it(world: World) -> None:
    def told(party: str, stage: EvictionStage, *, minors: bool | None) -> None:
        signal = signalled(world, delivered(world, party))
        cased(signal, minors=minors)
        SignalNews.objects.create(
            controller_id="0988", signal=signal, stage=stage, on=TODAY, told_at=timezone.now()
        )

    told("wonen-limburg", JUDGMENT, minors=True)
    told("wonen-limburg", CARRIED_OUT, minors=None)  # not known is not counted
    told("st-joseph", ANNOUNCED, minors=True)
    signalled(world)

    coordinator = world.actor(Role.COORDINATOR)
    counted = figures_until(coordinator, Month.of(TODAY), TODAY)
    assert counted is not None
    figures = replace(counted, smallest_cell=1)
    together, *landlords = eviction_funnels(coordinator, Month.of(TODAY), figures)

    assert together.signals.count == 4
    assert {one.party: [(s.all.count, s.families.count) for s in one.steps] for one in landlords} == {
        "Wonen Limburg": [(2, 1), (1, 0), (1, 0)],
        "Woningstichting St. Joseph": [(1, 1), (1, 1), (0, 0)],
    }
    assert [
        one.signals.count for one in eviction_funnels(coordinator, Month.of(date(2024, 1, 1)), figures)
    ] == [0]
