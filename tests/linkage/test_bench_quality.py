"""What is published about linkage is counted right, on files that are the same for the same seed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.linkage_quality import keeping
from benchmarks.linkage_quality.comparing import Scored, certain_recall, recall_above, recall_at
from benchmarks.linkage_quality.files import NOISES, TRUTH_COLUMNS, make_files
from benchmarks.linkage_quality.keeping import keep_tally, kept_tally
from benchmarks.linkage_quality.report import GOALS, figures, missed
from benchmarks.linkage_quality.scoring import Tally, upper_bound
from tijdig.linkage.files import LINK_COLUMNS, link_files


@pytest.mark.parametrize(
    ("events", "trials", "bound"),
    # From tables of the exact binomial bound: with none seen, 1 - 0.05^(1/n).
    [
        (0, 3, 0.6316),
        (0, 100, 0.0295),
        (0, 60_000, 0.0000499),
        (1, 100, 0.0466),
        (5, 50, 0.1988),
        (4, 4, 1.0),
    ],
)
def test_the_bound_is_the_exact_one(events: int, trials: int, bound: float) -> None:
    assert upper_bound(events, trials) == pytest.approx(bound, rel=0.002)


TRUTH = [
    ("S1", "P1", "H1", "rent", "own name", "Dutch", ""),
    ("S2", "P2", "H2", "rent", "own name", "Dutch", "Written by ear; No initials"),
    ("S3", "P3", "H3", "energy", "own name", "Frisian", "Written by ear"),
    ("S4", "P4", "H4", "energy", "own name", "Frisian", ""),
    ("S5", "", "", "rent", "own name", "", "not in the register"),
    ("S6", "P6", "H6", "rent", "own name", "Dutch", ""),
    ("S7", "P7", "H7", "rent", "own name", "Dutch", ""),
]
LINKS = [
    ("S1", "P1", "H1", "certain", "A1", "", "", "P1", ""),
    ("S2", "P9", "H2", "certain", "A1", "", "", "P9", ""),  # another in the household
    ("S3", "P8", "H8", "review", "R1", "P3", "1", "P8 P3", ""),
    ("S4", "", "", "none", "N0", "", "", "", ""),
    ("S5", "P5", "H5", "certain", "A2", "", "", "P5", ""),  # not in the register, and yet linked
    ("S6", "P6", "H6", "review", "A3", "", "", "P6", "-line-switched-off"),
    ("S7", "P1", "H1", "review", "A3", "", "", "P1", "-line-switched-off -close-second"),
]


@pytest.fixture
def tally(tmp_path: Path) -> Tally:
    for name, columns, rows in (("truth", TRUTH_COLUMNS, TRUTH), ("links", LINK_COLUMNS, LINKS)):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
    counted = Tally()
    counted.score(tmp_path / "truth", tmp_path / "links")
    return counted


def test_links_are_held_against_the_truth(tally: Tally) -> None:
    assert (tally.signals, tally.certain_links, tally.certain_wrong) == (7, 3, 1)
    assert (tally.all.known, tally.all.certain, tally.all.linked, tally.first_in_review) == (6, 1, 3, 2)
    assert (tally.wrong_person["A1"], tally.wrong_household["A1"], tally.wrong_household["A2"]) == (1, 0, 1)


def test_runs_are_pooled(tally: Tally) -> None:
    both = Tally()
    both.pool(tally)
    both.pool(tally)

    assert (both.signals, both.certain_links, both.certain_wrong, both.first_in_review) == (14, 6, 2, 4)
    assert (both.all.known, both.links["A1"], both.tiers["certain"]) == (12, 4, 6)
    assert both.kinds["slip"]["Written by ear"].known == 4


def test_what_a_seed_came_to_is_kept_until_rules_change(
    tally: Tally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_tally(tmp_path / "kept.json", tally)

    assert kept_tally(tmp_path / "kept.json") == tally
    monkeypatch.setattr(keeping, "mark", lambda: "other rules")
    assert kept_tally(tmp_path / "kept.json") is None


def test_a_line_that_is_switched_off_is_measured_as_if_it_were_on(tally: Tally) -> None:
    assert (tally.links["A3"], tally.wrong_household["A3"]) == (1, 0)


def test_equal_treatment_is_the_distance_between_the_groups(tally: Tally) -> None:
    assert tally.kinds["group"]["Frisian"].linked == 1
    assert tally.spread("group") == pytest.approx(0.0)
    assert tally.spread("partner") == pytest.approx(0.0)
    assert tally.kinds["slip"]["Written by ear"].known == 2


def test_the_report_says_which_goals_are_missed_and_what_was_lost(tally: Tally) -> None:
    wrong, certain, *_ = figures(tally, GOALS["realistic"])

    assert wrong.cells[-1] == certain.cells[-1] == "**no**"
    assert "| none | 4 | 25.0% | 50.0% | 2 | 66.7% |" in missed(tally)


def test_a_seed_gives_the_same_files_and_most_of_them_are_linked(tmp_path: Path) -> None:
    one, again = (make_files(tmp_path / name, residents=3_000, signals=400, seed=9) for name in "ab")

    assert one.register.read_bytes() == again.register.read_bytes()
    for noise in NOISES:
        assert one.signals[noise].read_bytes() == again.signals[noise].read_bytes()
        counted = Tally()
        links = tmp_path / f"links-{noise}"
        link_files(one.register, one.signals[noise], links, municipality="9901")
        counted.score(one.truth[noise], links)
        assert counted.certain_wrong == 0
        assert counted.all.certain / counted.all.known > 0.85
        assert counted.all.linked / counted.all.known > 0.97


ANSWERS = [
    Scored(weight=9.0, ahead=9.0, right=True),
    Scored(weight=8.0, ahead=0.5, right=False),
    Scored(weight=7.0, ahead=8.0, right=True),
    Scored(weight=6.0, ahead=8.0, right=True),
    Scored(weight=6.0, ahead=8.0, right=False),
]


def test_another_engine_is_given_the_threshold_that_suits_it_best() -> None:
    assert recall_at(1.0, ANSWERS, 4, distances=(0,)) == (0.25, 9.0, 0.0)
    assert recall_at(1.0, ANSWERS, 4) == (0.5, 7.0, 1.0)
    assert recall_at(0.6, ANSWERS, 4, distances=(0,)) == (0.75, 6.0, 0.0)
    assert recall_above(7.0, ANSWERS, 4) == (0.5, pytest.approx(2 / 3))


def test_ours_is_asked_for_what_it_calls_certain(tmp_path: Path, tally: Tally) -> None:
    tiers = {row[0]: (row[3], row[1]) for row in LINKS}

    assert tally.all.known == 6
    assert certain_recall(tiers, tmp_path / "truth") == (pytest.approx(1 / 6), pytest.approx(1 / 3))
