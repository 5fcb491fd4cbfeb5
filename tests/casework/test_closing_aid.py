"""What the closing form proposes: only what can be chosen, with its reason; a person chooses (R34, R40, R41)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.casework.test_results import (
    ACCEPTED,
    ADMITTED,
    ASKED,
    DEAD_OPEN,
    DECLINED,
    GONE,
    HELPED,
    NOBODY,
    NOT_REACHED,
    PAID,
    REACHED,
    TRIED,
)
from tijdig.casework.rules.closing_aid import fitting_results
from tijdig.casework.rules.states import CaseView
from tijdig.ddas import Result

R = Result
AFTER_ACCEPTING = [
    (R.ADVICE_OR_QUICK_FIX, "quick-fix"),
    (R.FOLLOW_UP_FINANCIAL, "accepted"),
    (R.FOLLOW_UP_OTHER, "accepted"),
    (R.NO_HELP_WANTED, "tips"),
]


@pytest.mark.parametrize(
    ("case", "fits"),
    [
        (NOBODY, []),
        (TRIED, [(R.NO_CONTACT, "never-reached")]),
        (NOT_REACHED, []),  # nobody here sought contact: the helper did
        (REACHED, [(R.NO_REACTION, "no-reaction")]),
        (DECLINED, [(R.NO_HELP_WANTED, "declined")]),
        (ACCEPTED, AFTER_ACCEPTING),
        (ADMITTED, AFTER_ACCEPTING),
        (ASKED, []),  # the request is not decided yet (R38)
        (HELPED, [(R.FOLLOW_UP, "helper-helped")]),
        (PAID, [(R.PAID_OR_ARRANGED, "paid")]),
        (replace(REACHED, paid_reported=True), [(R.PAID_OR_ARRANGED, "paid")]),
        (GONE, [(R.NOT_RESIDENT, "proposed")]),
        (DEAD_OPEN, []),  # the household is not decided about yet (R26)
        (replace(GONE, attempts=1), [(R.NOT_RESIDENT, "proposed"), (R.NO_CONTACT, "never-reached")]),
    ],
)
def test_r40_r41_the_form_proposes_what_fits_and_can_be_chosen(
    case: CaseView, fits: list[tuple[Result, str]]
) -> None:
    found = fitting_results(case)
    assert [(one.result, one.why.code.removeprefix("casework.fits-")) for one in found] == fits
