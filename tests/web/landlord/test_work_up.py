"""Accepted signals are worked up in the background: queued as a municipality's code, never with personal data (L6)."""

from __future__ import annotations

from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.web.landlord.delivering import GOOD, csv, deliver
from tijdig.casework.tasks import work_up_controller
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link


def test_a_delivery_queues_work_that_names_the_municipality_and_nobody_else(clerk: Client) -> None:
    deliver(clerk, csv(GOOD))
    (signal,) = [one for one in Signal.objects.all() if one.reference == GOOD["kenmerk"]]
    queued = DBTaskResult.objects.get()
    assert queued.args_kwargs == {"args": [signal.controller_id], "kwargs": {}}


def test_a_delivery_without_news_queues_nothing_k4(clerk: Client) -> None:
    deliver(clerk, csv(GOOD))
    deliver(clerk, csv(GOOD), name="again.csv")
    assert DBTaskResult.objects.count() == 1


def test_without_a_register_the_signals_wait_and_the_reason_is_told(clerk: Client) -> None:
    deliver(clerk, csv(GOOD))
    (signal,) = [one for one in Signal.objects.all() if one.reference == GOOD["kenmerk"]]
    assert work_up_controller.func(signal.controller_id) == "linkage.no-register"
    assert not Link.objects.filter(signal=signal).exists()
