"""What a page asks of the database does not grow with the town, and it never reads through all there ever was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.feedback.world import (
    NOW,
    World,
    attempted,
    build_world,
    cased,
    delivered,
    linked,
    notified,
    signalled,
)
from tests.parties.town import signed_in
from tests.sealed import person_of
from tijdig.actors import Role
from tijdig.casework.models import Task
from tijdig.casework.rules.states import TaskKind
from tijdig.ddas import Result
from tijdig.intake.models import Delivery, Signal
from tijdig.linkage.models import Candidate, Link, Notification
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.monitor.queries import month_at_a_glance
from tijdig.months import Month

# What piles up over the years; an answer may rest on a part that an index finds, never on reading all of it.
ALL_THERE_EVER_WAS = {
    "intake_signal", "linkage_link", "linkage_candidate", "linkage_notification",
    "casework_case", "casework_contactattempt", "casework_task",
}  # fmt: skip

STEP = re.compile(
    r"(?:SCAN|SEARCH) (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+)(?: \((?P<how>.+?)\))?)?"
)
NOT_BOUNDED = (None, "controller_id=?")

type Address = Callable[[World], str]

PAGES: tuple[tuple[Role, Address], ...] = (
    (Role.COORDINATOR, lambda _world: "/maand/"),
    (Role.COORDINATOR, lambda _world: "/maand/2026-03/"),
    (Role.COORDINATOR, lambda _world: "/maand/2026-04/bereik.svg"),
    (Role.COORDINATOR, lambda _world: "/twijfels/"),
    (Role.LANDLORD_CLERK, lambda _world: "/aanleveringen/"),
    (Role.LANDLORD_CLERK, lambda _world: f"/aanleveringen/{the_delivery().pk}/"),
    (Role.LANDLORD_CLERK, lambda _world: f"/aanleveringen/{the_delivery().pk}/signalen/"),
    (Role.LANDLORD_CLERK, lambda _world: "/terugmeldingen/"),
    (Role.CASE_DIRECTOR, lambda _world: "/werklijst/"),
    (Role.CASE_DIRECTOR, lambda _world: "/vandaag/"),
    (Role.COORDINATOR, lambda _world: "/vandaag/"),
    (Role.COORDINATOR, lambda _world: "/vandaag/te-laat/"),
    (Role.PRIVACY_OFFICER, lambda _world: "/logboek/"),
)
NAMES = (
    "month", "past month", "plot", "review queue", "deliveries", "delivery", "signals", "feedback", "work list", "day",
    "day of a coordinator", "late terms", "log",
)  # fmt: skip

# How many each page asks: a change of these is a choice, not an accident.
QUERIES = {
    "month": 29, "past month": 28, "plot": 12, "review queue": 14, "deliveries": 9, "delivery": 9,
    "signals": 23, "feedback": 22, "work list": 26, "day": 30, "day of a coordinator": 30, "late terms": 23,
    "log": 21,
}  # fmt: skip


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build_world()


def the_delivery() -> Delivery:
    return Delivery.objects.order_by("received_at", "pk")[0]


def more_of_everything(world: World) -> None:
    """Add a case at work, a closed one, a doubt, a decided doubt, different people, and a signal without a link."""
    delivery = Delivery.objects.first() or delivered(world)
    open_case = cased(signalled(world, delivery), first_conversation_by=date(2026, 4, 3))
    attempted(open_case, reached=True)
    Task.objects.create(
        controller_id="0988", case=open_case, kind=TaskKind.INFORM, due_on=date(2026, 4, 3), planned_at=NOW
    )
    attempted(cased(signalled(world, delivery), result=Result.FOLLOW_UP))
    for decided_at in (None, NOW):
        doubt = linked(signalled(world, delivery), Outcome.REVIEW, decided_at=decided_at)
        Candidate.objects.create(
            controller_id="0988", link=doubt, position=1, person=person_of("0988", "999990019"), rule_id="R1",
            register_state=RegisterState.RESIDENT,
        )  # fmt: skip
    notification = notified(linked(signalled(world, delivery)), linked(signalled(world, delivery)))
    Notification.objects.filter(pk=notification.pk).update(different_people=True)
    signalled(world, delivery)


def opened(client: Client, address: str) -> CaptureQueriesContext:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, answer
    return queries


def tables_read_whole(sql: str) -> set[str]:
    """Return the tables that grow for ever and that SQLite would read through: a scan, or all of one controller's."""
    tables = {alias: table for table, alias in re.findall(r'"(\w+)" ([A-Z]\d+)\b', sql)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
        of_a_part = {str(name) for (name,) in cursor.fetchall()}
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
        steps = [STEP.match(str(row[3])) for row in cursor.fetchall()]
    read = {
        tables.get(str(step["table"]), str(step["table"]))
        for step in steps
        if step is not None and step["index"] not in of_a_part and step["how"] in NOT_BOUNDED
    }
    return read & ALL_THERE_EVER_WAS


@pytest.mark.any_database
def test_a_page_asks_as_much_of_a_large_town_as_of_a_small_one(world: World) -> None:
    def asked() -> dict[str, list[str]]:
        return {
            name: [query["sql"][:300] for query in opened(clients[role], address(world))]
            for name, (role, address) in zip(NAMES, PAGES, strict=True)
        }

    clients = {role: signed_in(world.town.assignments[role]) for role, _ in PAGES}
    for _ in range(2):
        more_of_everything(world)
    asked()  # what is asked once and kept is not the page's
    few = asked()
    for _ in range(4):
        more_of_everything(world)
    many = asked()
    grew = {name: "\n".join(many[name]) for name in NAMES if len(many[name]) != len(few[name])}
    assert not grew
    if connection.vendor == "sqlite":  # PostgreSQL is told besides whose rows it may show
        assert {name: len(many[name]) for name in NAMES} == QUERIES


# Only SQLite tells it: PostgreSQL reads a small table whole, whatever its indexes.
@pytest.mark.any_database
def test_a_page_finds_what_it_shows_by_an_index(world: World) -> None:
    more_of_everything(world)
    clients = {role: signed_in(world.town.assignments[role]) for role, _ in PAGES}
    read_whole = {
        (name, sql): read
        for name, (role, address) in zip(NAMES, PAGES, strict=True)
        for query in opened(clients[role], address(world))
        if (sql := query["sql"]).startswith("SELECT") and (read := tables_read_whole(sql))
    }
    assert not read_whole


def test_r24_what_waits_for_linking_are_signals_without_a_status_and_without_a_link(world: World) -> None:
    more_of_everything(world)
    assert Signal.objects.count() == 7
    assert Link.objects.count() == 6
    today = NOW.date()
    assert month_at_a_glance(world.town.actor(Role.COORDINATOR), Month.of(today), today).unlinked == 1
