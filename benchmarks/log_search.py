"""Time to find who saw what, and who did what, in logs of 10,000 and of 1,000,000 records each.

Run: ``python -m benchmarks.log_search [--records N ...] [--explain]``. Prints a Markdown table; ``make bench`` puts it
in the docs. Each figure is the search behind the page, its count included, on SQLite.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if TYPE_CHECKING:
    from django.db.models import Model

TIMES = 5
AIM_MS = 1_000
BATCH = 20_000
OFFICERS, CASES = 200, 50_000
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
YEAR_SECONDS = 366 * 24 * 3600
PURPOSES = ("vroegsignalering", "hulpverlening", "regie", "terugkoppeling", "verantwoording")
PARTIES = ("gemeente-weert", "amw", "wonen-limburg", "st-joseph")


def main() -> None:
    """Fill each size of log once and time every kind of search in it."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--records", type=int, nargs="+", default=[10_000, 1_000_000])
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="tijdig-bench-", ignore_cleanup_errors=True) as folder:
        _set_up(Path(folder))
        results = [_at(records) for records in given.records]
    _print(given.records, results)


def _set_up(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tijdig.config.settings",
        "TIJDIG_DEMO": "1",
        "TIJDIG_STATE_DIR": str(folder),
    }
    os.environ.pop("TIJDIG_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)


def _at(records: int) -> Mapping[str, float]:
    from tijdig.daily import renew_statistics
    from tijdig.disclosure.models import DecisionRecord
    from tijdig.ledger.models import AuditEvent

    chance = random.Random(records)
    for model, rows in (
        (DecisionRecord, _decisions(records, chance)),
        (AuditEvent, _events(records, chance)),
    ):
        _write(model, rows, already=model.objects.count())  # type: ignore[attr-defined]
    renew_statistics()
    return {name: _measure(search) for name, search in _searches().items()}


def _write(model: type[Model], rows: Iterator[Mapping[str, object]], already: int) -> None:
    """Write rows past the models, which seal nothing here: a search reads neither salt nor evidence."""
    from django.db import connection

    table = model._meta.db_table
    batch: list[Mapping[str, object]] = []
    with connection.cursor() as cursor, _bare(cursor, table):
        for number, row in enumerate(rows):
            if number < already:
                continue
            batch.append(row)
            if len(batch) == BATCH:
                _insert(cursor, table, batch)
                batch.clear()
        if batch:
            _insert(cursor, table, batch)


@contextlib.contextmanager
def _bare(cursor, table: str) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Fill the table without indexes and triggers, and without waiting for the disk; then put them back."""
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table]
    )
    around = [row for row in cursor.fetchall() if row[0] in {"index", "trigger"}]
    for kind, name, _sql in around:
        cursor.execute(f'DROP {kind.upper()} "{name}"')
    cursor.execute("BEGIN")
    yield
    cursor.execute("COMMIT")
    for _kind, _name, sql in around:
        cursor.execute(sql)


def _insert(cursor, table: str, batch: list[Mapping[str, object]]) -> None:  # type: ignore[no-untyped-def]
    names = list(batch[0])
    marks = ", ".join(["%s"] * len(names))
    cursor.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [list(row.values()) for row in batch]
    )


def _record(number: int, of: int, chance: random.Random) -> dict[str, object]:
    at = BEGIN + timedelta(seconds=number * YEAR_SECONDS / of)
    return {
        "controller_id": "0988" if number % 4 else "1883",
        "at": at.strftime("%Y-%m-%d %H:%M:%S.%f"),
        "trace_id": f"{number // 3:032x}",
        "span_id": "0" * 16,
        "salt": b"",
        "person_id": f"{chance.randrange(OFFICERS):032x}",
        "role": "case-director",
    }


def _decisions(records: int, chance: random.Random) -> Iterator[Mapping[str, object]]:
    for number in range(records):
        yield _record(number, records, chance) | {
            "sender": "wonen-limburg",
            "recipient": chance.choice(PARTIES),
            "purpose": chance.choice(PURPOSES),
            "covenant_hash": "sha256:" + "0" * 64,
            "subject_kind": "case",
            "subject_id": str(UUID(int=chance.randrange(CASES))),
            "permitted_fields": '["signaal.naam", "signaal.adres", "signaal.telefoon", "signaal.bedrag"]',
            "withheld_fields": "{}",
            "given": "nothing" if number % 1_000 == 0 else "all",
            "exchanges": '["U1"]',
            "facts": '{"state": "in-force", "conditions": {"U1#0": true, "U1#1": true}, "telling": []}',
        }


def _events(records: int, chance: random.Random) -> Iterator[Mapping[str, object]]:
    actions = ("case.log-attempt", "case.add-note", "sign-in", "read-log", "case.take-up")
    for number in range(records):
        yield _record(number, records, chance) | {
            "party": chance.choice(PARTIES),
            "action": chance.choice(actions),
            "object_kind": "case",
            "object_id": str(UUID(int=chance.randrange(CASES))),
            "result": "refused" if number % 1_000 == 0 else "done",
            "reasons": "[]",
            "details": '{"state": "taken-up", "version": 3}',
        }


def _searches() -> Mapping[str, Callable[[], object]]:
    from tijdig.disclosure.models import DecisionRecord, Given
    from tijdig.oversight.queries.searching import LogQuestion, found_decisions, found_events, trace_of

    person, case = UUID(int=7), frozenset({str(UUID(int=9)), str(UUID(int=10))})
    spring = {"from_day": date(2025, 4, 1), "to_day": date(2025, 6, 30)}
    questions = {
        "everything": LogQuestion(),
        "one officer": LogQuestion(person_id=person),
        "one case with its signals": LogQuestion(subject_ids=case),
        "an officer and a case": LogQuestion(person_id=person, subject_ids=case),
        "a period": LogQuestion(**spring),  # type: ignore[arg-type]
        "an officer in a period, refused": LogQuestion(
            person_id=person, given=Given.NOTHING, refused=True, **spring
        ),  # type: ignore[arg-type]
        "an organisation, refused": LogQuestion(party="amw", given=Given.NOTHING, refused=True),
        "a purpose or action that is not there": LogQuestion(purpose="x", action="x"),
        "all of these, not there": LogQuestion(
            subject_ids=case,
            person_id=person,
            party="amw",
            purpose="x",
            given=Given.ALL,
            action="x",
            refused=True,
        ),
    }
    middle = DecisionRecord.objects.order_by("pk")[DecisionRecord.objects.count() // 2].pk
    searches: dict[str, Callable[[], object]] = {}
    for name, question in questions.items():
        searches[f"who was given what: {name}"] = lambda asked=question: found_decisions("0988", asked, None)  # type: ignore[misc]
        searches[f"who did what: {name}"] = lambda asked=question: found_events("0988", asked, None)  # type: ignore[misc]
    searches["who was given what: half way down"] = lambda: found_decisions("0988", LogQuestion(), middle)
    searches["all of one trace"] = lambda: trace_of("0988", UUID(int=77), 200)
    return searches


def _measure(search: Callable[[], object]) -> float:
    spent = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        search()
        spent.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent)


def _print(sizes: list[int], results: list[Mapping[str, float]]) -> None:
    print("Median milliseconds per search, the count up to a thousand included.\n")
    print("| search | " + " | ".join(f"{size:,} records of each log" for size in sizes) + " |")
    print("|---|" + "---:|" * len(sizes))
    for name in results[0]:
        print(f"| {name} | " + " | ".join(f"{one[name]:,.1f}" for one in results) + " |")
    slow = [name for name, spent in results[-1].items() if spent > AIM_MS]
    print(f"\nAbove the aim of a second at {sizes[-1]:,} records: {', '.join(slow) or 'none'}.")


if __name__ == "__main__":
    main()
