"""The month of the country: every municipality's registers and deliveries in, linked, opened as cases, logged, sealed.

Run: ``python -m benchmarks.country [--municipalities N] [--signals N] [--people N] [--workers N]``. Prints a Markdown
table for SQLite and, where this machine has it, PostgreSQL, both with what is acknowledged on disk; ``make bench`` puts
a tenth of the country in the docs. All of it: ``python -m benchmarks.country --municipalities 342 --signals 85000 |
python -m benchmarks --keep whole-country``. Everything goes through the services that the pages call.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import NamedTuple

COUNTRY = (342, 85_000)
PEOPLE_PER_SIGNAL = 10
GOAL_MINUTES, GOAL_MB = 10, 2_000
STEPS = ("registers", "deliveries", "linked and opened", "log sealed")
DURABLE = ("shared_buffers=256MB", "max_wal_size=2GB")


class Share(NamedTuple):
    """One municipality's part in the month."""

    code: str
    signals: int
    people: int


class Places(NamedTuple):
    """Where things stand: the state of the installation, the files that are delivered, the database's address."""

    folder: str
    files: str
    address: str


class Spent(NamedTuple):
    """What one worker did: seconds per step, those of a processor in all, what it made, and its peak of memory."""

    seconds: dict[str, float]
    processor: float
    made: dict[str, int]
    megabytes: float


def main() -> None:
    """Measure on each database in processes of its own."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--municipalities", type=int, default=COUNTRY[0] // 10)
    arguments.add_argument("--signals", type=int, default=COUNTRY[1] // 10)
    arguments.add_argument(
        "--people", type=int, default=PEOPLE_PER_SIGNAL, help="in the registers, per signal"
    )
    arguments.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    given = arguments.parse_args()
    shares = _shares(given.municipalities, given.signals, given.people)
    print(
        f"{len(shares)} municipalities, {given.signals:,} signals, "
        f"registers of {given.people * given.signals:,} people, "
        f"{given.workers} workers; seconds of each step, and those of a processor without the server's, are "
        f"of all workers together.\n"
    )
    print(f"| database | minutes | {' | '.join(STEPS)} | of a processor | cases | peak memory (MB) |")
    print(f"|---|---:|{'---:|' * len(STEPS)}---:|---:|---:|", flush=True)
    with _folder() as files:
        write = partial(_write_files, files, date.today())  # noqa: DTZ011 - the day of the machine, as the services
        with multiprocessing.get_context("spawn").Pool(given.workers) as writers:
            writers.map(write, shares, chunksize=1)
        for name in given.database or ("sqlite", "postgresql"):
            on = _on_sqlite if name == "sqlite" else _on_postgresql
            print(on(files, shares, given.workers), flush=True)
    print(
        f"\nThe goal for the country ({COUNTRY[0]} municipalities, {COUNTRY[1]:,} signals) is {GOAL_MINUTES} minutes "
        f"and {GOAL_MB:,} MB."
    )


def _shares(municipalities: int, signals: int, people: int) -> list[Share]:
    """Spread the signals as the country does: a few large towns, many small ones; largest first."""
    weights = [1 / (rank + 3) for rank in range(municipalities)]
    counts = [max(4, round(signals * weight / sum(weights))) for weight in weights]
    return [Share(f"{number + 1:04}", count, count * people) for number, count in enumerate(counts)]


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="tijdig-bench-", ignore_cleanup_errors=True)


def _write_files(files: str, on: date, share: Share) -> None:
    from benchmarks.country_files import write_files

    write_files(Path(files, share.code), share.code, share.signals, share.people, on)


def _on_sqlite(files: str, shares: Sequence[Share], workers: int) -> str:
    with _folder() as folder:
        return _measured("SQLite", Places(folder, files, ""), shares, workers)


def _on_postgresql(files: str, shares: Sequence[Share], workers: int) -> str:
    from tools.postgres_for_tests import NoPostgres, throw_away_cluster

    try:
        with throw_away_cluster(DURABLE) as address, _folder() as folder:
            return _measured("PostgreSQL", Places(folder, files, address), shares, workers)
    except NoPostgres as reason:
        return f"| PostgreSQL | not measured: {reason} |{' |' * (len(STEPS) + 3)}"


def _measured(name: str, places: Places, shares: Sequence[Share], workers: int) -> str:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, _set_up, (places,)) as first:
        first.apply(_make_database)
        first.apply(_agree, (places, shares[0]))  # with the people who work in all of them
    with context.Pool(workers, _set_up, (places,)) as others:
        others.map(partial(_agree, places), shares[1:], chunksize=1)
    tell = Signals(context.Queue(), context.Barrier(workers + 1), context.Event(), context.Queue())
    for share in [*shares, *[None] * workers]:
        tell.waiting.put(share)
    processes = [context.Process(target=_work, args=(places, tell)) for _ in range(workers)]
    for process in processes:
        process.start()
    tell.ready.wait()
    began = time.perf_counter()
    tell.start.set()
    spent: list[Spent] = [tell.answers.get() for _process in processes]
    minutes = (time.perf_counter() - began) / 60
    for process in processes:
        process.join()
    seconds = Counter[str]()
    made = Counter[str]()
    for one in spent:
        seconds.update(one.seconds)
        made.update(one.made)
    if made["signals"] != sum(share.signals for share in shares):
        raise SystemExit(f"of {sum(share.signals for share in shares)} signals {made['signals']} were kept")
    steps = " | ".join(f"{seconds[step]:,.0f}" for step in STEPS)
    processor, megabytes = sum(one.processor for one in spent), sum(one.megabytes for one in spent)
    return f"| {name} | {minutes:.1f} | {steps} | {processor:,.0f} | {made['cases']:,} | {megabytes:,.0f} |"


def _set_up(places: Places) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tijdig.config.settings", "TIJDIG_STATE_DIR": places.folder}
    for name in ("TIJDIG_DATABASE_URL", "TIJDIG_KEY_DIR", "TIJDIG_TOMBSTONES"):
        os.environ.pop(name, None)
    if places.address:
        os.environ["TIJDIG_DATABASE_URL"] = places.address
    import django

    django.setup()


def _make_database() -> None:
    import psycopg
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        known = connection.get_connection_params()
        to = {name: known[name] for name in ("user", "host", "port", "password") if known.get(name)}
        with psycopg.connect(dbname="postgres", autocommit=True, **to) as server:
            server.execute(f'CREATE DATABASE "{known["dbname"]}"')
    call_command("migrate", interactive=False, verbosity=0)


def _agree(places: Places, share: Share) -> None:
    """Put a covenant in force in a municipality, and deliver once, so that the columns of its files are known."""
    from django.utils import timezone

    from benchmarks.country_files import FIRST
    from tijdig.demo.cast import gather_cast
    from tijdig.demo.month import _read, agree, deliver

    on = timezone.localdate()
    text = _covenant_of(share.code, on)
    inhabitants = share.signals * 250
    cast = gather_cast(_read(text), municipality=f"Gemeente {share.code}", inhabitants=inhabitants)
    agree(cast, text)
    deliver(cast["clerk"], "eerste.csv", Path(places.files, share.code, FIRST).read_bytes(), on)


def _covenant_of(code: str, on: date) -> str:
    from tijdig.demo.agreement import covenant_text

    return covenant_text(on).replace('gemeente = "0988"', f'gemeente = "{code}"', 1)


class Signals(NamedTuple):
    """What workers and the clock tell each other."""

    waiting: Queue[Share | None]
    ready: Barrier
    start: Event
    answers: Queue[Spent]


def _work(places: Places, tell: Signals) -> None:
    """Take municipalities from the queue until there are none."""
    _set_up(places)
    from tijdig.casework.models import Case
    from tijdig.intake.models import Signal

    seconds, made = Counter[str](), Counter[str]()
    steps = _steps(Path(places.files))
    before = _of_a_processor()
    tell.ready.wait()
    tell.start.wait()
    while (share := tell.waiting.get()) is not None:
        for step, work in steps.items():
            began = time.perf_counter()
            _until_done(work, share.code)
            seconds[step] += time.perf_counter() - began
        made["signals"] += Signal.objects.filter(controller=share.code).count() - 1  # the first came before
        made["cases"] += Case.objects.filter(controller=share.code).count()
        told = f"{share.code}: {share.signals:,} signals; so far {_of_a_processor() - before:,.0f} s of a processor"
        print(told, file=sys.stderr, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tell.answers.put(Spent(dict(seconds), _of_a_processor() - before, dict(made), peak))


def _of_a_processor() -> float:
    """Seconds of this process, and of those that read its files."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _until_done(work: Callable[[str], object], code: str) -> None:
    """Do a step, and once more when others held SQLite for so long that it was told to come back (K5)."""
    from django.db import OperationalError

    from tijdig.storage import OTHERS_FIRST, problem_of

    while True:
        try:
            work(code)
        except OperationalError as error:
            problem = problem_of(error)
            if problem is None or problem.code != OTHERS_FIRST.code:
                raise
        else:
            return


