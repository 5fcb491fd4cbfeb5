"""The hash that parties sign: blind to layout, sensitive to every value."""

from __future__ import annotations

import copy
import random
import tomllib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tijdig.covenant.profiles import PROFILES, profile_text
from tijdig.covenant.rules.canonical import canonical_json, content_hash
from tijdig.covenant.rules.reading import read_covenant

CONTENT = tomllib.loads(profile_text("weert"), parse_float=Decimal)
HASH = content_hash(CONTENT)

type Tree = object
type Path = tuple[str | int, ...]


def leaves(value: Tree, path: Path = ()) -> list[Path]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for number, inner in enumerate(value) for leaf in leaves(inner, (*path, number))]
    return [path]


def other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, date):
        return value + timedelta(days=1)
    return f"{value}x"


def with_another_value(path: Path) -> dict[str, object]:
    changed = copy.copy(CONTENT)
    place: object = changed
    for step in path[:-1]:
        place[step] = copy.copy(place[step])  # type: ignore[index]
        place = place[step]  # type: ignore[index]
    place[path[-1]] = other(place[path[-1]])  # type: ignore[index]
    return changed


def test_any_other_value_gives_another_hash() -> None:
    same = [path for path in leaves(CONTENT) if content_hash(with_another_value(path)) == HASH]

    assert leaves(CONTENT)
    assert not same


def shuffled(value: Tree, chance: random.Random) -> Tree:
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(inner, chance) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_keys_does_not_matter(seed: int) -> None:
    content = shuffled(CONTENT, random.Random(seed))

    assert isinstance(content, dict)
    assert content_hash(content) == HASH


@pytest.mark.parametrize("name", PROFILES)
def test_layout_and_comments_do_not_matter(name: str) -> None:
    text = profile_text(name)
    relaid = "# anders opgemaakt\n" + text.replace(" = ", "=").replace("\n[", "\n\n\n[")

    before, after = read_covenant(text).covenant, read_covenant(relaid).covenant

    assert before
    assert after
    assert before.hash == after.hash


def test_the_order_of_routes_does_matter() -> None:
    content = {**CONTENT, "route": list(reversed(CONTENT["route"]))}

    assert content_hash(content) != HASH


@pytest.mark.parametrize(
    ("one", "same"), [(Decimal("75.00"), 75), (Decimal("75.50"), Decimal("75.5")), (Decimal("1E+2"), 100)]
)
def test_the_same_amount_gives_the_same_hash(one: object, same: object) -> None:
    assert canonical_json({"bedrag": one}) == canonical_json({"bedrag": same})


def test_what_a_covenant_cannot_hold_is_not_hashed() -> None:
    with pytest.raises(TypeError):
        canonical_json({"x": 0.1})
