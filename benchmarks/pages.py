"""Time to answer of the pages people work with, at 1,000 and at 100,000 cases.

Run: ``python -m benchmarks.pages [--cases N ...] [--database NAME] [--explain] [--only NAME ...]``. Prints a Markdown
table for SQLite and, where this machine has it, PostgreSQL; ``make bench`` puts them in the docs. The cases are copies
of the demo's month, kept for the day in ``var/bench-pages``; each page goes through the shipped settings, from session
to HTML, its reads recorded.
``--explain`` shows the slowest queries of each page and how the database carries them out.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.pages_towns import (
    folder_of_today,
    make_town,
    open_on_postgresql,
    open_on_sqlite,
    set_up,
    town_in,
)
from tools.postgres_for_tests import NoPostgres, throw_away_cluster

if TYPE_CHECKING:
    from django.test import Client

TIMES = 20
AIM_MS = 150  # what 19 of 20 stay under
SLOW_QUERY_MS = 20
# PostgreSQL as an operator has it: what is acknowledged is on disk.
DURABLE = ("shared_buffers=256MB",)
FILTERS = ("all", "to-take-up", "mine", "overdue", "threatened", "find-out", "referred", "to-close")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what it is called here, who opens it, and its address."""

    name: str
    player: str
    address: Callable[[], str]
    sent: Mapping[str, str] | None = None  # what is posted; None: the page is read


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds: the median, what nineteen of twenty stay under, and that of the processor's own time alone."""

    median: float
    p95: float
    processor: float


class Looking(NamedTuple):
    """Which pages, by how their names begin (nothing: all), and whether their slow queries are explained."""

    only: tuple[str, ...]
    explain: bool


type Result = tuple[tuple[int, int], Mapping[str, Measured]]  # cases, of which open, and the pages by name


def main() -> None:
    """Make a town of each size, and measure every page in it on each database."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--cases", type=int, nargs="+", default=[1_000, 100_000])
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    arguments.add_argument("--explain", action="store_true")
    arguments.add_argument("--only", nargs="+", default=[], help="only pages whose name begins so")
    given = arguments.parse_args()
    folder = folder_of_today()
    for cases in given.cases:
        in_a_process(make_town, folder, cases)
    looking = Looking(tuple(given.only), given.explain)
    for database in given.database or ("sqlite", "postgresql"):
        on = _on_sqlite if database == "sqlite" else _on_postgresql
        on(folder, given.cases, looking)


def in_a_process[T](work: Callable[..., T], *given: object) -> T:
    """Do this in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as one:
        return one.apply(work, given)


def _on_sqlite(folder: Path, sizes: Sequence[int], looking: Looking) -> None:
    results = []
    for cases in sizes:
        open_on_sqlite(folder, town_in(folder, cases))
        results.append(in_a_process(_at, folder, "", looking))
    _print("SQLite", results)


def _on_postgresql(folder: Path, sizes: Sequence[int], looking: Looking) -> None:
    results = []
    for cases in sizes:
        try:
            with throw_away_cluster(DURABLE) as owner:
                address = in_a_process(open_on_postgresql, folder, town_in(folder, cases), owner)
                results.append(in_a_process(_at, folder, address, looking))
        except NoPostgres as reason:
            print(f"\nNot measured on PostgreSQL: {reason}.")
            return
    _print("PostgreSQL, its own processor time left out", results)


def _at(folder: Path, address: str, looking: Looking) -> Result:
    set_up(folder, address)
    from django.utils import timezone

    from tijdig.casework.models import Case
    from tijdig.config.settling import settle
    from tijdig.demo.register import WEERT
    from tijdig.tenancy import under

    settle()  # as each web process does before its first page
    visitors = _visitors()
    visitors["coordinator"].post("/overleg/plannen/", {"on": timezone.localdate() + timedelta(days=14)})
    measured: dict[str, Measured] = {}
    with under(WEERT):
        size = (Case.objects.count(), Case.objects.filter(closed_on__isnull=True).count())
        pages = [(page, page.address()) for page in _pages()]
    for page, address_of_page in pages:
        if looking.only and not page.name.startswith(looking.only):
            continue
        with _explained(page.name) if looking.explain else contextlib.nullcontext():
            _open(visitors[page.player], page, address_of_page)
        measured[page.name] = _measure(visitors[page.player], page, address_of_page)
    return size, measured


