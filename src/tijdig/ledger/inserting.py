"""Insert many rows of one model: as Django does, without composing a statement that holds every value of every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

from django.db import connection, models

# What both databases take as it is, by kind of column.
_AS_THEY_ARE: Mapping[type[models.Field[Any, Any]], set[type]] = {
    models.CharField: {str, type(None)},
    models.BinaryField: {bytes, type(None)},
    models.BigIntegerField: {int, type(None)},
}


ROWS_AT_ONCE = (
    100  # times the columns of a record: below the 32,766 values that a statement of SQLite may hold
)


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert new rows with their values as they are; what only saving fills in must be there already.

    Some at a time: a table with triggers keeps aside, for each statement, what an outer savepoint changed so far, and
    SQLite walks through that at the end of each.
    """
    meta = model._meta  # noqa: SLF001 - Django's public way to columns
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = [_prepared(field, [getattr(row, field.attname) for row in rows]) for field in fields]
    values = list(zip(*columns, strict=True))
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    insert = f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({names}) VALUES "  # noqa: S608
    row = f"({', '.join('%s' for _field in fields)})"
    with connection.cursor() as cursor:
        for same_size in _portions(values):
            many = ", ".join([row] * len(same_size[0]))
            cursor.executemany(insert + many, [list(chain.from_iterable(portion)) for portion in same_size])


def _portions(values: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[Sequence[tuple[Any, ...]]]]:
    """The rows in portions, those of one size together: a statement for each size."""
    portions = [values[begin : begin + ROWS_AT_ONCE] for begin in range(0, len(values), ROWS_AT_ONCE)]
    for _size, same_size in groupby(portions, key=len):
        yield list(same_size)


def _prepared(field: models.Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    """Return values as the database takes them; what stands in row after row (a moment, a trace) is made ready once."""
    if isinstance(field, models.JSONField):
        return [field.get_db_prep_save(value, connection) for value in values]
    if {type(value) for value in values} <= _AS_THEY_ARE.get(type(field), set()):
        return values
    ready = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [ready[value] for value in values]
