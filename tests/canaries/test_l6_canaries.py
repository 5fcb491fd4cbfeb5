"""No name, address, BSN, amount or word of a tenant in any log, traceback, queue, URL or page of an error (L6)."""

from __future__ import annotations

import contextlib
import copy
import io
import logging
import logging.config
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from tests.canaries import birds
from tests.canaries.birds import birds_per_place
from tests.canaries.robot import Robot, Seen, readable
from tests.canaries.town import Town, row, settle, work_off_the_queue
from tests.parties.town import signed_in
from tests.web.cases import build_cases
from tijdig.actors import Role, system_actor
from tijdig.casework.models import Case
from tijdig.casework.tasks import work_up_controller
from tijdig.cli import main
from tijdig.contact.outbox import hand_over_queued
from tijdig.ddas import Result
from tijdig.ledger.models import log_kinds
from tijdig.ledger.services import record_event

pytestmark = pytest.mark.django_db
STEPS = (
    "poging", "geinformeerd", "gesprek", "aanbod", "aanvaard", "verzoek", "gegeven", "uitnodigen", "inhouden",
    "besluit", "taak", "taak-klaar", "convenanttaak", "contactkeuze", "afwijken", "notitie", "overdragen", "afsluiten",
)  # fmt: skip
# What must have gone through at least once: else nothing was tried.
SENT = {
    "oppakken", "poging", "gesprek", "aanvaard", "gegeven", "notitie", "afwijken", "doorgeleiden",
    "aannemen", "weigeren", "terugmelden", "afsluiten", "heropenen", "coordinator:doubt", "coordinator:undo",
    "meeting:plan", "meeting:table", "meeting:presence", "meeting:item", "meeting:complete", "meeting:end",
}  # fmt: skip
# What must have been opened by following links, beside what the journeys open.
OPENED = {
    "coordinator:past_month", "covenants:covenant", "covenants:drafts", "landlord:feedback_file",
    "landlord:signal_receipt", "mfa_index", "people:people", "privacy:breaches", "privacy:desk",
    "privacy:evaluations", "privacy:policy", "privacy:proof", "privacy:reviews", "privacy:trace", "witness:receipt",
}  # fmt: skip
CODE, TOLD = "0988", f"{birds.SURNAMES[0]} {birds.BSNS[0]} {birds.STREET} € 13.377,11 {birds.WORDS}"


@pytest.fixture(autouse=True)
def in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """What an installation would write to stderr: the shipped logging, and every level but that of Django's queries."""
    written = io.StringIO()
    shipped = copy.deepcopy(settings.LOGGING)
    shipped["handlers"]["stderr"]["stream"] = written
    shipped["root"]["level"] = "DEBUG"
    logging.config.dictConfig(shipped)
    yield written
    logging.config.dictConfig(settings.LOGGING)


@pytest.fixture
def town(tmp_path: Path, log_lines: io.StringIO) -> Town:
    return settle(tmp_path)


