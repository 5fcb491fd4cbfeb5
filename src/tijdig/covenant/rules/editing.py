"""Change single values in the text of a covenant file: comments, order and layout of all the rest stay as they are.

A *place* is the way to a value: names of tables and keys, and numbers of repeated tables from 0. Written with dots and
brackets (``uitwisseling[2].bewaren.termijn``) it is the key at which the linter points.

A value that stands is changed by tomlkit. What comes or goes as a line or a table of its own is put in and taken out as
lines, since a comment above a table belongs to what follows it. Each result is read again and compared with what was
meant: a text that is laid out in a way this does not foresee is refused, never spoilt.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, InlineTable

from tijdig.covenant.rules.blocks import with_lines, without_lines
from tijdig.covenant.rules.schema import SCHEMA

type Place = tuple[str | int, ...]
type Value = str | int | bool | Decimal | date | list[str]
# What a new table holds: values, tables inside it, and lists of those (conditions).
type Begun = Mapping[str, Value | Mapping[str, Value] | list[Mapping[str, Value]]]

LONGEST_LINE = 110


class NotEditable(Exception):
    """The text is no TOML, a place leads nowhere in it, or it is laid out in a way that cannot be changed safely."""


def key_of(place: Place) -> str:
    """Return a place as the linter writes it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")


