"""Covenants with one value changed or one table taken out: what changes in the file must change in the text."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from tijdig.covenant.profiles import profile_text
from tijdig.covenant.rules.building import build_covenant
from tijdig.covenant.rules.conditions import OPERATORS
from tijdig.covenant.rules.document import Covenant, Period
from tijdig.covenant.rules.facts import FACTS
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.schema import KEYS_BY_PATH, Key, Shape

# The hash changes with every value, so a document is compared under one and the same hash.
SAME_HASH = "sha256:" + "0" * 64

type Steps = tuple[str | int, ...]
type Content = dict[str, Any]


@cache
def content_of(name: str) -> Content:
    """The parsed file; changed in a copy only."""
    return tomllib.loads(profile_text(name), parse_float=Decimal)


def covenant_from(content: Content) -> Covenant:
    return build_covenant(content, SAME_HASH)


def leaves(value: object, steps: Steps = ()) -> Iterator[tuple[Steps, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*steps, name))
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*steps, place))
    else:
        yield steps, value


def key_of(steps: Steps) -> Key:
    """The key of the schema that stands at these steps."""
    paths = [""]
    for step in steps:
        suffixes = ["[]"] if isinstance(step, int) else [f".{step}", ".*"]
        paths = [path + suffix for path in paths for suffix in suffixes]
    found = [path.removeprefix(".") for path in paths if path.removeprefix(".") in KEYS_BY_PATH]
    return KEYS_BY_PATH[found[0]]


def table_at(content: Content, steps: Steps) -> Any:
    at: Any = content
    for step in steps:
        at = at[step]
    return at


def dotted(steps: Steps) -> str:
    return ".".join(str(step) for step in steps)


def changeable(content: Content) -> Iterator[tuple[Steps, object]]:
    """Values of every key that can be another, the first and the last of those that repeat.

    Not the only choice that a key has, and not the party that makes it a covenant.
    """
    by_key: dict[str, list[tuple[Steps, object]]] = {}
    for steps, value in leaves(content):
        key = key_of(steps)
        if len(key.choices) != 1 and value != "gemeente":
            by_key.setdefault(key.path, []).append((steps, value))
    for found in by_key.values():
        yield from (found[place] for place in sorted({0, len(found) - 1}))


def with_value(content: Content, steps: Steps, value: object) -> Content:
    changed = _copied_to(content, steps[:-1])
    table_at(changed, steps[:-1])[steps[-1]] = value
    return changed


def _copied_to(content: Content, steps: Steps) -> Content:
    """Copy what lies on the way, and share the rest: a whole copy for each of two thousand values takes long."""
    changed: Any = copy.copy(content)
    at = changed
    for step in steps:
        at[step] = copy.copy(at[step])
        at = at[step]
    return changed


def other_value(content: Content, steps: Steps, value: object) -> object:
    """Another value that the reader accepts at this place; the linter may well refuse it."""
    name, key = steps[-1], key_of(steps)
    if name in {"feit", "op", "waarde"}:
        return _other_in_condition(table_at(content, steps[:-1]), str(name))
    if name in {"van", "naar", "door", "partij"} and key.shape is Shape.TEXT:
        return next(code for code in content["partij"] if code != value)
    if name == "doel":
        return next(code for code in content["doel"] if code != value)
    if key.choices and isinstance(value, str):
        return next(choice for choice in key.choices if choice != value)
    if isinstance(value, list):
        return _other_list(content, key, [str(one) for one in value])
    return _other_scalar(value)


def _other_in_condition(condition: Content, name: str) -> object:
    fact, operator, value = (condition[part] for part in ("feit", "op", "waarde"))
    if name == "feit":
        kind = FACTS[fact].kind
        return next(other.name for other in FACTS.values() if other.kind is kind and other.name != fact)
    if name == "op":
        return next(other for other in sorted(OPERATORS[FACTS[fact].kind]) if other != operator)
    return _other_scalar(value)


def _other_list(content: Content, key: Key, value: list[str]) -> list[str]:
    pools = {
        "gegeven.*.velden": tuple(FIELDS),
        "uitwisseling[].gegevens": tuple(content["gegeven"]),
        "eigen_gebruik[].gegevens": tuple(content["gegeven"]),
        "overleg.deelnemers": tuple(content["partij"]),
        "route[].doe": ("doorgeleiding", "uitnodiging:participatie"),
    }
    pool = pools.get(key.path) or key.choices or ("partij", "geldig")
    unused = [one for one in pool if one not in value]
    return [*value[:-1], unused[0]] if unused else value[:-1]


def _other_scalar(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | Decimal):
        return value + 1
    if isinstance(value, date):
        return value + timedelta(days=1)
    text = str(value)
    try:
        period = Period.parse(text)
    except ValueError:
        return f"{text} anders"
    return (
        f"P{period.working_days + 1}WD" if period.working_days else f"{text}7D" if "D" not in text else "P77D"
    )


def tables(content: Content) -> Iterator[Steps]:
    """Every table that the file names itself or repeats: a party, an exchange, a route, a condition…"""
    for section, inner in content.items():
        if section in {"partij", "gegeven", "doel", "taak", "versheid"}:
            yield from ((section, name) for name in inner)
        elif isinstance(inner, list):
            yield from ((section, place) for place in range(len(inner)))


def without(content: Content, steps: Steps) -> Content:
    changed = _copied_to(content, steps[:-1])
    table_at(changed, steps[:-1]).pop(steps[-1])
    return changed


@cache
def changed_covenants(name: str) -> tuple[tuple[Steps, Covenant], ...]:
    """The covenant with one value changed, for each value that can be another; read once for all documents."""
    content = content_of(name)
    return tuple(
        (steps, covenant_from(with_value(content, steps, other_value(content, steps, value))))
        for steps, value in changeable(content)
    )


def unseen_changes(name: str, sections: tuple[str, ...], said: Callable[[Covenant], object]) -> list[str]:
    """The values of these sections (``doel``, ``partij.*.naam``) that can change without a change in what is said."""
    before = said(covenant_from(content_of(name)))
    return [
        dotted(steps)
        for steps, covenant in changed_covenants(name)
        if f"{key_of(steps).path}.".startswith(tuple(f"{one}." for one in sections))
        or f"{key_of(steps).path}".startswith(tuple(f"{one}[]" for one in sections))
        if said(covenant) == before
    ]
