"""The decision table keeps its promises, whatever stands in its lines."""

from __future__ import annotations

from itertools import product

import pytest

from tijdig.linkage.rules.decision_table import HERE, HERE_OR_NO_ADDITION, SAME_NAME, TABLE, Line, line
from tijdig.linkage.rules.levels import (
    MEANINGS,
    AddressLevel,
    BirthDateLevel,
    InitialsLevel,
    NameLevel,
    meaning,
)
from tijdig.linkage.rules.measured import ERROR_BOUNDS, ERROR_LIMIT
from tijdig.linkage.rules.outcomes import Outcome

CERTAIN = [entry for entry in TABLE if entry.outcome is Outcome.CERTAIN]
ids = [entry.rule_id for entry in CERTAIN]


def test_every_line_has_its_own_id_and_sentences() -> None:
    assert len({entry.rule_id for entry in TABLE}) == len(TABLE)
    assert len({entry.nl for entry in TABLE} | {entry.en for entry in TABLE}) == 2 * len(TABLE)
    assert all(line(entry.rule_id) is entry for entry in TABLE)


def test_every_answer_has_its_meaning() -> None:
    levels = [*AddressLevel, *NameLevel, *BirthDateLevel, *InitialsLevel]

    assert [str(entry.level) for entry in MEANINGS] != []
    assert all(meaning(level).level is level for level in levels)
    assert len(MEANINGS) == len(levels)


@pytest.mark.parametrize("entry", CERTAIN, ids=ids)
def test_certain_never_rests_on_another_name(entry: Line) -> None:
    assert NameLevel.FAR not in entry.name


@pytest.mark.parametrize("entry", CERTAIN, ids=ids)
def test_certain_never_goes_against_a_birth_date_and_against_initials_only_with_all_else_whole(
    entry: Line,
) -> None:
    if InitialsLevel.CONFLICT in entry.initials:  # ledgers write the initial of the name one goes by
        assert entry.address <= HERE_OR_NO_ADDITION
        assert entry.name <= SAME_NAME
        assert entry.birth_date == {BirthDateLevel.EXACT}
    assert not entry.birth_date & {BirthDateLevel.CONFLICT, BirthDateLevel.YEAR}


@pytest.mark.parametrize("entry", CERTAIN, ids=ids)
def test_certain_has_two_anchors(entry: Line) -> None:
    away = entry.address - {AddressLevel.EXACT, AddressLevel.ADDITION_MISSING, AddressLevel.FORMER}
    if away:
        # Elsewhere: what hardly anyone shares, or close by with the whole birth date and at least two initials.
        assert entry.birth_date == {BirthDateLevel.EXACT}
        assert InitialsLevel.MISSING not in entry.initials
        assert entry.rare or (AddressLevel.OTHER not in away and entry.initials == {InitialsLevel.TWO})
    if BirthDateLevel.MISSING in entry.birth_date:
        # No birth date: the very address, the very name and at least two initials.
        assert entry.address == HERE
        assert NameLevel.NEAR not in entry.name
        assert entry.initials == {InitialsLevel.TWO}


@pytest.mark.parametrize("entry", CERTAIN, ids=ids)
def test_certain_makes_up_for_a_birth_date_with_a_slip_or_a_gap(entry: Line) -> None:
    if entry.birth_date == {BirthDateLevel.EXACT}:
        return
    assert InitialsLevel.MISSING not in entry.initials
    if NameLevel.NEAR in entry.name or AddressLevel.FORMER in entry.address:
        assert entry.initials == {InitialsLevel.TWO}


def test_elsewhere_asks_for_someone_rarer_than_close_by() -> None:
    far = [entry.strangers for entry in CERTAIN if AddressLevel.OTHER in entry.address]
    close = [entry.strangers for entry in CERTAIN if entry.rare and AddressLevel.OTHER not in entry.address]

    assert far == [0.001]
    assert close == [0.01]


def test_every_certain_line_and_no_other_has_a_measured_error() -> None:
    assert set(ERROR_BOUNDS) == {entry.rule_id for entry in CERTAIN}


@pytest.mark.parametrize(
    ("bound", "outcome"),
    [(0.0, Outcome.CERTAIN), (ERROR_LIMIT, Outcome.CERTAIN), (ERROR_LIMIT + 0.01, Outcome.REVIEW)],
)
def test_a_line_whose_measured_error_passes_the_limit_is_switched_off(
    monkeypatch: pytest.MonkeyPatch, bound: float, outcome: Outcome
) -> None:
    monkeypatch.setitem(ERROR_BOUNDS, "A1", bound)  # type: ignore[arg-type]

    assert line("A1").decides is outcome
    assert line("R1").decides is Outcome.REVIEW


def test_a_line_that_nobody_measured_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ERROR_BOUNDS, "A1")  # type: ignore[arg-type]

    assert line("A1").is_switched_off
    assert not line("R1").is_switched_off


def test_a_better_answer_never_makes_a_worse_decision() -> None:
    """Improving one answer while the others stay may not turn certain into review, or review into none."""
    order = {Outcome.CERTAIN: 0, Outcome.REVIEW: 1, Outcome.NONE: 2}
    births = [
        BirthDateLevel.EXACT,
        BirthDateLevel.SWAPPED,
        BirthDateLevel.INCOMPLETE,
        BirthDateLevel.MISSING,
        BirthDateLevel.CONFLICT,
    ]
    initials = [InitialsLevel.TWO, InitialsLevel.ONE, InitialsLevel.CONFLICT]
    addresses = [AddressLevel.EXACT, AddressLevel.ADDITION_DIFFERS, AddressLevel.NEAR, AddressLevel.OTHER]
    scales = (addresses, list(NameLevel), births, initials)

    for positions in product(*(range(len(scale)) for scale in scales)):
        here = decide(*(scale[at] for scale, at in zip(scales, positions, strict=True)))  # type: ignore[arg-type]
        for axis, at in enumerate(positions):
            if at:
                better = [*positions[:axis], at - 1, *positions[axis + 1 :]]
                there = decide(*(scale[at] for scale, at in zip(scales, better, strict=True)))  # type: ignore[arg-type]
                assert order[there] <= order[here], (positions, better)


def decide(
    address: AddressLevel, name: NameLevel, birth_date: BirthDateLevel, initials: InitialsLevel
) -> Outcome:
    """Read the table as a person would, for someone whose combination is not rare."""
    for entry in TABLE:
        if (
            not entry.rare
            and address in entry.address
            and name in entry.name
            and birth_date in entry.birth_date
            and initials in entry.initials
        ):
            return entry.outcome
    return Outcome.NONE
