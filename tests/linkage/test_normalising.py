"""One way to write names, initials and house numbers (R24)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.linkage.rules.normalising import (
    address_key,
    fold,
    given_name_initials,
    house_suffix,
    ledger_initials,
    signal_name,
    sound,
    spell,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Weéß", "weess"),
        ("Vųlĸovā", "vulkova"),
        ("Roussæx", "roussaex"),
        ("ÅLÉÈÇ", "aleec"),
        ("ĳsbeer", "ijsbeer"),
        ("Żáïŀëñøŕ", "zailenor"),
        ("Ðëļŧå", "delta"),
    ],
)
def test_r24_accents_and_capitals_are_left_out(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("prefix", "surname"),
    [
        ("van der", "Muiden"),
        ("", "van der Muiden"),
        ("", "Muiden, van der"),
        ("", "MUIDEN,VAN DER"),
        ("v.d.", "Muiden"),
        ("", "Muiden"),
        ("VAN DER", "muiden"),
    ],
)
def test_r24_a_prefix_may_stand_anywhere(prefix: str, surname: str) -> None:
    assert spell(prefix, surname).core == "muiden"


def test_a_name_that_is_only_a_prefix_stays_a_name() -> None:
    assert spell("", "Van").core == "van"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maassen", "Maasen"),
        ("Bronwaßer", "Bronwasser"),
        ("Ophuijsen", "Ophuysen"),
        ("Kuijper", "Kuiper"),
        ("Meijer", "Meyer"),
        ("Dijk", "Dyk"),
        ("Schmidt", "Schmit"),
        ("Bakker", "Backer"),
        ("Philips", "Filips"),
        ("Zuid", "Suit"),
    ],
)
def test_r24_spellings_that_sound_the_same(one: str, other: str) -> None:
    assert spell("", one).sound == spell("", other).sound


@pytest.mark.parametrize(("one", "other"), [("Bakker", "Dekker"), ("Jansen", "Hansen"), ("Smit", "Smeets")])
def test_names_that_differ_sound_different(one: str, other: str) -> None:
    assert spell("", one).sound != spell("", other).sound


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz"))
def test_a_sound_holds_no_doubled_letter(core: str) -> None:
    heard = sound(core)

    assert all(one != other for one, other in pairwise(heard))


@pytest.mark.parametrize(
    ("prefix", "surname", "halves"),
    [
        ("", "Maassen-Kooyman", ("maassen", "kooyman")),
        ("van 't", "Wiel-de Goede", ("wiel", "goede")),
        ("", "Maassen – Kooyman", ("maassen", "kooyman")),
        ("", "Vries e.v. Boer", ("vries", "boer")),
        ("", "Maassen", ()),
    ],
)
def test_r24_a_combined_name_has_two_halves(prefix: str, surname: str, halves: tuple[str, ...]) -> None:
    assert signal_name(prefix, surname).halves == halves


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("J.C.", "JC"),
        ("J C", "JC"),
        ("JC", "JC"),
        ("jc", "JC"),
        ("Th.M.", "TM"),
        ("Th", "T"),
        ("Johan", "J"),
        ("johan", "J"),
        ("J.-P.", "JP"),
        ("É.", "E"),
        ("IJ.", "I"),
        ("Y.", "I"),
        ("I.J.", "IJ"),
        ("", ""),
        ("?", ""),
    ],
)
def test_r24_initials_as_ledgers_write_them(written: str, letters: str) -> None:
    assert ledger_initials(written) == letters


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        ("Julia Christina", "JC"),
        ("Jean-Marie", "JM"),
        ("Hendrik-jan", "HJ"),
        ("IJsbrand", "I"),
        ("Élise Ymke", "EI"),
        ("", ""),
    ],
)
def test_r24_initials_of_given_names(names: str, letters: str) -> None:
    assert given_name_initials(names) == letters


@pytest.mark.parametrize(
    "parts",
    [("A", "bis"), ("", "A-bis"), ("", "ABIS"), ("a", "BIS"), ("", "A bis"), ("a", "bs")],
)
def test_r19_letter_and_addition_are_compared_as_one(parts: tuple[str, str]) -> None:
    assert house_suffix(*parts) == "ABIS"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("", "HS"), ("", "huis")),
        (("H", ""), ("", "hs")),
        (("", "II"), ("", "2")),
        (("", "02"), ("", "2")),
        (("", "t/o"), ("", "", "to")),
        (("", "t.o."), ("", "", "to")),
        (("B", "73c"), ("", "B73c")),
        (("", " "), ("", "")),
    ],
)
def test_r19_ways_to_write_the_same_front_door(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert house_suffix(*one) == house_suffix(*other)


def test_r19_the_key_of_an_address_is_readable() -> None:
    assert address_key("2563 bj", 492, "", "b") == "2563BJ 492-B"
    assert address_key("2512GP", 4) == "2512GP 4"
