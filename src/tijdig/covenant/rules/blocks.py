"""Put lines into a covenant file and take tables out of it: a comment above a table belongs to that table."""

from __future__ import annotations

from collections.abc import Mapping

from tijdig.covenant.rules.lines import key_lines


def with_lines(text: str, lines: list[str], *, after: tuple[str, str], is_table: bool) -> str:
    """Return the text with these lines after a key: after all of it for a new table, else after its own last value.

    ``after`` names the kind of table, and where none of that kind stands the table that holds it; both absent: the end.
    """
    known, kept = key_lines(text), text.splitlines()
    kind, holder = after
    inside = _under(known, kind) or _under(known, holder) if is_table else _own_values(known, kept, kind)
    last = max(inside.values(), default=len(kept))
    at = _end(known, kept, last)
    blank = [""] if is_table and not _is_nested(lines[0]) else []
    return "\n".join([*kept[:at], *blank, *lines, *kept[at:]]) + "\n"


def without_lines(text: str, key: str) -> str:
    """Return the text without the table at this key and the blank lines above it that then stand double."""
    known, kept = key_lines(text), text.splitlines()
    inside = _under(known, key)
    if key not in inside:
        return text
    first, end = inside[key] - 1, _end(known, kept, max(inside.values()))
    while first and end < len(kept) and not kept[first - 1].strip() and not kept[end].strip():
        end += 1
    while end == len(kept) and first and not kept[first - 1].strip():
        first -= 1
    return "\n".join([*kept[:first], *kept[end:]]) + "\n"


def _under(known: Mapping[str, int], key: str) -> dict[str, int]:
    """Return the lines of a key and of all that stands inside it."""
    if not key:
        return {}
    return {
        name: line for name, line in known.items() if name == key or name.startswith((f"{key}.", f"{key}["))
    }


def _own_values(known: Mapping[str, int], kept: list[str], key: str) -> dict[str, int]:
    """Return the lines of a table's header and its own values, without the tables inside it."""
    if not key:
        return {name: line for name, line in known.items() if line < _first_header(kept)}
    header = known.get(key, 0)
    ends = min(
        (line for line in known.values() if line > header and kept[line - 1].lstrip().startswith("[")),
        default=len(kept) + 1,
    )
    return {name: line for name, line in known.items() if header <= line < ends}


def _first_header(kept: list[str]) -> int:
    return next((number for number, line in enumerate(kept, start=1) if line.startswith("[")), len(kept) + 1)


def _end(known: Mapping[str, int], kept: list[str], last: int) -> int:
    """Return after which line the value on line ``last`` ends: before what belongs to the next key or table."""
    following = min((line for line in known.values() if line > last), default=len(kept) + 1)
    end = following - 1
    while end > last and (not kept[end - 1].strip() or kept[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _is_nested(header: str) -> bool:
    return "." in header and header.startswith("[[")
