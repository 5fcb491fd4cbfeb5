"""A rehearsal runs the very same rules: the demo's months, played in the database and rehearsed, come out equal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine

from tests.sealed import person_of
from tijdig.actors import Actor, Role, system_actor
from tijdig.casework.models import Case
from tijdig.casework.rules.states import CaseState
from tijdig.casework.services import work_up_signals
from tijdig.ddas import Result, SignalStatus
from tijdig.demo.agreement import covenant_text
from tijdig.demo.month import deliver, play
from tijdig.demo.people import invent_town
from tijdig.demo.register import benefit_list, register_extract
from tijdig.demo.story import tell_story
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.linkage.queries import notifications_with_different_people, review_queue
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.linkage.services import decide_link, settle_different_people
from tijdig.parties.models import Partnership
from tijdig.rehearse.command import Arguments, run

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = NOW.date()
TOWN = invent_town(TODAY)
STORY = tell_story(TOWN, TODAY)
AGAIN_ON = date(2026, 11, 7)
PART, WHOLE = "een-deel-opnieuw.csv", "helemaal-opnieuw.csv"
WEERT = "0988"
SYSTEM = system_actor(WEERT)
COORDINATOR = Actor(uuid4(), uuid4(), WEERT, "gemeente-weert", Role.COORDINATOR)

type Key = tuple[str, str, str]  # party, reference, day of receipt


def after_each_month(line: str) -> None:
    """Do what people do between the months; after November's run, some rows of it come again.

    The cases of a month are closed before the next one: a rehearsal takes that to be so.
    """
    if not line.endswith("geopend"):
        return
    decide_everything()
    on = Signal.objects.latest("received_on").received_on
    if on != STORY.months[-1].received_on:
        close_everything(on)
    if on == STORY.months[2].received_on:
        party = Partnership.objects.get(controller_id=WEERT, party_code="wonen-limburg")
        clerk = Actor(uuid4(), party.organisation_id, WEERT, party.party_code, Role.LANDLORD_CLERK)
        for name, content in AGAIN.items():
            accepted, _ = deliver(clerk, name, content, AGAIN_ON)
            assert bool(accepted) == (name == PART)
        work_up_signals(actor=SYSTEM, on=AGAIN_ON)
        decide_everything()


def decide_everything() -> None:
    """Confirm first candidates, and leave neighbours together."""
    for link in list(review_queue(WEERT).filter(outcome=Outcome.REVIEW)):
        first = link.candidates.order_by("position").first()
        assert first is not None
        decide_link(actor=COORDINATOR, link_id=link.pk, candidate_id=first.pk, reason="past")
    on = Signal.objects.latest("received_on").received_on
    work_up_signals(actor=SYSTEM, on=on)
    for notification in list(notifications_with_different_people(WEERT)):
        settle_different_people(actor=COORDINATOR, notification_id=notification.pk, together=True)
    work_up_signals(actor=SYSTEM, on=on)


def close_everything(on: date) -> None:
    Case.objects.filter(closed_on__isnull=True).update(
        state=CaseState.CLOSED, closed_on=on, result=Result.NO_CONTACT, proposed_result=""
    )


@pytest.fixture
def played(db: None) -> None:
    """The demo's months, with rows that come again as repeats, as corrections, and as a whole (K4, R21)."""
    with time_machine.travel(NOW, tick=False):
        play(TODAY, after_each_month)


def again() -> dict[str, bytes]:
    """Files of Wonen Limburg that come on the seventh: October's but for one row, and October's as it was."""
    october = STORY.months[1]
    part = replace(october, rows={"wonen-limburg": october.rows["wonen-limburg"][1:]})
    return {PART: part.export("wonen-limburg"), WHOLE: october.export("wonen-limburg")}


AGAIN = again()


@pytest.fixture
def report(tmp_path: Path) -> dict:
    (tmp_path / "weert.toml").write_text(covenant_text(TODAY), encoding="utf-8")
    (tmp_path / "residents.csv").write_text(register_extract(TOWN), encoding="utf-8")
    (tmp_path / "benefits.csv").write_text(benefit_list(TOWN, TODAY), encoding="utf-8")
    deliveries = []
    for month in STORY.months:
        for party in month.rows:
            path = tmp_path / f"{party}-{month.received_on}.csv"
            path.write_bytes(month.export(party))
            deliveries.append(f"{party}@{month.received_on}={path}")
    for name, content in AGAIN.items():
        (tmp_path / name).write_bytes(content)
        deliveries.append(f"wonen-limburg@{AGAIN_ON}={tmp_path / name}")
    out = tmp_path / "report.json"
    given = Arguments(
        tmp_path / "weert.toml",
        "",
        tmp_path / "residents.csv",
        tmp_path / "benefits.csv",
        tuple(deliveries),
        out,
    )
    printed = StringIO()
    assert run(given, printed) == 0, printed.getvalue()
    return json.loads(out.read_text())


def as_run(link: Link) -> dict[str, object]:
    notification = link.notification
    return {
        "outcome": link.outcome,
        "resident": link.person or None,
        "register": link.register_state,
        "rule": link.rule_id,
        "pattern": notification.patterns if notification else [],
        "repeat": link.repeat,
        "status": link.signal.status,
    }


def rehearsed_routes(report: dict, keys: dict[str, Key]) -> dict[frozenset[Key], str]:
    return {
        frozenset(keys[signal] for signal in case["signals"]): case["route"] or "" for case in report["cases"]
    }


def routes_of_the_run() -> dict[frozenset[Key], str]:
    found: dict[frozenset[Key], str] = {}
    for case in Case.objects.prefetch_related("notification__links__signal"):
        signals = [link.signal for link in case.notification.links.all() if link.undone_at is None]
        taken_up = [signal for signal in signals if signal.status == SignalStatus.TAKEN_UP]
        about = frozenset(map(key_of, taken_up or signals))
        found[about] = case.route
    return found


def key_of(signal: Signal) -> Key:
    return signal.party_code, signal.reference, str(signal.received_on)


@pytest.mark.any_database
@pytest.mark.usefixtures("played")
def test_r19_to_r30_the_months_come_out_as_they_do_in_the_running_system(report: dict) -> None:
    days = {one["file"]: one["receivedOn"] for one in report["deliveries"]}
    keys = {one["id"]: (one["party"], one["reference"], days[one["file"]]) for one in report["signals"]}
    rehearsed = {keys[one["id"]]: one for one in report["signals"]}
    links = Link.objects.filter(undone_at__isnull=True).select_related("signal", "notification")
    ran = {key_of(link.signal): as_run(link) for link in links}
    assert len(ran) == Signal.objects.count()
    assert set(rehearsed) == set(ran)

    told = {key: {name: one[name] for name in ran[key]} for key, one in rehearsed.items()}
    for one in told.values():  # a rehearsal stores nothing, so it tells the BSN itself
        one["resident"] = person_of("0988", one["resident"] or "") or None
    assert [(key, one, ran[key]) for key, one in told.items() if one != ran[key]] == []
    routes = routes_of_the_run()
    assert rehearsed_routes(report, keys) == routes

    # Enough happens in these months to be worth comparing.
    assert set(routes.values()) >= {"participatiewet", "maatschappelijk-werk"}
    assert any(one["repeat"] for one in rehearsed.values())
    by_file = {one["file"]: one for one in report["deliveries"]}
    assert (by_file[PART]["corrected"] > 0, by_file[PART]["alreadyKnown"]) == (True, 0)
    assert by_file[WHOLE]["alreadyKnown"] + by_file[WHOLE]["corrected"] == by_file[WHOLE]["accepted"]
