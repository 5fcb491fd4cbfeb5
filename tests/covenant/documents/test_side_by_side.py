"""Two versions beside each other, in plain words: nothing that changed is left out, and nothing else is told."""

from __future__ import annotations

import pytest

from tests.covenant.documents.changing import content_of, covenant_from, unseen_changes, with_value, without
from tijdig.covenant.profiles import PROFILES, profile
from tijdig.covenant.rules.documents.side_by_side import Difference, side_by_side


@pytest.mark.parametrize("name", PROFILES)
def test_a_covenant_does_not_differ_from_itself(name: str) -> None:
    assert side_by_side(profile(name), profile(name)) == ()


def test_each_change_of_the_file_is_told() -> None:
    """The covenant itself is the side it is compared with, so unchanged means: no difference."""
    before = covenant_from(content_of("weert"))
    assert (
        unseen_changes("weert", tuple(content_of("weert")), lambda after: side_by_side(before, after)) == []
    )


def test_a_threshold_is_told_as_the_sentence_it_was_and_the_sentence_it_becomes() -> None:
    content = content_of("weert")
    after = with_value(content, ("aanlevering", "drempel", "maanden"), 3)

    assert side_by_side(covenant_from(content), covenant_from(after)) == (
        Difference(
            "Bijlage 5, 5.4",
            "Signalen geven",
            ("Een melder geeft pas een signaal bij 2 maanden achterstand of meer.",),
            ("Een melder geeft pas een signaal bij 3 maanden achterstand of meer.",),
        ),
    )


def test_what_comes_and_what_lapses_has_one_side() -> None:
    content = content_of("weert")
    less = without(content, ("uitwisseling", 0))
    (lapsed,) = [
        one for one in side_by_side(covenant_from(content), covenant_from(less)) if one.place.endswith("U1")
    ]
    (added,) = [
        one for one in side_by_side(covenant_from(less), covenant_from(content)) if one.place.endswith("U1")
    ]

    assert (lapsed.old, lapsed.new) == (added.new, ())
    assert added.old == ()


def test_another_order_of_the_routes_is_a_change() -> None:
    content = content_of("weert")
    turned = with_value(content, ("route",), list(reversed(content["route"])))
    told = side_by_side(covenant_from(content), covenant_from(turned))

    assert [one.heading for one in told] == ["Wie helpt wie", "Wie helpt wie"]
    assert told[0].old[0].startswith("8.5. ")
    assert told[0].new[0].startswith("8.4. ")
