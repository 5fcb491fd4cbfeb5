"""A covenant file as flat lines: path, meaning and text of each value. For pointing at keys and for comparing.

Repeated tables are named by what people call them (``uitwisseling.U1.doel``), not by their place, so that inserting
one does not change the names of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tijdig.covenant.rules.schema import KEYS_BY_PATH

# Every key of the schema and every table above one, without the marks of repetition at their end.
_PATTERNS = frozenset(
    ".".join(key.split(".")[:depth]).removesuffix("[]")
    for key in KEYS_BY_PATH
    for depth in range(1, key.count(".") + 2)
)
_NAMES = ("id", "naam", "artikel", "feit", "extern")


@dataclass(frozen=True, slots=True)
class Line:
    """One value: ``section`` is the top-level key, ``pattern`` the path in the schema; tables have no ``text``."""

    path: str
    section: str
    pattern: str
    text: str

    @property
    def meaning(self) -> str:
        """The Dutch meaning of the key, from the schema; empty for a table."""
        key = KEYS_BY_PATH.get(self.pattern)
        return key.meaning if key else ""


def outline(content: Mapping[str, object]) -> Mapping[str, Line]:
    """Return the lines of a parsed file by path, in the order of the file."""
    return {line.path: line for line in _walk(content, "", "")}


def _walk(value: object, path: str, pattern: str) -> Iterator[Line]:
    section = path.split(".", 1)[0]
    if isinstance(value, dict):
        if path:
            yield Line(path, section, pattern, "")
        for name, inner in value.items():
            yield from _walk(inner, _join(path, name), _pattern(pattern, name))
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        yield Line(path, section, pattern, "")
        for name, inner in _named(value):
            yield from _walk(inner, _join(path, name), f"{pattern}[]")
    else:
        yield Line(path, section, pattern, as_text(value))


def _named(tables: list[object]) -> Iterator[tuple[str, object]]:
    seen: dict[str, int] = {}
    for table in tables:
        names = (str(table[key]) for key in _NAMES if isinstance(table, dict) and key in table)
        name = next(names, "")
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), table


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _pattern(pattern: str, name: str) -> str:
    exact = _join(pattern, name)
    return exact if exact in _PATTERNS else _join(pattern, "*")


def as_text(value: object) -> str:
    """Tell a value as people read it: ``ja``/``nee``, Dutch dates, lists with commas."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, list):
        return ", ".join(as_text(one) for one in value)
    return str(value)
