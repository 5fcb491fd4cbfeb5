"""Time to answer of the pages people work with, at 1,000 and at 100,000 cases.

Run: ``python -m benchmarks.pages [--cases N ...] [--explain] [--only NAME ...]``. Prints a Markdown table; ``make
bench`` puts it in the docs. The cases are copies of the demo's month, kept for the day in ``var/bench-pages``; each
page goes through the shipped settings, from session to HTML, its reads recorded.
``--explain`` shows the slowest queries of each page and how the database carries them out.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.pages_data import multiply

if TYPE_CHECKING:
    from django.test import Client

TIMES = 20
AIM_MS = 150  # what 19 of 20 stay under
KEPT = Path(__file__).resolve().parent.parent / "var" / "bench-pages"
DEPENDS_ON = ("benchmarks/pages_data.py", "src/tijdig/demo/*.py", "src/tijdig/*/migrations/0001_initial.py")
SLOW_QUERY_MS = 20
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


def main() -> None:
    """Make the demo's month once, multiply it to each size, and measure every page."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--cases", type=int, nargs="+", default=[1_000, 100_000])
    arguments.add_argument("--explain", action="store_true")
    arguments.add_argument("--only", nargs="+", default=[], help="only pages whose name begins so")
    given = arguments.parse_args()
    folder = _folder_of_today()
    _set_up(folder)
    results = [_at(folder, cases, tuple(given.only), explain=given.explain) for cases in given.cases]
    _print(results)


def _folder_of_today() -> Path:
    """Return where the town of today is kept: another day, another schema or another demo makes another one."""
    root = KEPT.parent.parent
    content = b"".join(path.read_bytes() for name in DEPENDS_ON for path in sorted(root.glob(name)))
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    folder = KEPT / f"{today}-{hashlib.sha256(content).hexdigest()[:12]}"
    for old in KEPT.glob("*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _set_up(folder: Path) -> None:
    """Play the demo's months into ``folder``, with the settings that the demo is served with."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tijdig.config.settings",
        "TIJDIG_DEMO": "1",
        "TIJDIG_STATE_DIR": str(folder),
    }
    os.environ.pop("TIJDIG_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from tijdig.config.settling import settle
    from tijdig.demo.month import play

    settle()  # as each web process does before its first page
    if (folder / "demo.sqlite3").exists():
        return
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    with transaction.atomic():
        play(timezone.localdate(), lambda _line: None)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(folder / "tijdig.sqlite3", folder / "demo.sqlite3")


def _at(
    folder: Path, cases: int, only: tuple[str, ...], *, explain: bool
) -> tuple[tuple[int, int], Mapping[str, Measured]]:
    from django.db import connection
    from django.utils import timezone

    from tijdig.actors import system_actor
    from tijdig.casework.models import Case
    from tijdig.daily import renew_statistics
    from tijdig.monitor.services import count_months
    from tijdig.parties.queries import controllers

    connection.close()
    database = folder / "tijdig.sqlite3"
    for left in folder.glob("tijdig.sqlite3*"):
        left.unlink()
    kept = folder / f"{cases}.sqlite3"
    if not kept.exists():
        shutil.copy(folder / "demo.sqlite3", database)
        multiply(database, cases, timezone.localdate().isoformat())
        for controller_id in controllers():  # as every night
            count_months(actor=system_actor(controller_id), on=timezone.localdate())
        renew_statistics()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(database, kept)
    else:
        shutil.copy(kept, database)
    size = (Case.objects.count(), Case.objects.filter(closed_on__isnull=True).count())
    visitors = _visitors()
    visitors["coordinator"].post("/overleg/plannen/", {"on": timezone.localdate() + timedelta(days=14)})
    measured: dict[str, Measured] = {}
    for page in _pages():
        if only and not page.name.startswith(only):
            continue
        with _explained(page.name) if explain else contextlib.nullcontext():
            _open(visitors[page.player], page)
        measured[page.name] = _measure(visitors[page.player], page)
    return size, measured


def _visitors() -> dict[str, Client]:
    from django.test import Client

    from tijdig.demo.cast import PLAYERS
    from tijdig.demo.visit import demo_links

    visitors = {}
    for player, (_name, _role, entry) in zip(PLAYERS, demo_links(), strict=True):
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


def _open(client: Client, page: Page) -> tuple[float, float]:
    from django.db import connection

    address = page.address()
    if not connection.settings_dict["CONN_MAX_AGE"]:
        connection.close()  # as each request that is served leaves it, which the test client does not
    begin, worked = time.perf_counter(), time.thread_time()
    answer = client.get(address, follow=True) if page.sent is None else client.post(address, page.sent)
    spent = ((time.perf_counter() - begin) * 1000, (time.thread_time() - worked) * 1000)
    if answer.status_code != 200:
        raise SystemExit(f"{page.name}: {address} answers {answer.status_code}")
    return spent


def _measure(client: Client, page: Page) -> Measured:
    spent = [_open(client, page)]
    # A page of seconds is measured less often: its figure is too high either way.
    spent += [_open(client, page) for _ in range(TIMES if spent[0][0] < 3_000 else 2)]
    waited = [wall for wall, _processor in spent[1:]]
    worked = [processor for _wall, processor in spent[1:]]
    return Measured(statistics.median(waited), _p95(waited), _p95(worked))


def _p95(spent: list[float]) -> float:
    return sorted(spent)[-(-len(spent) * 19 // 20) - 1]


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    """Show the slow queries of what happens inside, with the plan the database makes for them."""
    from django.db import connection
    from django.db.backends.sqlite3.base import SQLiteCursorWrapper
    from django.test.utils import CaptureQueriesContext

    slow: list[tuple[float, str, str]] = []

    def watch(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        begin = time.perf_counter()
        answer = execute(sql, params, many, context)
        spent = (time.perf_counter() - begin) * 1000
        if spent > SLOW_QUERY_MS and sql.startswith("SELECT"):
            raw = connection.connection.cursor(factory=SQLiteCursorWrapper)
            raw.execute("EXPLAIN QUERY PLAN " + sql, params)
            slow.append((spent, sql, "\n".join(f"    {row[3]}" for row in raw.fetchall())))
        return answer

    with CaptureQueriesContext(connection) as queries, connection.execute_wrapper(watch):
        yield
    print(f"{name}: {len(queries)} queries", file=sys.stderr)
    for spent, sql, plan in sorted(slow, reverse=True)[:3]:
        print(f"  {spent:.0f} ms: {sql[:1500]}\n{plan}", file=sys.stderr)


def _print(results: list[tuple[tuple[int, int], Mapping[str, Measured]]]) -> None:
    sizes = [f"{total:,} cases ({open_ones:,} open)" for (total, open_ones), _measured in results]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
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
