"""The coordinator links what waits: at once, or in the background with how far it is on the page."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.feedback.world import World, signalled
from tests.web.coordinator.test_month import text
from tijdig.actors import Role
from tijdig.casework.models import RunProgress
from tijdig.casework.rules.progress import PEOPLE_TO_WAIT_FOR, Step
from tijdig.residents.models import RegisterExtract

MONTH, PROGRESS = reverse("coordinator:month"), reverse("coordinator:progress")


def register_of(world: World, people: int) -> None:
    RegisterExtract.objects.create(
        controller_id=world.actor(Role.COORDINATOR).controller_id,
        kind=RegisterExtract.Kind.RESIDENTS,
        as_of=timezone.localdate(),
        imported_at=timezone.now(),
        people=people,
    )


def runs(world: World, **told: object) -> None:
    now = timezone.now()
    kept = {"step": Step.READING, "done": 40_000, "total": 120_000, "began_at": now - timedelta(seconds=60)}
    RunProgress.objects.update_or_create(
        controller_id=world.actor(Role.COORDINATOR).controller_id, defaults={**kept, "told_at": now, **told}
    )


def test_a_large_town_is_worked_up_behind_the_pages(world: World, coordinator: Client) -> None:
    signalled(world)
    register_of(world, PEOPLE_TO_WAIT_FOR + 1)
    page = text(coordinator.post(reverse("coordinator:process"), follow=True))
    assert "Het koppelen begint." in page
    assert DBTaskResult.objects.get().task_path.endswith("work_up_controller")


def test_the_page_tells_how_far_a_run_is_and_how_long_it_takes(world: World, coordinator: Client) -> None:
    signalled(world)
    assert "Het koppelen is bezig" not in text(coordinator.get(MONTH))
    runs(world)
    page = text(coordinator.get(MONTH))
    assert "Inwoners lezen: 40.000 van 120.000, nog ongeveer 2 minuten." in page
    assert f'hx-get="{PROGRESS}"' in page
    runs(world, step=Step.KEEPING, done=0, total=0)
    assert "Zaken openen en vastleggen." in text(coordinator.get(MONTH))
    runs(world, told_at=timezone.now() - timedelta(hours=1))
    assert "Het koppelen is afgebroken" in text(coordinator.get(MONTH))


def test_the_part_that_asks_again_gets_itself_and_at_the_end_the_whole_page(
    world: World, coordinator: Client
) -> None:
    runs(world)
    part = text(coordinator.get(PROGRESS, headers={"HX-Request": "true"}))
    assert part.startswith('<section class="tijdig-card" id="voortgang"')
    RunProgress.objects.all().delete()
    over = coordinator.get(PROGRESS, headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"
    assert coordinator.get(PROGRESS).headers["Location"] == MONTH  # who opens it as a page