def _steps(files: Path) -> dict[str, Callable[[str], object]]:
    """What is done in a municipality, by its code: each a call or two of what pages and commands call."""
    from django.utils import timezone

    from benchmarks.country_files import BENEFITS, DELIVERY, EXTRACT
    from tijdig.actors import Actor, Role, system_actor
    from tijdig.casework.services import work_up_signals
    from tijdig.demo.month import deliver
    from tijdig.ledger.services import seal_log
    from tijdig.parties.models import RoleAssignment
    from tijdig.residents.services import import_benefit_facts, import_register_extract

    on = timezone.localdate()

    def actor(code: str, role: Role, party: str) -> Actor:
        one = RoleAssignment.objects.filter(controller=code, role=role).order_by("pk")
        chosen = one.get(person__email__contains=party)
        return Actor(chosen.person_id, chosen.organisation_id, code, party, role)

    def registers(code: str) -> None:
        coordinator = actor(code, Role.COORDINATOR, "gemeente-weert")
        import_register_extract(actor=coordinator, content=(files / code / EXTRACT).read_bytes(), on=on)
        import_benefit_facts(actor=coordinator, content=(files / code / BENEFITS).read_bytes(), on=on)

    def deliveries(code: str) -> None:
        clerk = actor(code, Role.LANDLORD_CLERK, "wonen-limburg")
        deliver(clerk, "maand.csv", (files / code / DELIVERY).read_bytes(), on)

    return {
        "registers": registers,
        "deliveries": deliveries,
        "linked and opened": lambda code: work_up_signals(actor=system_actor(code), on=on),
        "log sealed": lambda code: seal_log(actor=system_actor(code)),
    }


if __name__ == "__main__":
    main()
