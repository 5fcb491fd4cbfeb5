"""How long what is kept, from the covenants' own terms (R29, R53, R54)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.town import shipped
from tijdig.casework.rules.results import HELPED
from tijdig.covenant.rules.document import Retention, RetentionEnd, RetentionStart
from tijdig.covenant.rules.period import Period
from tijdig.ddas import Result
from tijdig.rights.rules.informing import Informing, is_overdue
from tijdig.rights.rules.retention import (
    drop_triage_facts_from,
    erase_case_from,
    erase_signal_from,
    keeps_matching_data_only,
)

CLOSED = date(2026, 4, 1)


@pytest.mark.parametrize("covenant", ["weert", "sittard-geleen", "landelijk"])
@pytest.mark.parametrize("result", list(Result))
def test_r53_a_case_ends_by_its_covenant_unless_help_was_accepted(covenant: str, result: Result) -> None:
    ending = erase_case_from(shipped(covenant), closed_on=CLOSED, result=result)

    if result in HELPED:
        assert ending.erase_from is None  # the municipal selection list governs
    else:
        assert ending.erase_from is not None
        assert ending.erase_from > CLOSED


def test_r53_weert_erases_six_months_after_closing() -> None:
    ending = erase_case_from(shipped("weert"), closed_on=CLOSED, result=Result.NO_HELP_WANTED)

    assert ending.erase_from == date(2026, 10, 1)


@given(months=st.integers(1, 60))
def test_r53_the_longest_term_that_ends_in_destruction_holds(months: int) -> None:
    weert = shipped("weert")
    kept = Retention(Period(months=months), RetentionStart.CLOSING, RetentionEnd.DESTROY)
    changed = replace(weert, exchanges=(replace(weert.exchanges[0], retention=kept), *weert.exchanges[1:]))

    ending = erase_case_from(changed, closed_on=CLOSED, result=Result.NO_CONTACT)

    assert ending.erase_from == Period(months=max(months, 6)).after(CLOSED)


def test_r21_a_signal_that_made_no_case_ends_by_its_own_exchange() -> None:
    end = erase_signal_from(shipped("weert"), party="st-joseph", received_on=CLOSED)

    assert end == date(2026, 10, 1)


def test_r29_facts_for_triage_end_three_months_after_they_were_fetched() -> None:
    assert drop_triage_facts_from(shipped("weert"), retrieved_on=CLOSED) == date(2026, 7, 1)
    without = replace(shipped("weert"), own_uses=())
    assert drop_triage_facts_from(without, retrieved_on=CLOSED) is None


def test_r54_no_help_no_file() -> None:
    assert {result for result in Result if not keeps_matching_data_only(result)} == HELPED


@pytest.mark.parametrize(
    ("case", "overdue", "why"),
    [
        (Informing(date(2026, 4, 7)), False, "the term runs until the day itself"),
        (Informing(date(2026, 4, 6)), True, "the term has ended"),
        (Informing(date(2026, 4, 6), informed_on=date(2026, 3, 9)), False, "informed"),
        (Informing(date(2026, 5, 1), contact_on=date(2026, 4, 6)), True, "contact, and nothing said"),
        (Informing(date(2026, 5, 1), contact_on=date(2026, 4, 7)), False, "contact today"),
        (Informing(date(2026, 4, 1), proposed=Result.DECEASED), False, "the dead are not informed"),
        (
            Informing(date(2026, 4, 1), proposed=Result.NOT_RESIDENT),
            True,
            "who moved away has the same right",
        ),
    ],
)
def test_r18_a_tenant_is_informed_at_first_contact_and_in_time(
    case: Informing, overdue: bool, why: str
) -> None:
    assert is_overdue(case, date(2026, 4, 7)) is overdue, why