def content_of(text: str) -> dict[str, Any]:
    """Return what a covenant file says; raises :class:`NotEditable` when it is no TOML."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        raise NotEditable from None


def with_values(text: str, changes: Mapping[Place, Value | None]) -> str:
    """Return the text with these values, and without those that are None; raises :class:`NotEditable`.

    Where a table does not stand yet (``aanlevering.drempel``) it is made; one that loses its last value goes. What
    stands already is left alone: without another value the text comes back as it is.
    """
    meant = content_of(text)
    changes = {place: value for place, value in changes.items() if not _stands(meant, place, value)}
    if not changes:
        return text
    for place, value in changes.items():
        _set(meant, place, value)
    _tidy(meant, changes)
    new = _with_standing_values(text, changes)
    for place in _emptied(content_of(new), changes):
        new = _without(new, place)
    for place, added in _new_in(content_of(new), meant):
        new = _with_new(new, place, added)
    return _checked(new, meant)


def without_tables(text: str, places: frozenset[Place]) -> str:
    """Return the text without these tables, with what stands inside them; raises :class:`NotEditable`."""
    meant = content_of(text)
    # From the last to the first, so that the numbers of those before it still hold.
    for place in sorted(places, key=_in_order, reverse=True):
        _set(meant, place, None)
        text = _without(text, place)
    for place in places:
        if isinstance(place[-1], int) and not _at(meant, place[:-1]):
            _set(meant, place[:-1], None)
    return _checked(text, meant)


def with_table(text: str, place: Place, values: Begun) -> str:
    """Return the text with a new table at this place, after those of its kind; raises :class:`NotEditable`."""
    meant = content_of(text)
    above = _at(meant, place[:-1])
    if above is None and isinstance(place[-1], int):
        _set(meant, place[:-1], [])
        above = _at(meant, place[:-1])
    if (place[-1] != len(above)) if isinstance(place[-1], int) else place[-1] in (above or {}):
        raise NotEditable
    table = {name: dict(one) if isinstance(one, Mapping) else one for name, one in values.items()}
    _set(meant, place, table)
    return _checked(_with_new(text, place, table), meant)


def _document(text: str) -> Any:
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, ValueError, RecursionError):
        raise NotEditable from None


def _in_order(place: Place) -> tuple[str, ...]:
    return tuple(f"{step:09}" if isinstance(step, int) else step for step in place)


def _checked(text: str, meant: dict[str, Any]) -> str:
    """Return the text, which must say exactly what was meant."""
    if content_of(text) != meant:
        raise NotEditable
    return text


def _at(content: Any, place: Place) -> Any:
    """Return what stands at a place; None when nothing does."""
    for step in place:
        _check_holds(content, step)
        try:
            content = content[step]
        except (KeyError, IndexError):
            return None
    return content


def _stands(content: dict[str, Any], place: Place, value: Value | None) -> bool:
    stands = _at(content, place)
    # Yes is no one: to Python they are equal, in a covenant they are two things.
    return value is not None and type(stands) is type(value) and stands == value


def _check_holds(content: object, step: str | int) -> None:
    if not isinstance(content, list if isinstance(step, int) else dict):
        raise NotEditable


def _set(content: Any, place: Place, value: object) -> None:
    """Put a value in plain content, or with None take it out; tables and lists on the way are made."""
    *above, last = place
    for step, following in zip(above, place[1:], strict=True):
        if _at(content, (step,)) is None:
            if value is None:
                return
            _put(content, step, [] if isinstance(following, int) else {})
        content = content[step]
    if value is not None:
        _put(content, last, value)
    elif _at(content, (last,)) is not None:
        del content[last]


def _put(content: Any, step: str | int, value: object) -> None:
    _check_holds(content, step)
    if isinstance(step, int) and step == len(content):
        content.append(value)
    else:
        content[step] = value


def _tidy(content: dict[str, Any], changes: Mapping[Place, Value | None]) -> None:
    """Take out the tables that lost their last value: a condition without a fact is none."""
    for place in _emptied(content, changes):
        _set(content, place, None)
        if isinstance(place[-1], int) and not _at(content, place[:-1]):
            _set(content, place[:-1], None)


def _emptied(content: dict[str, Any], changes: Mapping[Place, Value | None]) -> list[Place]:
    gone = {place[:-1] for place, value in changes.items() if value is None and len(place) > 1}
    empty = [place for place in gone if _at(content, place) == {}]
    return sorted(empty, key=_in_order, reverse=True)


def _with_standing_values(text: str, changes: Mapping[Place, Value | None]) -> str:
    """Change or take away values that stand, and add to tables and lists that stand on one line."""
    document = _document(text)
    spelt = tomlkit.dumps(document)
    for place, value in changes.items():
        *above, last = place
        table = _at(document, tuple(above))
        if table is not None and last in table:
            if value is None:
                del table[last]
            else:
                table[last] = _item(value, len(str(last)))
        elif value is not None:
            _add_inline(document, place, value)
    return _dumped(document, spelt, text)


def _add_inline(document: Any, place: Place, value: Value) -> None:
    """Add to the nearest table or list above, when that is written on one line; else it gets lines of its own."""
    known = len(place) - 1
    while _at(document, place[:known]) is None:
        known -= 1
    table: Any = _at(document, place[:known])
    if not isinstance(table, InlineTable | Array):
        return
    for step in place[known:-1]:
        table = _make_inline(table, step)
    table[place[-1]] = _item(value, 0)


def _make_inline(table: Any, step: str | int) -> Any:
    made = tomlkit.inline_table()
    if isinstance(table, Array):
        table.append(made)
    else:
        table[step] = made
    return table[step]


def _new_in(stands: Any, meant: Any, place: Place = ()) -> list[tuple[Place, object]]:
    """Return the outermost values and tables that are meant and do not stand yet."""
    if isinstance(meant, dict) and isinstance(stands, dict):
        steps: list[str | int] = list(meant)
        return [new for step in steps for new in _new_at(stands.get(str(step)), meant[step], (*place, step))]
    if isinstance(meant, list) and isinstance(stands, list) and any(isinstance(one, dict) for one in meant):
        padded = [*stands, *[None] * len(meant)]
        return [new for step, one in enumerate(meant) for new in _new_at(padded[step], one, (*place, step))]
    return []


def _new_at(stands: Any, meant: Any, place: Place) -> list[tuple[Place, object]]:
    if stands is not None:
        return _new_in(stands, meant, place)
    if isinstance(meant, list) and meant and isinstance(meant[0], dict) and place[-1] == "voorwaarde":
        return [((*place, number), one) for number, one in enumerate(meant)]
    return [(place, meant)]


def _with_new(text: str, place: Place, value: object) -> str:
    """Put a value on a line of its own under its table, or a table after those of its kind."""
    names = ".".join(step for step in place if isinstance(step, str))
    if isinstance(value, dict) and (isinstance(place[-1], int) or len(place) == 1 or _is_named(place)):
        header = f"[[{names}]]" if isinstance(place[-1], int) else f"[{names}]"
        lines = [header, *(f"{name} = {_written(one, len(name))}" for name, one in value.items())]
        kind = key_of(place[:-1])
        inside = key_of(place[:-2]) if len(place) > 2 else ""
        return with_lines(text, lines, after=(kind, inside), is_table=True)
    line = f"{place[-1]} = {_written(value, len(str(place[-1])))}"
    return with_lines(text, [line], after=(key_of(place[:-1]), ""), is_table=False)


def _is_named(place: Place) -> bool:
    """Say whether the file itself names this table (``[partij.amw]``); others stand on a line of the table above."""
    node = SCHEMA.children.get(str(place[0]))
    return len(place) == 2 and node is not None and "*" in node.children


def _without(text: str, place: Place) -> str:
    """Take out a table: as lines when it has lines of its own, else inside its line."""
    document = _document(text)
    spelt = tomlkit.dumps(document)
    above = _at(document, place[:-1])
    if above is None or _at(document, place) is None:
        return text
    if isinstance(above, InlineTable | Array) or isinstance(above[place[-1]], InlineTable):
        del above[place[-1]]
        if isinstance(above, Array) and not above:
            del _at(document, place[:-2])[place[-2]]
        return _dumped(document, spelt, text)
    return without_lines(text, key_of(place))


def _written(value: Any, indent: int) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_written(one, 0)}" for name, one in value.items()) + " }"
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return "[" + ", ".join(_written(one, 0) for one in value) + "]"
    return str(_item(value, indent).as_string())


def _item(value: Value, indent: int) -> Any:
    """Return a value for tomlkit; a list that is too long for a line gets a line for each."""
    if isinstance(value, Decimal):
        told = f"{value:f}"
        return tomlkit.parse(f"x = {told if '.' in told else told + '.0'}").item("x")
    item = tomlkit.item(deepcopy(value))
    if isinstance(item, Array) and indent + len(item.as_string()) > LONGEST_LINE:
        item.multiline(multiline=True)
    return item


def _dumped(document: Any, spelt: str, text: str) -> str:
    """Return the document as text, with what the library itself spells otherwise as it stood.

    WHY: it loses the space between a date and the end of an inline table. Where only that differs, the line was not
    changed by anyone and stays byte for byte. ``spelt`` is the unchanged text as the library spells it.
    """
    stood = dict(zip(spelt.splitlines(), text.splitlines(), strict=False))
    lines = (stood.get(line, line) for line in tomlkit.dumps(document).splitlines())
    return "\n".join(lines) + "\n"
