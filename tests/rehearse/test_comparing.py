"""What two covenants make of the same signals, next to each other: counts, and the cases that come out otherwise."""

from __future__ import annotations

from datetime import date

from tijdig.rehearse.comparing import ChangedCase, Counted, Done, Fate, Placed, compare

SOON, LATER = date(2026, 4, 10), date(2026, 5, 1)
NUMBERS = {"s1": "2026-0001", "s2": "2026-0001", "s3": "2026-0002", "s4": "2026-0003"}


def taken(case: str) -> Fate:
    return Fate(status="Opgepakt", case=case)


NOW = Done(
    {"s1": taken("Z1"), "s2": taken("Z1"), "s3": taken("Z2"), "s4": taken("Z3")},
    {"Z1": Placed("amw", 1, SOON), "Z2": Placed("participatiewet", 2, LATER), "Z3": Placed("amw", 3, LATER)},
)


def test_nothing_changes_when_both_do_the_same() -> None:
    same = compare(NOW, NOW, NUMBERS)
    assert (same.signals, same.cases_now, same.cases_then, same.changed, same.cases) == (4, 3, 3, 0, ())
    assert same.statuses == (Counted("Opgepakt", 4, 4),)


def test_a_case_that_falls_away_does_not_move_the_others() -> None:
    then = Done({**NOW.fates, "s1": Fate(("covenant.x",)), "s2": Fate(("covenant.x", "covenant.y"))},
                {"Z2": Placed("participatiewet", 1, LATER), "Z3": Placed("amw", 2, LATER)})  # fmt: skip
    found = compare(NOW, then, NUMBERS)
    assert found.refused == (Counted("covenant.x", 0, 2), Counted("covenant.y", 0, 1))
    assert found.cases == (ChangedCase("2026-0001", "amw", None, None, None, "2026-04-10", ""),)
    assert (found.changed, found.other_place) == (1, 0)


def test_route_place_and_term_are_told_apart() -> None:
    then = Done(
        NOW.fates, {"Z1": Placed("amw", 2, LATER), "Z2": Placed("amw", 1, LATER), "Z3": NOW.cases["Z3"]}
    )
    found = compare(NOW, then, NUMBERS)
    assert (found.other_route, found.other_place, found.other_term, found.changed) == (1, 2, 1, 2)
    assert found.routes == (Counted("amw", 2, 3), Counted("participatiewet", 1, 0))
    assert found.cases[0] == ChangedCase("2026-0001", "amw", "amw", 1, 2, "2026-04-10", "2026-05-01")


def test_a_new_case_has_no_number_yet_and_what_is_kept_holds_no_signal() -> None:
    then = Done({**NOW.fates, "s2": taken("Z9")}, {**NOW.cases, "Z9": Placed(None, 4, SOON)})
    found = compare(NOW, then, {})
    assert found.cases == (ChangedCase("", None, None, None, None, "", "2026-04-10"),)
    assert not any(signal in str(found.as_json()) for signal in NOW.fates)
