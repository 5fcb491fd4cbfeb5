"""Insert many rows of one model: as Django does, without composing a statement that holds every value of every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

# What both databases take as it is, by kind of column.
_AS_THEY_ARE: Mapping[type[models.Field[Any, Any]], set[type]] = {
    models.CharField: {str, type(None)},
    models.BinaryField: {bytes, type(None)},
    models.BigIntegerField: {int, type(None)},
}


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert new rows with their values as they are; what only saving fills in must be there already."""
    if not rows:
        return
    meta = model._meta  # noqa: SLF001 - Django's public way to columns
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join("%s" for _field in fields)
    columns = [_prepared(field, [getattr(row, field.attname) for row in rows]) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608
            list(zip(*columns, strict=True)),
        )


def _prepared(field: models.Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    """Return values as the database takes them; what stands in row after row (a moment, a trace) is made ready once."""
    if isinstance(field, models.JSONField):
        return [field.get_db_prep_save(value, connection) for value in values]
    if {type(value) for value in values} <= _AS_THEY_ARE.get(type(field), set()):
        return values
    ready = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [ready[value] for value in values]
