"""The collection pause as a truth table (R45), its last day and its check (R46)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from tests.casework.town import shipped
from tijdig.casework.rules.partner_news import PartnerNews, PaymentNews
from tijdig.casework.rules.pause import (
    PAUSE_FACTS_NL,
    PauseFact,
    PauseFacts,
    brings_pause,
    collection_pause,
    pause_facts,
)
from tijdig.casework.rules.results import HELPED
from tijdig.covenant.rules.period import Period
from tijdig.covenant.rules.terms import PauseTerms
from tijdig.ddas import Result

TERMS = PauseTerms(True, Period(days=30), Period(days=20))
ALL = PauseFacts(date(2026, 3, 2), date(2026, 3, 10), date(2026, 3, 12), instalments_paid=True)
TODAY = date(2026, 3, 20)


@pytest.mark.parametrize("held", list(product((True, False), repeat=4)), ids=str)
def test_r45_collection_rests_only_when_all_four_hold(held: tuple[bool, bool, bool, bool]) -> None:
    signalled, accepted, fed_back, paid = held
    facts = PauseFacts(
        ALL.signalled_on if signalled else None,
        ALL.accepted_on if accepted else None,
        ALL.fed_back_on if fed_back else None,
        instalments_paid=paid,
    )
    pause = collection_pause(facts, TERMS, TODAY)
    assert pause.running is all(held)
    assert pause.missing == tuple(fact for fact, holds in zip(PauseFact, held, strict=True) if not holds)


@pytest.mark.parametrize(
    ("on", "running"),
    [
        (date(2026, 3, 11), False),  # not yet fed back
        (date(2026, 3, 12), True),
        (date(2026, 4, 11), True),  # day 30
        (date(2026, 4, 12), False),
    ],
)
def test_r45_it_runs_from_the_last_fact_up_to_day_thirty(on: date, *, running: bool) -> None:
    assert collection_pause(ALL, TERMS, on).running is running


def test_r45_it_ends_when_a_condition_falls() -> None:
    fallen = replace(ALL, instalments_paid=False, stopped_on=date(2026, 3, 18))
    assert collection_pause(fallen, TERMS, date(2026, 3, 18)).running
    assert not collection_pause(fallen, TERMS, date(2026, 3, 19)).running
    assert collection_pause(fallen, TERMS, TODAY).last_day == date(2026, 3, 18)


def test_r46_progress_is_checked_on_the_covenants_day() -> None:
    assert collection_pause(ALL, TERMS, TODAY).check_on == date(2026, 4, 1)


def test_unknown_instalments_are_no_instalments() -> None:
    pause = collection_pause(replace(ALL, instalments_paid=None), TERMS, TODAY)
    assert (pause.running, pause.missing) == (False, (PauseFact.INSTALMENTS_PAID,))


def test_r45_the_days_are_known_before_the_instalments_are() -> None:
    waiting = collection_pause(replace(ALL, instalments_paid=None), TERMS, TODAY)
    running = collection_pause(ALL, TERMS, TODAY)
    assert (waiting.starts_on, waiting.last_day) == (running.starts_on, running.last_day)
    assert waiting.last_day == date(2026, 4, 11)
    assert collection_pause(replace(ALL, fed_back_on=None), TERMS, TODAY).starts_on is None


def test_r9_without_a_pause_in_the_covenant_the_landlord_goes_on() -> None:
    pause = collection_pause(ALL, PauseTerms(possible=False), TODAY)
    assert (pause.running, pause.missing, pause.last_day) == (False, (), None)


def test_every_fact_has_words() -> None:
    assert set(PAUSE_FACTS_NL) == set(PauseFact)


ENDED = date(2026, 3, 12)
PAID, MISSED = PaymentNews.INSTALMENTS_PAID, PaymentNews.INSTALMENT_MISSED


@pytest.mark.parametrize(
    ("told", "paid", "stopped"),
    [
        ([], None, None),
        ([(14, PAID)], True, None),
        ([(14, MISSED)], False, None),  # it never ran
        ([(14, MISSED), (16, PAID)], True, None),
        ([(14, PAID), (18, MISSED)], False, date(2026, 3, 18)),
        ([(14, PAID), (18, MISSED), (20, PAID)], False, date(2026, 3, 18)),  # once over, it stays over
        ([(11, PAID)], None, None),  # said before there was anything to pause
        ([(14, None)], None, None),  # the arrears were paid: no word about instalments
    ],
)
def test_r45_what_the_landlord_told_of_the_instalments(
    told: list[tuple[int, PaymentNews | None]], paid: bool | None, stopped: date | None
) -> None:
    news = [PartnerNews(date(2026, 3, day), payment=payment) for day, payment in told]
    facts = pause_facts(date(2026, 3, 2), ENDED, news)
    assert (facts.instalments_paid, facts.stopped_on) == (paid, stopped)
    assert {facts.accepted_on, facts.fed_back_on} == {ENDED}


@pytest.mark.parametrize("name", ["weert", "sittard-geleen", "landelijk"])
def test_r45_only_results_told_as_accepted_bring_a_pause_and_only_where_the_covenant_has_one(
    name: str,
) -> None:
    covenant = shipped(name)
    bring = {result for result in Result if brings_pause(covenant, result)}
    assert bring == (HELPED if covenant.pause.possible else set())
    assert covenant.pause.possible is (name != "weert")
