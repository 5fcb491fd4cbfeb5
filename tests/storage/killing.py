"""A month that is killed at a random moment and taken up again: run as a program, on a database of its own.

``python -m tests.storage.killing KILLS SEED`` prints as JSON what was found. Real processes: a child imports the
register, takes in two deliveries, works them up and seals the log, and tells after each step that it is done. Somewhere
on the way it is killed with a signal that nothing can catch. A next process looks at what is left, goes on with what
was not acknowledged, and looks again. Each time begins with the same town.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from tijdig.actors import Action, system_actor  # noqa: E402
from tijdig.casework.models import Case  # noqa: E402
from tijdig.casework.services import work_up_signals  # noqa: E402
from tijdig.demo import month as demo  # noqa: E402
from tijdig.demo.agreement import covenant_text  # noqa: E402
from tijdig.demo.cast import gather_cast  # noqa: E402
from tijdig.demo.people import invent_town  # noqa: E402
from tijdig.demo.register import benefit_list, register_extract  # noqa: E402
from tijdig.demo.story import tell_story  # noqa: E402
from tijdig.disclosure.models import ProcessingRecord  # noqa: E402
from tijdig.intake.models import Delivery, Signal  # noqa: E402
from tijdig.intake.states import DeliveryState  # noqa: E402
from tijdig.ledger.models import AuditEvent  # noqa: E402
from tijdig.ledger.services import check_log, seal_log  # noqa: E402
from tijdig.linkage.models import Link, Notification  # noqa: E402
from tijdig.residents.services import import_benefit_facts, import_register_extract  # noqa: E402

CODE = "0988"
SYSTEM = system_actor(CODE)
BEGIN = "begin"
PARTIES = ("wonen-limburg", "st-joseph")
PARTS = ("signals", "links", "notifications", "cases", "data subjects")
STEPS = ("register", "benefits", *PARTIES, "work up", "seal")

type Found = dict[str, Any]
type Tell = Callable[[str], None]
type Work = Callable[[Tell], None]


class Databases:
    """The database as it was in the beginning, put back each time."""

    def __init__(self) -> None:
        self.name = str(settings.DATABASES["default"]["NAME"])

    def keep(self) -> None:
        """Keep the database as it is now."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            shutil.copyfile(self.name, f"{self.name}.{BEGIN}")
        else:
            self._anew(f"{self.name}_{BEGIN}", self.name)

    def put_back(self) -> None:
        """Make the database again as it was kept."""
        connection.close()
        if connection.vendor == "sqlite":
            for suffix in ("-wal", "-shm"):
                Path(self.name + suffix).unlink(missing_ok=True)
            shutil.copyfile(f"{self.name}.{BEGIN}", self.name)
        else:
            self._anew(self.name, f"{self.name}_{BEGIN}")

    def make(self) -> None:
        """Make the database, migrated, where there is none."""
        if connection.vendor == "postgresql":
            self._anew(self.name, "template1")
        call_command("migrate", verbosity=0)

    def _anew(self, name: str, template: str) -> None:
        import psycopg

        connection.close()
        parameters = {**connection.get_connection_params(), "dbname": "postgres", "autocommit": True}
        known = {
            key: parameters[key]
            for key in ("dbname", "user", "host", "port", "autocommit")
            if key in parameters
        }
        with psycopg.connect(**known) as database:
            database.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            database.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def begin() -> dict[str, Callable[[], object]]:
    """Make a town with a covenant and a month behind it; returns the steps of the next month, by name."""
    today = timezone.localdate()
    text = covenant_text(today)
    cast = gather_cast(demo._read(text), municipality="Weert", inhabitants=50_500)
    demo.agree(cast, text)
    town = invent_town(today)
    before, month, *_later = tell_story(town, today).months
    demo._run_month(cast, town, before, lambda _line: None)
    on, coordinator = month.received_on, cast["coordinator"]

    def deliver(party: str) -> Callable[[], object]:
        return lambda: demo.deliver(cast[demo.CLERKS[party]], f"{party}.csv", month.export(party), on)

    extract, benefits = register_extract(town).encode(), benefit_list(town, on).encode()
    return {
        "register": lambda: import_register_extract(actor=coordinator, content=extract, on=on),
        "benefits": lambda: import_benefit_facts(actor=coordinator, content=benefits, on=on),
        **{party: deliver(party) for party in PARTIES},
        "work up": lambda: work_up_signals(actor=SYSTEM, on=on),
        "seal": lambda: seal_log(actor=SYSTEM),
    }