def _visitors() -> dict[str, Client]:
    from django.test import Client

    from tijdig.demo.cast import PLAYERS
    from tijdig.demo.register import WEERT
    from tijdig.demo.visit import demo_links
    from tijdig.tenancy import under

    visitors = {}
    with under(WEERT):
        links = demo_links()
    for player, (_name, _role, entry) in zip(PLAYERS, links, strict=True):
        client = Client(headers={"host": "localhost", "accept-language": "nl"})
        client.post(f"/account/demo/{entry.token}/")
        client.post("/account/2fa/reauthenticate/", {"code": entry.codes[0]})
        visitors[player.key] = client
    return visitors


def _pages() -> list[Page]:
    from tijdig.casework.models import Case
    from tijdig.covenant.models import CovenantVersion
    from tijdig.intake.models import Delivery
    from tijdig.linkage.models import Link
    from tijdig.meeting.models import Meeting
    from tijdig.residents.models import Resident

    def an_open_case() -> str:
        found = Case.objects.filter(closed_on__isnull=True).order_by("rank_key", "number")[50]
        return f"/zaken/{found.pk}/"

    def resident() -> Resident:
        return Resident.objects.filter(person=Link.objects.exclude(person="").order_by("pk")[0].person)[0]

    def a_name() -> str:
        return resident().surname

    def an_address() -> str:
        return f"{resident().postcode} {resident().house_number}"

    def a_meeting() -> str:
        return f"/overleg/{Meeting.objects.filter(ended_at__isnull=True).order_by('on')[0].pk}/"

    def a_doubt() -> str:
        found = Link.objects.filter(candidates__isnull=False, decided_at__isnull=True, undone_at__isnull=True)
        return f"/twijfels/{found[0].pk}/"

    def a_delivery() -> str:
        found = Delivery.objects.filter(party_code="wonen-limburg", accepted__gt=1).order_by("-received_on")[
            0
        ]
        return f"/aanleveringen/{found.pk}/"

    return [
        *(
            Page(f"work list: {one}", "director", lambda one=one: f"/werklijst/?toon={one}")
            for one in FILTERS
        ),  # type: ignore[misc]
        Page("work list, page 100", "director", lambda: "/werklijst/?pagina=100"),
        Page("start of the day", "director", lambda: "/vandaag/"),
        Page("start of the day, coordinator", "coordinator", lambda: "/vandaag/"),
        Page("late terms", "coordinator", lambda: "/vandaag/te-laat/"),
        Page("late terms, page 100", "coordinator", lambda: "/vandaag/te-laat/?pagina=100"),
        Page("search by name", "director", lambda: "/werklijst/zoeken/", {"zoek": a_name()}),
        Page("search by address", "director", lambda: "/werklijst/zoeken/", {"zoek": an_address()}),
        Page("case", "director", an_open_case),
        Page("month", "coordinator", lambda: "/maand/"),
        Page("meeting to come", "coordinator", a_meeting),
        Page("review queue", "coordinator", lambda: "/twijfels/"),
        Page("a doubt", "coordinator", a_doubt),
        Page("deliveries", "clerk", lambda: "/aanleveringen/"),
        Page("one delivery", "clerk", a_delivery),
        Page("signals of a delivery", "clerk", lambda: a_delivery() + "signalen/"),
        Page("feedback", "clerk", lambda: "/terugmeldingen/"),
        Page("referrals", "social-worker", lambda: "/verwijzingen/"),
        Page("covenant", "director", lambda: f"/convenanten/{CovenantVersion.objects.all()[0].pk}/"),
        Page("log", "privacy-officer", lambda: "/logboek/"),
    ]


