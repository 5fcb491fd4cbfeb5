"""Towns of any size for the pages' bench: made once a day as SQLite files, and carried over to PostgreSQL as they are.

Each function runs in a process of its own, for Django learns only once which database it has.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sqlite3
import sys
from contextlib import closing, redirect_stdout
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from benchmarks.pages_data import multiply

KEPT = Path(__file__).resolve().parent.parent / "var" / "bench-pages"
DEPENDS_ON = ("benchmarks/pages_data.py", "src/tijdig/demo/*.py", "src/tijdig/*/migrations/0001_initial.py")
DATABASE = "tijdig.sqlite3"
APP_ROLE = "tijdig_app"  # pages connect as it, so that the database keeps municipalities apart (A7)
MIGRATIONS = "django_migrations"


def folder_of_today() -> Path:
    """Return where the towns of today are kept: another day, another schema or another demo makes other ones."""
    root = KEPT.parent.parent
    content = b"".join(path.read_bytes() for name in DEPENDS_ON for path in sorted(root.glob(name)))
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    folder = KEPT / f"{today}-{hashlib.sha256(content).hexdigest()[:12]}"
    for old in KEPT.glob("*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def town_in(folder: Path, cases: int) -> Path:
    """Return the file with the town of about ``cases`` cases; it is made when ``folder`` does not keep it yet."""
    return folder / f"{cases}.sqlite3"


def set_up(folder: Path, address: str = "") -> None:
    """Let Django begin with the shipped settings: on the file in ``folder``, or on PostgreSQL at ``address``."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tijdig.config.settings",
        "TIJDIG_DEMO": "1",
        "TIJDIG_STATE_DIR": str(folder),
        "TIJDIG_APP_ROLE": APP_ROLE if address else "",
    }
    os.environ.pop("TIJDIG_DATABASE_URL", None)
    if address:
        os.environ["TIJDIG_DATABASE_URL"] = address
    import django

    django.setup()


def make_town(folder: Path, cases: int) -> None:
    """Play the demo's months once, and multiply them to so many cases, as they stand after a night's work."""
    set_up(folder)
    town, demo = town_in(folder, cases), folder / "demo.sqlite3"
    if not demo.exists():
        _play(folder, demo)
    if not town.exists():
        _multiply(folder, demo, town, cases)


def _play(folder: Path, demo: Path) -> None:
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from tijdig.demo.month import play

    _clear(folder)
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    with transaction.atomic():
        play(timezone.localdate(), lambda _line: None)
    _keep(folder, demo)


def _multiply(folder: Path, demo: Path, town: Path, cases: int) -> None:
    from django.utils import timezone

    from tijdig.actors import system_actor
    from tijdig.daily import renew_statistics
    from tijdig.monitor.services import count_months
    from tijdig.parties.queries import controllers

    open_on_sqlite(folder, demo)
    multiply(folder / DATABASE, cases, timezone.localdate().isoformat())
    for controller_id in controllers():
        count_months(actor=system_actor(controller_id), on=timezone.localdate())
    renew_statistics()
    _keep(folder, town)


def open_on_sqlite(folder: Path, town: Path) -> None:
    """Put a copy of the town where the settings look for their file."""
    _clear(folder)
    shutil.copy(town, folder / DATABASE)


def _clear(folder: Path) -> None:
    for left in folder.glob(f"{DATABASE}*"):
        left.unlink()


def _keep(folder: Path, town: Path) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(folder / DATABASE, town)


def open_on_postgresql(folder: Path, town: Path, address: str) -> str:
    """Carry the town over to a new database of the cluster at ``address``; returns the address its pages connect to.

    As an operator has it: made by its owner with a policy on every table, and visited by a role that owns nothing.
    """
    with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP ROLE IF EXISTS {APP_ROLE}")
        server.execute(f"CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        server.execute("CREATE DATABASE tijdig")
    set_up(folder, address)
    from django.db import connection

    from tijdig.operations import migrate

    with redirect_stdout(sys.stderr):  # what it says is no figure
        migrate(argparse.Namespace())
    connection.close()
    with psycopg.connect(address) as target, closing(sqlite3.connect(town)) as source:
        target.execute("SET TIME ZONE 'UTC'")
        target.execute("SET session_replication_role = replica")  # rows come in any order, and are complete
        _empty(target)
        for (table,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            _carry_over(table, source, target)
    with psycopg.connect(address, autocommit=True) as target:
        target.execute("VACUUM (ANALYZE)")
    return address.replace("//tijdig@", f"//{APP_ROLE}@")


def _empty(target: psycopg.Connection) -> None:
    """Take away what a migration leaves: the town has it too."""
    found = target.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    names = [sql.Identifier(name) for (name,) in found if name != MIGRATIONS]
    target.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))


def _carry_over(table: str, source: sqlite3.Connection, target: psycopg.Connection) -> None:
    known = target.execute(
        "SELECT column_name, is_identity FROM information_schema.columns WHERE table_name = %s"
        " AND is_generated = 'NEVER'",
        (table,),
    ).fetchall()
    if not known or table == MIGRATIONS:
        return
    names = [name for name, _counts in known]
    quoted = ", ".join(f'"{name}"' for name in names)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with target.cursor().copy(into) as copy:
        for row in source.execute(f'SELECT {quoted} FROM "{table}"'):
            copy.write_row(row)
    for name in (name for name, counts in known if counts == "YES"):
        target.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), (SELECT max({}) FROM {}))").format(
                sql.Literal(table), sql.Literal(name), sql.Identifier(name), sql.Identifier(table)
            )
        )