def places(town: Town, log_lines: io.StringIO, capfd: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    """Everything that is no page with data, by what it is."""
    out, err = capfd.readouterr()
    return {
        "log lines": [log_lines.getvalue()],
        "output": [out],
        "stderr": [err],
        "queue": [str(one) for one in DBTaskResult.objects.values()],
        "addresses": readable(town.seen.addresses),
        "pages of errors": town.seen.errors,
        **{f"records: {kind.KIND}": [str(one) for one in kind.objects.values()] for kind in log_kinds()},
    }


def work_the_cases(town: Town) -> None:
    """A director does with the cases all that can be done, a helper with what is referred; much of it in vain."""
    director, helper = town.robots[Role.CASE_DIRECTOR], town.robots[Role.SOCIAL_WORKER]
    cases = director.links("/werklijst/", "/zaken/")
    for case in cases:
        director.send(case, "/oppakken/")
    first = cases[0]
    colleague = str(town.world.town.person(Role.COORDINATOR).pk)
    for step in STEPS:
        with contextlib.suppress(LookupError):
            director.send(first, f"/{step}/", second_person=colleague)
    director.send(cases[1], "/afsluiten/", result=Result.ALREADY_KNOWN, sub_reason="")
    director.send(cases[1], "/heropenen/")
    for case in cases[2:]:  # who of them has a benefit decides what is offered
        with contextlib.suppress(LookupError):
            director.send(case, "/inhouden/")
    write_and_send(director, first)
    for answers in (("weigeren",), ("aannemen", "terugmelden")):
        referral = refer(director, helper, cases[1:])
        for step in answers:
            helper.send(referral, f"/{step}/")


def write_and_send(director: Robot, case: str) -> None:
    """Make an appointment, edit and print a letter, and queue messages of which the text is full of canaries."""
    director.send(
        case + "afspraak/", "/afspraak/", on="2026-04-20", starts="10:00", ends="11:00", second_person=""
    )
    for what in ("informing:letter", "call-me:mail", "call-me:sms"):
        written = director.send(case + "brief/", "/brief/", what=what)
        if written.status_code == 302:
            address = written["Location"]
            director.send(address, address, doe="bewaren")
            director.post(address, {"doe": "versturen", "version": "2"})
            director.get(address + "pdf/")
    director.send("/post/", "/post/")
    hand_over_queued(actor=system_actor(CODE))


def refer(director: Robot, helper: Robot, cases: Sequence[str]) -> str:
    """Refer the first case that the covenant lets social work have, and return the address of its referral."""
    for case in cases:
        with contextlib.suppress(LookupError):
            director.send(case, "/doorgeleiden/", party="amw")
        if referrals := helper.links("/verwijzingen/", "/verwijzingen/"):
            return referrals[-1]
    raise LookupError("no case can be referred")


def judge_the_doubts(town: Town) -> None:
    """A coordinator decides about doubtful links and different people, takes one back, looks at the month."""
    coordinator = town.robots[Role.COORDINATOR]
    for doubt in coordinator.links("/twijfels/", "/twijfels/"):
        for step in ("", "ongedaan/"):
            coordinator.get(doubt + step)
            with contextlib.suppress(LookupError):
                coordinator.send(doubt + step, step or urlsplit(doubt).path, reason=birds.WORDS)
    coordinator.get("/maand/")
    coordinator.post(
        "/inlezen/", {"kind": "residents", "as_of": "2026-04-01", "file": io.BytesIO(TOLD.encode())}
    )


def meet(town: Town) -> None:
    """The meeting is planned, a case is tabled, decided about and done; every partner reads its own pack."""
    coordinator = town.robots[Role.COORDINATOR]
    coordinator.send("/overleg/", "/plannen/")
    (meeting, *_) = coordinator.links("/overleg/", "/overleg/")
    coordinator.send(meeting, "/agenderen/", basis="noodzaak")
    coordinator.send(meeting + "houden/", "/aanwezig/")
    (item, *_) = coordinator.links(meeting + "houden/", "/zaak/")
    coordinator.send(item, urlsplit(item).path, due_on="2026-04-20")
    coordinator.send(meeting, "/klaar/")
    coordinator.send(meeting + "houden/", "/afronden/")
    for role in (Role.LANDLORD_CLERK, Role.SOCIAL_WORKER, Role.CASE_DIRECTOR):
        for page in ("", "stukken.pdf", "verslag/", "verslag.pdf"):
            town.robots[role].get(meeting + page)


def read_back(town: Town) -> None:
    """The landlord tells news, fetches receipts and feedback; the privacy officer looks in the logs."""
    clerk, officer = town.robots[Role.LANDLORD_CLERK], town.robots[Role.PRIVACY_OFFICER]
    for delivery in [one for one in clerk.links("/aanleveringen/", "/aanleveringen/") if one.endswith("/")][
        :3
    ]:
        for link in clerk.links(delivery, "/aanleveringen/"):
            clerk.get(link)
        for signal in clerk.links(delivery + "signalen/", "/signaal/")[:3]:
            clerk.get(signal)
            with contextlib.suppress(LookupError):
                clerk.send(signal, "/nieuws/")
    for feedback in ("/terugmeldingen/", "/terugmeldingen/2026-04.csv", "/terugmeldingen/2026-04.xlsx"):
        clerk.get(feedback)
    officer.send("/logboek/", "/logboek/")
    officer.send("/logboek/", "/logboek/", subject=birds.SURNAMES[0])
    for trace in officer.links("/logboek/", "/spoor/")[:2]:
        officer.get(trace)


def read_everything(town: Town) -> set[str]:
    """Everyone opens every kind of page that links lead to from their first one; returns the names of the views."""
    everyone_has = ("/convenanten/", "/account/2fa/")
    return set[str]().union(*(robot.walk(*everyone_has) for robot in town.robots.values()))


def run_the_commands(folder: Path) -> None:
    """Daily work on later days, erasing, sealing, exporting: what the operator does."""
    for on in ("2026-05-20", "2027-06-01"):
        main(["daily", "--on", on])
    for command in (
        ["erase", "--controller", CODE, "--on", "2028-01-01"],
        ["seal"],
        ["export-log", "--controller", CODE, "--to", str(folder / "log")],
        ["export-log", "--controller", CODE, "--shape", "ldv", "--to", str(folder / "ldv.jsonl")],
        ["export-log", "--controller", CODE, "--shape", "decisions", "--to", str(folder / "decisions.jsonl")],
        ["verify", str(folder / "log")],
    ):
        main(command)


@pytest.mark.any_database
def test_l6_no_canary_is_found_after_every_journey(
    town: Town, log_lines: io.StringIO, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Every journey, by page and command.

    Once, on SQLite: what is logged, queued, addressed and recorded is decided outside the database, but for what it
    says itself when it refuses something; that has a test of its own, on both.
    """
    work_the_cases(town)
    judge_the_doubts(town)
    meet(town)
    read_back(town)
    assert read_everything(town) >= OPENED
    work_off_the_queue()
    assert town.seen.statuses[500] == 0
    assert town.seen.sent >= SENT

    run_the_commands(tmp_path)
    exports = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.jsonl")]

    assert birds_per_place(places(town, log_lines, capfd) | {"exports": exports}) == {}


def arrive() -> Town:
    """A town with cases in which nothing is a canary yet, and a robot for each role."""
    world = build_cases().world
    seen = Seen()
    return Town(
        world, seen, {role: Robot(signed_in(one), seen) for role, one in world.town.assignments.items()}
    )


def fail(*_: object, **__: object) -> None:
    """What a library says when it fails may hold what it was given."""
    raise IntegrityError(f"Failing row contains ({TOLD}).")


def refuse(*_: object, **__: object) -> None:
    """The database refuses a row, in its own words: PostgreSQL tells what is in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE refused (told text NOT NULL, times integer CHECK (times = 1))")
        cursor.execute("INSERT INTO refused VALUES (%s, 2)", [TOLD])


def go_wrong(town: Town) -> None:
    """Come by every place where something fails: pages, a delivery, the queue, daily work and erasing."""
    for role, page in ((Role.CASE_DIRECTOR, "/werklijst/"), (Role.LANDLORD_CLERK, "/terugmeldingen/")):
        town.robots[role].get(page)
    town.deliver(row(0), name=f"{birds.SURNAMES[0]}.csv")
    for case in Case.objects.values_list("pk", flat=True):
        town.robots[Role.CASE_DIRECTOR].post(f"/zaken/{case}/oppakken/", {"version": "1"})
    work_up_controller.enqueue(CODE)
    work_off_the_queue()
    main(["daily", "--on", "2026-04-08"])
    main(["erase", "--controller", CODE])


def told_when(
    fails: Callable[..., object],
    places_of_failure: Sequence[str],
    seen: tuple[io.StringIO, pytest.CaptureFixture[str]],
) -> str:
    """Let these places fail in a town without canaries; returns what logs, stderr and queue tell of it.

    Each place must have been come by, and nothing anywhere holds a canary.
    """
    town, come_by = arrive(), set[str]()

    def failing(where: str) -> Callable[..., object]:
        def fail_here(*args: object, **kwargs: object) -> object:
            come_by.add(where)
            return fails(*args, **kwargs)

        return fail_here

    with pytest.MonkeyPatch.context() as patched:
        for where in places_of_failure:
            patched.setattr(where, failing(where))
        go_wrong(town)
    everything = places(town, *seen)
    assert birds_per_place(everything) == {}
    assert come_by == set(places_of_failure)
    return str([everything[place] for place in ("log lines", "stderr", "queue")])


# Made to fail before the database is asked, in its words: what is told of it does not depend on which one that is.
@pytest.mark.any_database
@pytest.mark.parametrize(
    "together",  # places that do not keep each other from being come by
    [
        (
            "tijdig.disclosure.rules.answer",
            "tijdig.casework.services.changing.record_change",
            "tijdig.intake.services.keeping._add_signals",
            "tijdig.casework.asking_first.work_up_signals",
            "tijdig.daily.refresh_facts",
            "tijdig.operations.erase_due",
        ),
        ("tijdig.disclosure.services._record",),
        ("tijdig.disclosure.services.write_rows", "tijdig.casework.queries.worklist.facts_of_case"),
    ],
)
def test_l6_what_goes_wrong_tells_its_kind_and_place_and_nobodys_data(
    together: Sequence[str], log_lines: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "IntegrityError at fail:" in told_when(fail, together, (log_lines, capfd))


def test_l6_what_the_database_says_of_a_row_it_refuses_is_told_nowhere(
    log_lines: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """In a page, in a delivery, in the queue and in daily work; PostgreSQL shows the whole row in what it says."""
    with pytest.raises(IntegrityError) as refusal:
        refuse()
    assert connection.vendor != "postgresql" or birds.BSNS[0] in str(refusal.value)
    together = (
        "tijdig.disclosure.services.write_rows",
        "tijdig.intake.services.keeping._add_signals",
        "tijdig.casework.asking_first.work_up_signals",
        "tijdig.daily.refresh_facts",
    )
    assert "IntegrityError at " in told_when(refuse, together, (log_lines, capfd))


PLANTED = (
    birds.SURNAMES[0], birds.BSNS[0], birds.STREET, "6009kw", "0612093847", "+31612093847", birds.EMAIL.upper(),
    "€ 13.377,11", "1337711", "19-04-1987", "1987-04-19", birds.WORDS,
)  # fmt: skip


@pytest.mark.any_database
def test_l6_a_planted_leak_is_found(log_lines: io.StringIO, capfd: pytest.CaptureFixture[str]) -> None:
    """The search sees: each canary is found in a log line, on stderr, in an address, a page, a task and a record."""
    town = arrive()
    for told in PLANTED:
        logging.getLogger("tijdig").warning("cannot work up %s", told)
        sys.stderr.write(f"{told}\n")
        town.seen.addresses.append(f"/werklijst/?{urlencode({'zoek': told})}")
        town.seen.errors.append(f"<p>{told}</p>")
        with transaction.atomic():
            actor = system_actor(CODE)
            record_event(actor=actor, action="x", object_kind="x", object_id="", details={"told": told})
        work_up_controller.enqueue(told)

    found = {place: len(hits) for place, hits in birds_per_place(places(town, log_lines, capfd)).items()}

    assert {place for place, hits in found.items() if hits >= len(PLANTED)} == {
        "stderr", "addresses", "pages of errors", "queue", "records: event",
    }  # fmt: skip
    assert found["log lines"] >= 6  # long numbers and addresses of e-mail are masked there
