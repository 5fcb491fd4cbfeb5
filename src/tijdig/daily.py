"""What must happen every day for every municipality, whether anyone signs in or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.management import call_command
from django.db import connection

from tijdig.actors import Actor, system_actor
from tijdig.casework.asking_again import ask_again
from tijdig.casework.asking_benefits import ask_benefits
from tijdig.casework.services import chase_referrals, end_pauses, refresh_facts, work_up_signals
from tijdig.casework.services.reminding_colleagues import remind_colleagues
from tijdig.contact.outbox import hand_over_queued
from tijdig.contact.services import count_reach
from tijdig.intake.services import drop_kept_files, remind_partners
from tijdig.ledger.rules.verdicts import Report
from tijdig.ledger.services import check_log
from tijdig.ledger.trace import new_trace
from tijdig.linkage.fetching import fetch_residents
from tijdig.monitor.services import count_months
from tijdig.oversight.services.drawing import draw_due_reviews, raise_overdue_reviews
from tijdig.parties.queries import controllers
from tijdig.problems import Refused
from tijdig.rights.services import erase_due, raise_informing_tasks
from tijdig.storage import again_when_lost
from tijdig.tenancy import under
from tijdig.vault.publishing import publish_tombstones
from tijdig.vault.purging import purge_database

SAMPLE = 1_000  # rows per index: some milliseconds of work, and near enough

type Duty = Callable[[Actor, date], object]

DUTIES: Mapping[str, Duty] = {
    "files dropped": lambda actor, on: drop_kept_files(actor=actor, on=on),  # R6, R53
    "erased": lambda actor, on: erase_due(actor=actor, on=on),  # R53, R54
    "register asked": lambda actor, on: fetch_residents(actor=actor, on=on),  # R23
    "benefits asked": lambda actor, on: ask_benefits(actor=actor, on=on),  # R30
    "signals worked up": lambda actor, on: work_up_signals(actor=actor, on=on),  # what a stopped run left
    "open cases asked again": lambda actor, on: ask_again(actor=actor, on=on),  # R23, R25, R26
    "facts refreshed": lambda actor, on: refresh_facts(actor=actor, on=on),  # R29, C2
    "referrals chased": lambda actor, on: chase_referrals(actor=actor, on=on),  # R30
    "reach counted": lambda actor, on: count_reach(actor=actor, on=on),  # R36, R49
    "months counted": lambda actor, on: count_months(actor=actor, on=on),  # R49
    "pauses ended": lambda actor, on: end_pauses(actor=actor, on=on),  # R45, R46
    "messages handed over": lambda actor, _on: hand_over_queued(actor=actor),  # R35
    "informing tasks": lambda actor, on: raise_informing_tasks(actor=actor, on=on),  # R18
    "colleagues reminded": lambda actor, on: remind_colleagues(actor=actor, on=on),  # R27, R28
    "log checked": lambda actor, _on: _told(check_log(actor=actor)),  # T5
    "partners reminded": lambda actor, on: remind_partners(actor=actor, on=on),  # R8
    "log reviews drawn": lambda actor, on: draw_due_reviews(actor=actor, on=on),  # L9
    "overdue log reviews": lambda actor, on: raise_overdue_reviews(actor=actor, on=on),  # L9
}


@dataclass(frozen=True, slots=True)
class Done:
    """What one duty did under one controller: a count or a summary, or the codes of what it waits for."""

    controller_id: str
    duty: str
    outcome: str


def do_daily_work(on: date) -> tuple[Done, ...]:
    """Do each duty for each controller; a duty that is refused does not keep the others from being done.

    Each duty is a transaction of its own (where a register is asked, one for each lot) and does nothing the second
    time, so the work may be done again at any time: also when it lost from another in the database (K5).
    """
    done = [
        Done(controller_id, name, _do(name, duty, system_actor(controller_id), on))
        for controller_id in controllers()
        for name, duty in DUTIES.items()
    ]
    call_command("clearsessions")  # what an ended session remembers is not kept
    publish_tombstones()
    if not connection.in_atomic_block:
        done.append(Done("", "database purged", purge_database()))  # E8
    renew_statistics()
    return tuple(done)


def _told(report: Report) -> str:
    """Say in a line what a check found: the size, or each finding with its place."""
    return "; ".join(map(str, report.findings)) or f"ok, {report.size}"


def renew_statistics() -> None:
    """Let SQLite look at a sample of each index, by which it chooses among them; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
            cursor.execute("ANALYZE")


def _do(name: str, duty: Duty, actor: Actor, on: date) -> str:
    with new_trace(f"daily {name}"), under(actor.controller_id):
        try:
            return str(again_when_lost(lambda: duty(actor, on)))
        except Refused as refused:
            return str(refused)
