"""A landlord's system tells what happened with its own signal, and learns nothing (R27, C8, I1, I3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from tests.api.systems import System, forget_counts
from tests.feedback.world import NOW, TODAY, World, build_world, cased, signalled
from tijdig.actors import Role
from tijdig.casework.models import Case, SignalNews
from tijdig.intake.rules.identity import IDENTITY, identity_of
from tijdig.vault.keys import exact_indexer

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[World]:
    forget_counts()
    with time_machine.travel(NOW, tick=False):
        yield build_world()


def test_r27_a_system_tells_of_an_eviction_once_and_hears_the_same_whatever_became_of_it(
    world: World,
) -> None:
    identity = exact_indexer("0988", IDENTITY)
    worked_on, loose = (
        signalled(world, reference=name, identity=identity(identity_of(name, TODAY)))
        for name in ("H-1 a", "H-2")
    )
    case = cased(worked_on)
    system = System("0988", "wonen-limburg", Role.LANDLORD_CLERK)
    news = {"what": "aanzegging", "evictionOn": "2026-04-28"}

    answers = [system.tell(reference=name, **news) for name in ("H-1 a", "H-1 a", " h-1\u00a0 a", "h-2")]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    assert {answer.content for answer in answers} == {b'{"receivedOn": "%s"}' % TODAY.isoformat().encode()}
    assert {one.signal_id for one in SignalNews.objects.all()} == {worked_on.pk, loose.pk}
    assert SignalNews.objects.count() == 2  # told again, taken in once (I3)
    case = Case.objects.get(pk=case.pk)
    assert (case.eviction_stage, case.eviction_on) == ("aanzegging", date(2026, 4, 28))


def test_a6_what_is_not_ones_own_is_not_there_and_what_does_not_fit_is_refused(world: World) -> None:
    signalled(world, reference="H-1", identity=exact_indexer("0988", IDENTITY)(identity_of("H-1", TODAY)))
    own, other = (System("0988", party, Role.LANDLORD_CLERK) for party in ("wonen-limburg", "st-joseph"))

    assert own.tell(reference="H-9", what="paid").content == other.tell(reference="H-1", what="paid").content
    assert other.tell(reference="H-1", what="paid").status_code == 404
    assert own.tell(reference="H-1", what="aanzegging").status_code == 409
    assert own.tell(reference="H-1", what="verhuisd").status_code == 400
    assert not SignalNews.objects.exists()
