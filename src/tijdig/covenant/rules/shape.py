"""Check the shape of a covenant file against the schema: unknown, missing and wrongly filled keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from tijdig.covenant.rules.document import Period
from tijdig.covenant.rules.schema import SCHEMA, Key, Node, Shape
from tijdig.problems import Problem, ProblemKind

UNKNOWN_KEY = ProblemKind(
    code="covenant.unknown-key",
    rule="C1",
    nl="De sleutel {key} bestaat niet in een convenantbestand.",
    en="There is no key {key} in a covenant file.",
    remedy_nl="Haal de sleutel weg of schrijf: {suggestion}.",
    remedy_en="Remove the key or write: {suggestion}.",
)
MISSING_KEY = ProblemKind(
    code="covenant.missing-key",
    rule="R1",
    nl="De sleutel {key} ontbreekt ({meaning}).",
    en="The key {key} is missing.",
    remedy_nl="Voeg toe: {key} = {expected}.",
    remedy_en="Add: {key} = {expected}.",
)
WRONG_TYPE = ProblemKind(
    code="covenant.wrong-type",
    rule="R1",
    nl="De waarde van {key} heeft niet de goede vorm.",
    en="The value of {key} has the wrong form.",
    remedy_nl="Schrijf hier: {expected}.",
    remedy_en="Write here: {expected}.",
)
WRONG_CHOICE = ProblemKind(
    code="covenant.wrong-choice",
    rule="R1",
    nl="De waarde van {key} staat niet in de lijst.",
    en="The value of {key} is not in the list.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)

# The largest number that canonical JSON can carry exactly (RFC 8785).
_LARGEST = 2**53 - 1


def shape_problems(content: Mapping[str, object]) -> tuple[Problem, ...]:
    """Return everything in the parsed file that does not fit the schema, each at its key."""
    return tuple(_table(content, SCHEMA, ""))


def _table(value: object, node: Node, path: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield WRONG_TYPE(key=path, expected="een tabel ([…])").at(key=path)
        return
    named = node.children.get("*")
    for name, inner in value.items():
        child = node.children.get(name) or named
        here = f"{path}.{name}" if path else name
        if child is None:
            near = get_close_matches(name, list(node.children), n=1)
            yield UNKNOWN_KEY(key=here, suggestion=near[0] if near else ", ".join(node.children)).at(key=here)
        else:
            yield from _value(inner, child, here)
    yield from _missing(value, node, path)


def _missing(table: Mapping[str, object], node: Node, path: str) -> Iterator[Problem]:
    for name, child in node.children.items():
        if name in table or name == "*" or not child.must_stand:
            continue
        here = f"{path}.{name}" if path else name
        if child.key is None:
            yield from _missing({}, child, here)
        else:
            yield MISSING_KEY(key=here, meaning=child.key.meaning, expected=_expected(child.key)).at(key=here)


def _value(value: object, node: Node, path: str) -> Iterator[Problem]:
    if node.key is not None:
        yield from _leaf(value, node.key, path)
    elif node.repeats:
        if not isinstance(value, list):
            yield WRONG_TYPE(key=path, expected=f"een herhaalde tabel ([[{path}]])").at(key=path)
            return
        for number, inner in enumerate(value):
            yield from _table(inner, node, f"{path}[{number}]")
    else:
        yield from _table(value, node, path)


def _leaf(value: object, key: Key, path: str) -> Iterator[Problem]:
    if not _FITS[key.shape](value):
        yield WRONG_TYPE(key=path, expected=_expected(key)).at(key=path)
        return
    chosen = value if isinstance(value, list) else [value]
    if key.choices and any(one not in key.choices for one in chosen):
        yield WRONG_CHOICE(key=path, choices=", ".join(key.choices)).at(key=path)


def _expected(key: Key) -> str:
    return f"{key.shape} {', '.join(key.choices)}" if key.choices else str(key.shape)


def is_text(value: object) -> bool:
    """Whether this is a text with something in it and without control characters."""
    return isinstance(value, str) and bool(value.strip()) and value.replace("\n", " ").isprintable()


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST


def is_amount(value: object) -> bool:
    """Whether this is an amount in euros, zero or more, in whole cents."""
    if isinstance(value, Decimal):
        return value.is_finite() and 0 <= value <= 10**12 and value == value.quantize(Decimal("0.01"))
    return _is_number(value) and isinstance(value, int) and value <= 10**12


def _is_period(value: object) -> bool:
    try:
        return isinstance(value, str) and Period.parse(value).most_days <= 36_600
    except ValueError:
        return False


def _is_texts(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(is_text(one) for one in value)
        and len(set(value)) == len(value)
    )


def _is_condition_value(value: object) -> bool:
    return (
        isinstance(value, bool) or _is_date(value) or is_text(value) or is_amount(value) or _is_texts(value)
    )


def _is_date(value: object) -> bool:
    return type(value) is date


_FITS: Mapping[Shape, Callable[[object], bool]] = {
    Shape.TEXT: is_text,
    Shape.NUMBER: _is_number,
    Shape.EUROS: is_amount,
    Shape.YES_NO: lambda value: isinstance(value, bool),
    Shape.DATE: _is_date,
    Shape.PERIOD: _is_period,
    Shape.TEXTS: _is_texts,
    Shape.CHOICE: is_text,
    Shape.CHOICES: _is_texts,
    Shape.VALUE: _is_condition_value,
}