def _open(client: Client, page: Page, address: str) -> tuple[float, float]:
    from django.db import connection

    if not connection.settings_dict["CONN_MAX_AGE"]:
        connection.close()  # as each request that is served leaves it, which the test client does not
    begin, worked = time.perf_counter(), time.thread_time()
    answer = client.get(address, follow=True) if page.sent is None else client.post(address, page.sent)
    spent = ((time.perf_counter() - begin) * 1000, (time.thread_time() - worked) * 1000)
    if answer.status_code != 200:
        raise SystemExit(f"{page.name}: {address} answers {answer.status_code}")
    return spent


def _measure(client: Client, page: Page, address: str) -> Measured:
    spent = [_open(client, page, address)]
    # A page of seconds is measured less often: its figure is too high either way.
    spent += [_open(client, page, address) for _ in range(TIMES if spent[0][0] < 3_000 else 2)]
    waited = [wall for wall, _processor in spent[1:]]
    worked = [processor for _wall, processor in spent[1:]]
    return Measured(statistics.median(waited), _p95(waited), _p95(worked))


def _p95(spent: list[float]) -> float:
    return sorted(spent)[-(-len(spent) * 19 // 20) - 1]


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    """Show the slow queries of what happens inside, with the plan the database makes for them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    slow: list[tuple[float, str, str]] = []

    def watch(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        begin = time.perf_counter()
        answer = execute(sql, params, many, context)
        spent = (time.perf_counter() - begin) * 1000
        if spent > SLOW_QUERY_MS and sql.startswith("SELECT"):
            slow.append((spent, sql, _plan(sql, params)))
        return answer

    with CaptureQueriesContext(connection) as queries, connection.execute_wrapper(watch):
        yield
    print(f"{name}: {len(queries)} queries", file=sys.stderr)
    for spent, sql, plan in sorted(slow, reverse=True)[:3]:
        print(f"  {spent:.0f} ms: {sql[:1500]}\n{plan}", file=sys.stderr)


def _plan(sql: str, params: Sequence[object]) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor = connection.connection.cursor()
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + sql, params)
        return "\n".join(f"    {line}" for (line,) in cursor.fetchall())
    from django.db.backends.sqlite3.base import SQLiteCursorWrapper

    cursor = connection.connection.cursor(factory=SQLiteCursorWrapper)
    cursor.execute("EXPLAIN QUERY PLAN " + sql, params)
    return "\n".join(f"    {row[3]}" for row in cursor.fetchall())


def _print(database: str, results: Sequence[Result]) -> None:
    sizes = [f"{total:,} cases ({open_ones:,} open)" for (total, open_ones), _measured in results]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n### {database}\n")
    print(
        "Milliseconds per page: the median, what 19 of 20 stay under, and the same of processor time alone: what"
    )
    print(f"the page itself costs, whatever else runs. Load of the machine meanwhile: {load}.\n")
    print(
        "| page | " + " | ".join(f"{size}: median | p95 | processor" for size in sizes) + " | times slower |"
    )
    print("|---|" + "---:|---:|---:|" * len(sizes) + "---:|")
    first, last = results[0][1], results[-1][1]
    for name in first:
        cells = " | ".join(
            f"{one[name].median:,.0f} | {one[name].p95:,.0f} | {one[name].processor:,.0f}"
            for _size, one in results
        )
        print(f"| {name} | {cells} | {last[name].processor / first[name].processor:.1f} |")
    slow = [name for name in last if last[name].p95 > AIM_MS]
    print(f"\nWhere one in twenty takes more than {AIM_MS} ms at {sizes[-1]}: {', '.join(slow) or 'none'}.")
    costly = [name for name in last if last[name].processor > AIM_MS]
    print(f"Where processor time alone does: {', '.join(costly) or 'none'}.")


if __name__ == "__main__":
    main()