def in_a_process(work: Work, killed_after: float | None = None) -> tuple[list[str], bool]:
    """Run work in a child; returns the lines that it told, and whether it was killed."""
    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w", buffering=1) as out:
            work(lambda line: print(line, file=out))  # an error ends this process as any other
        os._exit(0)
    os.close(writing)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)  # a child that ended waits for us: its number is nobody else's
    with os.fdopen(reading) as told:
        lines = told.read().splitlines()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    if not killed and os.WEXITSTATUS(status):
        raise SystemExit(f"a step failed after {lines}")
    return lines, killed


def picture() -> str:
    """What the month comes to, as JSON: the same however often it was broken off."""
    signals = Signal.objects.order_by("party_code", "identity")
    links = Link.objects.filter(undone_at=None).order_by("signal__party_code", "signal__identity")
    cases = Case.objects.order_by("notification__address_key", "opened_on")
    # Not of the register: an import that is done again is on record twice, the second time about new rows.
    about_work = ProcessingRecord.objects.filter(subject_type__in=("signal", "case"))
    return json.dumps(
        [
            list(signals.values_list("party_code", "identity", "fingerprint", "status")),
            list(links.values_list("signal__identity", "person", "outcome", "rule_id", "repeat")),
            sorted(map(str, Notification.objects.values_list("address_key", "patterns", "different_people"))),
            list(map(str, cases.values_list("notification__address_key", "rank_key", "state", "threatened"))),
            len(set(about_work.values_list("subject", flat=True))),
        ]
    )


def look(acknowledged: list[str], whole: dict[str, int]) -> Iterator[str]:
    """What is wrong with what a next process finds: half there, missing or double."""
    yield from map(str, check_log(actor=SYSTEM).findings)
    yield from _of_deliveries(acknowledged, whole)
    if _doubles(Signal.objects.values_list("party_code", "identity")):
        yield "a row is there twice"
    if _doubles(Link.objects.filter(undone_at=None).values_list("signal")):
        yield "a signal has two links"
    if "work up" in acknowledged and Signal.objects.filter(links=None).exists():
        yield "what was worked up is not linked"


def _of_deliveries(acknowledged: list[str], whole: dict[str, int]) -> Iterator[str]:
    for delivery in Delivery.objects.filter(state=DeliveryState.ACCEPTED):
        kept = Signal.objects.filter(delivery=delivery).count()
        events = AuditEvent.objects.filter(action=Action.DELIVER_SIGNALS, object_id=str(delivery.pk))
        recorded = [event.details["new"] for event in events if "new" in event.details]
        if not [kept] == [delivery.accepted] == recorded:
            yield "a delivery is half there"
    counts = Counter(Signal.objects.values_list("party_code", flat=True))
    for party in PARTIES:
        if party in acknowledged and counts[party] != whole[party]:
            yield f"{party} was acknowledged and is not whole"
        if counts[party] > whole[party]:
            yield f"{party} has more than was delivered"


def _doubles(rows: Iterable[object]) -> bool:
    return max(Counter(rows).values(), default=0) > 1


def main(kills: int, seed: int) -> Found:
    """Kill the month so many times; returns during which steps, and all that was wrong."""
    databases = Databases()
    databases.make()
    month = begin()
    databases.keep()

    def go_on(done: list[str], tell: Tell) -> None:
        for name in STEPS[len(done) :]:
            month[name]()
            tell(name)

    def whole_month(tell: Tell) -> None:
        began = time.monotonic()
        go_on([], lambda _name: None)
        seconds, rows = time.monotonic() - began, Counter(Signal.objects.values_list("party_code", flat=True))
        tell(json.dumps({"seconds": seconds, "rows": rows, "picture": picture()}))

    ((line,), _killed) = in_a_process(whole_month)
    expected = json.loads(line)

    def take_up(acknowledged: list[str], tell: Tell) -> None:
        wrong = list(look(acknowledged, expected["rows"]))
        go_on(acknowledged, lambda _name: None)
        wrong += look(list(STEPS), expected["rows"])
        ends = zip(PARTS, json.loads(picture()), json.loads(expected["picture"]), strict=True)
        wrong += [f"another end after {acknowledged}: {part}" for part, one, other in ends if one != other]
        tell(json.dumps(wrong))

    rng = random.Random(seed)
    killed_during: Counter[str] = Counter()
    wrong: list[str] = []
    while killed_during.total() < kills:
        databases.put_back()
        after = rng.uniform(0, expected["seconds"])
        acknowledged, killed = in_a_process(partial(go_on, []), killed_after=after)
        if killed:
            killed_during[(*STEPS, "afterwards")[len(acknowledged)]] += 1
            ((told,), _ended) = in_a_process(partial(take_up, acknowledged))
            wrong += json.loads(told)
    return {"killed during": killed_during, "wrong": wrong, "signals": sum(expected["rows"].values())}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
