"""Random harm to a log, in the database or in an export: what was done, where, and how it must be found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, models, transaction

from tests.ledger.files import MemoryFiles
from tijdig.ledger.models import LogRecord, SignedCheckpoint, Tile, log_kinds
from tijdig.ledger.rules.verdicts import Finding, Report

HEXADECIMAL = re.compile("(?:[0-9a-f]{2})+")
INVALID_TEXT = b"\xfe\xff\x80"

type Places = set[tuple[str, str]]  # (what, place): one of them must be named


@dataclass(frozen=True, slots=True)
class Harm:
    """One act of tampering, in words, and the places of which at least one must be named."""

    done: str
    places: Places


def names(report: Report, harm: Harm) -> bool:
    """Whether a report names a place of the harm."""
    return any(_is_at(finding, what, place) for finding in report.findings for what, place in harm.places)


def _is_at(finding: Finding, what: str, place: str) -> bool:
    if finding.what != what:
        return False
    first, _, last = finding.place.partition("-")
    if last and what == "record":
        return int(first) <= int(place) <= int(last)
    return finding.place == place


# In the database


def harm_database(rng: Random) -> Harm | None:
    """Change something in the tables of the log; None when what was drawn would change nothing."""
    harms: list[Callable[[Random], Harm | None]] = [
        *[_change_a_column] * 12, _delete_a_record, _swap_two_records, _copy_a_record, _change_a_tile,
        _change_a_tile, _delete_a_tile, _change_a_checkpoint, _change_a_checkpoint, _delete_a_checkpoint,
        _write_nonsense, _write_nonsense,
    ]  # fmt: skip
    try:
        with transaction.atomic():
            return rng.choice(harms)(rng)
    except DatabaseError:
        return None  # no place for two, not null, or not of the type: nothing was changed


def _a_row(rng: Random, *, waiting: bool = False) -> tuple[type[LogRecord], dict[str, Any]]:
    rows = rows_of_kinds(waiting)
    kind = rng.choice(list(rows))
    return kind, rng.choice(rows[kind])


@cache
def rows_of_kinds(waiting: bool) -> dict[type[LogRecord], list[dict[str, Any]]]:
    """Return the sealed or the waiting rows of the untouched log. Kept, as all harm is undone: clear it for another."""
    rows = {
        kind: list(kind.objects.filter(position__isnull=waiting).order_by("pk").values())
        for kind in log_kinds()
    }
    return {kind: found for kind, found in rows.items() if found}


def _place_of(kind: type[LogRecord], row: dict[str, Any]) -> Places:
    if row["position"] is None:
        return {("waiting", f"{kind.KIND} {row['id']}")}
    return {("record", str(row["position"]))}


def _change_a_column(rng: Random) -> Harm | None:
    kind, row = _a_row(rng, waiting=rng.random() < 0.1)
    field = rng.choice([field for field in kind._meta.concrete_fields if field.name != "id"])
    old = row[field.attname]
    places = _place_of(kind, row)
    if row["position"] is None and field.name in {"position", "controller_id"}:
        return None  # a place that nobody signed for; another log
    if row["position"] is None and field.name == "outcomes" and old is None:
        return None
    new = None if old is not None and field.null and rng.random() < 0.3 else _another(rng, field, old)
    kind.objects.filter(pk=row["id"]).update(**{field.attname: new})
    return Harm(f"{kind.KIND}.{field.name} of {places}: {old!r} → {new!r}", places)


def _another(rng: Random, field: models.Field[Any, Any], old: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return _another_bytes(rng, bytes(old or b""))
    if isinstance(field, models.DateTimeField):
        assert isinstance(old, datetime)
        return old + timedelta(microseconds=rng.choice([-1, 1, 10**6, -(10**9)]))
    if isinstance(field, models.UUIDField):
        return UUID(int=(old.int if old else 0) ^ 1 << rng.randrange(128))
    if isinstance(field, models.JSONField):
        return rng.choice(
            [{"other": rng.randrange(9)}, [*old, "other"] if isinstance(old, list) else ["other"], "x", 7]
        )
    if isinstance(field, models.BigIntegerField):
        return rng.choice([10**6 + rng.randrange(99), -1 - rng.randrange(9)])
    text = str(old)
    at = rng.randrange(len(text) + 1)
    changed = text[:at] + rng.choice("abcxyz0189 é") + text[at + rng.randrange(2) :]
    return changed[: field.max_length] if changed[: field.max_length] != text else text[:-1]


def _another_bytes(rng: Random, old: bytes) -> bytes:
    if not old or rng.random() < 0.2:
        return old + rng.randbytes(1 + rng.randrange(40))
    if rng.random() < 0.2:
        return old[: rng.randrange(len(old))]
    at = rng.randrange(len(old))
    return old[:at] + bytes([old[at] ^ 1 << rng.randrange(8)]) + old[at + 1 :]


def _delete_a_record(rng: Random) -> Harm:
    kind, row = _a_row(rng)
    kind.objects.filter(pk=row["id"]).delete()
    return Harm(f"deleted {kind.KIND}", _place_of(kind, row))


def _swap_two_records(rng: Random) -> Harm | None:
    kind, one = _a_row(rng)
    other_kind, other = _a_row(rng)
    if one["position"] == other["position"]:
        return None
    kind.objects.filter(pk=one["id"]).update(position=-1)
    other_kind.objects.filter(pk=other["id"]).update(position=one["position"])
    kind.objects.filter(pk=one["id"]).update(position=other["position"])
    return Harm("swapped", _place_of(kind, one) | _place_of(other_kind, other))


def _copy_a_record(rng: Random) -> Harm:
    """A second record on top of one, or behind the last."""
    kind, row = _a_row(rng)
    count = sum(other.objects.filter(position__isnull=False).count() for other in log_kinds())
    position = rng.choice([row["position"], count])
    other = next(other for other in log_kinds() if other is not kind or position == count)
    columns = [field.column for field in kind._meta.concrete_fields if field.column not in {"id", "position"}]
    if other is kind:
        names_of_columns = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {kind._meta.db_table} (position, {names_of_columns}) "
                f"SELECT {position}, {names_of_columns} FROM {kind._meta.db_table} WHERE id = {row['id']}"
            )
    else:
        there = other.objects.filter(position__isnull=False).order_by("pk").first()
        if there is None:
            kind.objects.filter(pk=row["id"]).delete()
        else:
            position = there.position
            other.objects.filter(pk=there.pk).update(position=row["position"])
            return Harm("put on top", {("record", str(row["position"])), ("record", str(position))})
    return Harm(f"copied to {position}", {("record", str(position))})


def _change_a_tile(rng: Random) -> Harm:
    tile = rng.choice(list(Tile.objects.order_by("pk")))
    places = {("tile", f"{tile.level}/{tile.index}")}
    if rng.random() < 0.2:
        column = rng.choice(["level", "index", "controller_id"])
        Tile.objects.filter(pk=tile.pk).update(**{column: 9 if column != "controller_id" else "1883"})
        return Harm(f"tile.{column}", places)
    Tile.objects.filter(pk=tile.pk).update(hashes=_another_bytes(rng, bytes(tile.hashes)))
    return Harm("tile.hashes", places)


def _delete_a_tile(rng: Random) -> Harm:
    tile = rng.choice(list(Tile.objects.order_by("pk")))
    Tile.objects.filter(pk=tile.pk).delete()
    return Harm("deleted a tile", {("tile", f"{tile.level}/{tile.index}")})


def _a_checkpoint(rng: Random) -> tuple[SignedCheckpoint, Places]:
    """A checkpoint, with the ways in which its harm may be named: itself, the next one, or what nothing signs for."""
    rows = list(SignedCheckpoint.objects.order_by("size"))
    number = rng.randrange(len(rows))
    before = rows[number - 1].size if number else 0
    near = {("checkpoint", str(one)) for one in (number, number + 1, number + 2)}
    return rows[number], near | {("record", str(before))}


def _change_a_checkpoint(rng: Random) -> Harm:
    row, places = _a_checkpoint(rng)
    rows = SignedCheckpoint.objects.filter(pk=row.pk)
    if rng.random() < 0.3:
        rows.update(size=row.size + rng.choice([10**6, -row.size]))
        return Harm("checkpoint.size", places | {("checkpoint", str(one)) for one in range(9)})
    at = rng.randrange(len(row.note))
    other = chr(ord(row.note[at]) ^ 1) if rng.random() < 0.7 else ""
    rows.update(note=row.note[:at] + other + row.note[at + 1 :])
    return Harm(f"checkpoint.note at {at}", places)


def _delete_a_checkpoint(rng: Random) -> Harm:
    row, places = _a_checkpoint(rng)
    SignedCheckpoint.objects.filter(pk=row.pk).delete()
    return Harm("deleted a checkpoint", places)


def _write_nonsense(rng: Random) -> Harm | None:
    """Bytes that no column of this kind would hold; only SQLite lets them in."""
    if connection.vendor != "sqlite":
        return None
    kind, row = _a_row(rng)
    field = rng.choice([field for field in kind._meta.concrete_fields if field.name != "id"])
    old = row[field.attname]
    as_bytes = bytes.fromhex(old) if isinstance(old, str) and HEXADECIMAL.fullmatch(old) else b"7"
    nonsense = rng.choice([b"\xff\xfe", "{not json", "", 1.5, 2**60, as_bytes, INVALID_TEXT])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(
            f'UPDATE {kind._meta.db_table} SET "{field.column}" = '
            f"{'CAST(%s AS TEXT)' if nonsense is INVALID_TEXT else '%s'} WHERE id = %s",
            [nonsense, row["id"]],
        )
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    if nonsense == old:
        return None
    return Harm(f"nonsense in {kind.KIND}.{field.name}: {nonsense!r}", _place_of(kind, row))


# In an export


def harm_export(rng: Random, files: MemoryFiles) -> tuple[MemoryFiles, Harm]:
    """Return the export with something changed."""
    changed = MemoryFiles(files)
    name = rng.choice(["records.jsonl"] * 6 + ["checkpoints.jsonl"] * 3 + sorted(files))
    act = rng.choice(
        [_flip, _flip, _flip, _cut, _insert, _line_gone, _line_twice, _lines_swapped, _end_gone, _gone]
    )
    places = act(rng, changed, name)
    return changed, Harm(f"{act.__name__} in {name}", places)


def _places_in(name: str, lines: range) -> Places:
    if name == "records.jsonl":
        return {("record", str(place)) for place in lines}
    if name == "checkpoints.jsonl":
        # The last line also makes the file `checkpoint` differ; without it, records are not signed for.
        return {("checkpoint", str(number + 1)) for number in lines} | {
            ("checkpoint", "checkpoint"),
            ("record", "0"),
        }
    if name == "key.txt":
        return {("key", "key.txt")}
    if name == "checkpoint":
        return {("checkpoint", "checkpoint")}
    _, level, index = name.partition(".p")[0].split("/", 2)
    return {("tile", f"{level}/{int(index.replace('x', '').replace('/', ''))}")}


def _line_at(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at)


def _around(content: bytes, at: int, name: str) -> Places:
    line = _line_at(content, at)
    return _places_in(name, range(max(0, line - 1), line + 3))


def _flip(rng: Random, files: MemoryFiles, name: str) -> Places:
    content, at = files[name], rng.randrange(len(files[name]))
    files[name] = content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]
    return _around(content, at, name)


def _cut(rng: Random, files: MemoryFiles, name: str) -> Places:
    content, at = files[name], rng.randrange(len(files[name]))
    files[name] = content[:at] + content[at + 1 + rng.randrange(5) :]
    return _around(content, at, name)


def _insert(rng: Random, files: MemoryFiles, name: str) -> Places:
    content, at = files[name], rng.randrange(len(files[name]) + 1)
    files[name] = content[:at] + rng.choice([b" ", b"\n", b"0", rng.randbytes(3)]) + content[at:]
    return _around(content, at, name)


def _line_gone(rng: Random, files: MemoryFiles, name: str) -> Places:
    lines = files[name].splitlines(keepends=True)
    at = rng.randrange(len(lines))
    files[name] = b"".join(lines[:at] + lines[at + 1 :])
    return _places_in(name, range(at, at + 2))


def _line_twice(rng: Random, files: MemoryFiles, name: str) -> Places:
    lines = files[name].splitlines(keepends=True)
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines) + 1)
    files[name] = b"".join([*lines[:to], lines[at], *lines[to:]])
    return _places_in(name, range(min(at, to), max(at, to) + 2))


def _lines_swapped(rng: Random, files: MemoryFiles, name: str) -> Places:
    lines = files[name].splitlines(keepends=True)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    files[name] = b"".join(lines)
    return _places_in(name, range(min(one, other), max(one, other) + 2))


def _end_gone(rng: Random, files: MemoryFiles, name: str) -> Places:
    content = files[name]
    at = rng.randrange(len(content))
    files[name] = content[:at]
    return _places_in(name, range(_line_at(content, at), content.count(b"\n") + 1))


def _gone(rng: Random, files: MemoryFiles, name: str) -> Places:
    del rng
    content = files.pop(name)
    return _places_in(name, range(content.count(b"\n") + 1))
