"""Insert many rows of one table: as Django does, without a model instance or a place in a statement for each value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

type Values = Mapping[str, Sequence[Any]]
type _Field = models.Field[Any, Any]

# What both databases take as it is, by kind of column.
_AS_THEY_ARE: Mapping[type[_Field], set[type]] = {
    models.CharField: {str, type(None)},
    models.BinaryField: {bytes, type(None)},
    models.BigIntegerField: {int, type(None)},
}

ROWS_AT_ONCE = (
    100  # on SQLite: times the columns of a table, below the 32,766 values that a statement may hold
)
ROWS_IN_ARRAYS = 2_000  # on PostgreSQL, which takes a column of values as one
FEW_ROWS = 4  # up to so many it takes them faster as rows


def insert_rows(model: type[models.Model], *, same: Mapping[str, Any], each: Values) -> None:
    """Insert new rows: ``same`` holds what all have in common, ``each`` the values row by row, by name of the column.

    Together they name every column but a number that the database gives; ``ValueError`` otherwise. What only saving
    fills in must be there already. Some rows at a time: a table with triggers keeps aside, for each statement, what an
    outer savepoint changed so far, and SQLite walks through that at the end of each.
    """
    meta = model._meta  # noqa: SLF001 - Django's public way to columns
    fields = {
        field.attname: field for field in meta.concrete_fields if not isinstance(field, models.AutoField)
    }
    if fields.keys() != same.keys() | each.keys() or same.keys() & each.keys():
        raise ValueError(f"a row of {meta.label} names every column once")
    if not all(each.values()):
        return
    common = {name: fields[name].get_db_prep_save(value, connection) for name, value in same.items()}
    varying = {name: _prepared(fields[name], values) for name, values in each.items()}
    names = ", ".join(connection.ops.quote_name(str(fields[name].column)) for name in [*common, *varying])
    into = f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({names}) "
    as_rows = connection.vendor != "postgresql" or len(next(iter(each.values()))) <= FEW_ROWS
    insert = _insert_values if as_rows else _insert_arrays
    insert(into, fields.__getitem__, common, varying)


def insert_instances[Row: models.Model](model: type[Row], rows: list[Row]) -> list[Row]:
    """Insert new rows that were made as instances, as Django's ``bulk_create`` would, in a third of its time.

    A number that the database gives is not given back to them, nor is a conflict looked for: it fails.
    """
    fields = [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's public way to columns
        if not isinstance(field, models.AutoField)
    ]
    each = {field.attname: [field.pre_save(row, True) for row in rows] for field in fields}
    with transaction.atomic(savepoint=False):
        insert_rows(model, same={}, each=each)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as Django's own does
    return rows


def update_column(model: type[models.Model], name: str, new: Mapping[UUID, Any]) -> None:
    """Give rows another value in one column, by their ids, as ``bulk_update`` would in several times as long."""
    meta, quoted = model._meta, connection.ops.quote_name  # noqa: SLF001 - the same
    fields = {field.attname: field for field in meta.concrete_fields}
    column, table = quoted(str(fields[name].column)), quoted(meta.db_table)
    values, ids = (_prepared(fields[one], told) for one, told in ((name, [*new.values()]), ("id", [*new])))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{_type(fields[one])}[]" for one in (name, "id"))
            cursor.execute(
                f"UPDATE {table} SET {column} = new.value FROM unnest({arrays}) AS new (value, id) "  # noqa: S608
                f"WHERE {table}.id = new.id",
                [list(values), list(ids)],
            )
        else:
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE id = %s",  # noqa: S608
                list(zip(values, ids, strict=True)),
            )


def _insert_values(into: str, _field: Callable[[str], _Field], same: Mapping[str, Any], each: Values) -> None:
    common = tuple(same.values())
    rows = [common + row for row in zip(*each.values(), strict=True)]
    row = f"({', '.join(['%s'] * (len(same) + len(each)))})"
    with connection.cursor() as cursor:
        for same_size in _portions(rows):
            statement = f"{into}VALUES {', '.join([row] * len(same_size[0]))}"
            values = [list(chain.from_iterable(portion)) for portion in same_size]
            if len(values) == 1:
                cursor.execute(statement, values[0])
            else:
                cursor.executemany(statement, values)


def _portions(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[Sequence[tuple[Any, ...]]]]:
    """The rows in portions, those of one size together: a statement for each size."""
    portions = [rows[begin : begin + ROWS_AT_ONCE] for begin in range(0, len(rows), ROWS_AT_ONCE)]
    for _size, same_size in groupby(portions, key=len):
        yield list(same_size)


def _insert_arrays(into: str, field: Callable[[str], _Field], same: Mapping[str, Any], each: Values) -> None:
    types = {name: _type(field(name)) for name in [*same, *each]}
    constants = "".join(f"%s::{types[name]}, " for name in same)
    arrays = ", ".join(f"%s::{types[name]}[]" for name in each)
    statement = f"{into}SELECT {constants}rows.* FROM unnest({arrays}) AS rows"  # noqa: S608
    count = len(next(iter(each.values())))
    with connection.cursor() as cursor:
        for begin in range(0, count, ROWS_IN_ARRAYS):
            some = [list(values[begin : begin + ROWS_IN_ARRAYS]) for values in each.values()]
            cursor.execute(statement, [*same.values(), *some])


def _type(field: _Field) -> str:
    # Without a length: a text that is too long is refused by the column, and would be cut by its type.
    return str(field.db_type(connection)).split("(")[0]


def _prepared(field: _Field, values: Sequence[Any]) -> Sequence[Any]:
    """Return values as the database takes them; what stands in row after row (a moment, a trace) is made ready once."""
    if isinstance(field, models.JSONField):
        return [field.get_db_prep_save(value, connection) for value in values]
    types = {type(value) for value in values}
    if any(isinstance(field, kind) and types <= plain for kind, plain in _AS_THEY_ARE.items()):
        return values
    if types == {UUID} and isinstance(getattr(field, "target_field", field), models.UUIDField):
        return values if connection.features.has_native_uuid_field else [value.hex for value in values]
    ready = {value: _plain(field.get_db_prep_save(value, connection)) for value in set(values)}
    return [ready[value] for value in values]


def _plain(value: Any) -> Any:
    """A choice as the text it stands for: PostgreSQL's driver takes no array of texts of several types."""
    return str(value) if isinstance(value, str) else value
