"""The gap report: which partner delivered nothing, or fell away (R8)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from tests.feedback.world import World, delivered
from tijdig.actors import Role
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import first_activations
from tijdig.intake.models import Delivery
from tijdig.intake.rules.calendar import Punctuality
from tijdig.intake.states import DeliveryState
from tijdig.monitor.queries import gaps, gaps_until
from tijdig.monitor.rules.gaps import DeliveredMonth, Gap, gap_in
from tijdig.months import Month
from tijdig.problems import Refused

IN_TIME, LATE, MISSING = Punctuality.IN_TIME, Punctuality.LATE, Punctuality.MISSING
AWAITED, NOT_YET = Punctuality.AWAITED, Punctuality.NOT_YET


@pytest.mark.parametrize(
    ("stood", "gap"),
    [
        ((), Gap.NONE),
        ((None, None), Gap.NONE),
        ((IN_TIME, LATE), Gap.NONE),
        ((IN_TIME, AWAITED), Gap.NONE),
        ((None, MISSING, MISSING, NOT_YET), Gap.NEVER),
        ((IN_TIME, MISSING, IN_TIME), Gap.MISSED),
        ((MISSING, LATE), Gap.MISSED),
        ((IN_TIME, MISSING), Gap.FELL_AWAY),
        ((IN_TIME, MISSING, None, AWAITED), Gap.FELL_AWAY),
    ],
)
def test_r8_what_a_row_of_months_says_of_a_partner(stood: tuple[Punctuality | None, ...], gap: Gap) -> None:
    months = [DeliveredMonth(Month(2026, 1).plus(number), one, 0) for number, one in enumerate(stood)]
    assert gap_in(months) is gap


def test_r8_the_report_tells_per_covenant_who_delivered_nothing_and_who_fell_away(world: World) -> None:
    """In force since March; a file that waits is no delivery, and a month with an open window says nothing."""
    march = delivered(world, rows=10, accepted=7)
    Delivery.objects.filter(pk=march.pk).update(received_on=date(2026, 3, 4))
    waiting = delivered(world, rows=10)
    Delivery.objects.filter(pk=waiting.pk).update(state=DeliveryState.WAITING, received_on=date(2026, 4, 4))
    coordinator = world.actor(Role.COORDINATOR)

    limburg, joseph = gaps_until(coordinator, Month(2026, 5), date(2026, 5, 5))

    assert (limburg.name, limburg.gap, limburg.last) == ("Wonen Limburg", Gap.FELL_AWAY, Month(2026, 3))
    assert limburg.missing == (Month(2026, 4),)
    assert [(one.month, one.signals) for one in limburg.months if one.signals] == [(Month(2026, 3), 7)]
    assert [one.punctuality for one in limburg.months][-4:] == [None, IN_TIME, MISSING, AWAITED]
    assert (joseph.gap, joseph.last, len(joseph.months)) == (Gap.NEVER, None, 12)
    with pytest.raises(Refused):
        gaps_until(world.actor(Role.CASE_DIRECTOR), Month(2026, 5), date(2026, 5, 5))


def test_r8_no_month_is_missing_before_the_covenant_was_put_in_force(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The term began in March; it was put in force, and partners could deliver, from May."""
    version = CovenantVersion.objects.get(activated_at__isnull=False)
    assert version.activated_at is not None
    assert first_activations("0988") == {version.urn: timezone.localdate(version.activated_at)}
    monkeypatch.setattr(gaps, "first_activations", lambda _: {version.urn: date(2026, 5, 20)})

    _, joseph = gaps_until(world.actor(Role.COORDINATOR), Month(2026, 6), date(2026, 6, 20))

    assert joseph.missing == (Month(2026, 5), Month(2026, 6))
    assert [one.punctuality for one in joseph.months][-4:] == [None, None, MISSING, MISSING]
