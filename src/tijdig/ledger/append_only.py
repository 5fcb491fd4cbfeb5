"""Migration operations that let the log's tables only grow (T7), on SQLite and on PostgreSQL.

A convenience against slips and a first wall; whoever owns the tables can take the triggers away, and then the tree
tells (T1–T5). SQLite drops triggers with the table when Django builds it anew, so a later migration that alters a
guarded table repeats its operation.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

EVENTS = ("update", "delete", "insert")
REFUSAL = "the log only grows (T7)"


class _Guard(Operation):
    """Triggers on the table of one model. The model's own migration makes them; going back drops them."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, name: str) -> None:
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the triggers for the database at hand."""
        table, columns = _table(to_state.apps.get_model(app_label, self.name))
        if schema_editor.connection.vendor == "postgresql":
            statements = self._postgresql_triggers(table, columns)
        else:
            statements = self._sqlite_triggers(table, columns)
        for statement in statements:
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the triggers."""
        table, _columns = _table(from_state.apps.get_model(app_label, self.name))
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {table}_guard() CASCADE")
        else:
            for event in EVENTS:
                schema_editor.execute(f"DROP TRIGGER {table}_no_{event}")

    def _sqlite_triggers(self, table: str, columns: Sequence[str]) -> list[str]:
        return [
            (
                f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
                f"WHEN {self.on_sqlite(event, table, columns)} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
            for event in EVENTS
        ]

    def _postgresql_triggers(self, table: str, columns: Sequence[str]) -> list[str]:
        body = f"BEGIN {self.on_postgresql(columns)} RAISE EXCEPTION '{REFUSAL}'; END"
        run = f"EXECUTE FUNCTION {table}_guard()"
        return [
            f"CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$ {body} $guard$",
            f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {run}",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}",
        ]

    def describe(self) -> str:
        """Say what the operation does, as `migrate` shows it."""
        return f"Let {self.name} only grow"

    @abstractmethod
    def on_sqlite(self, event: str, table: str, columns: Sequence[str]) -> str:
        """Return the condition under which this event is refused."""

    @abstractmethod
    def on_postgresql(self, columns: Sequence[str]) -> str:
        """Return the statements that return from the trigger when the event is allowed."""


class AppendOnly(_Guard):
    """A kind of log record: sealed once, its parts and itself gone only when a redaction covers them."""

    def __init__(self, name: str, *, kind: str, parts: Sequence[str] = ()) -> None:
        super().__init__(name)
        self.kind = kind
        self.parts = tuple(parts)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """Return how to write this operation down."""
        return type(self).__name__, [self.name], {"kind": self.kind, "parts": self.parts}

    def on_sqlite(self, event: str, table: str, columns: Sequence[str]) -> str:
        """Refuse changes other than sealing and redaction, and rows that take the place of another."""
        if event == "insert":
            return _replaces(table)
        if event == "delete":
            return f"NOT EXISTS ({_COVERS_RECORD.format(kind=self.kind)})"
        sealed = "OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.evidence IS NULL"
        allowed = [f"{sealed} AND {_same('IS', columns, 'position', 'evidence')}"]
        allowed += [
            f"{_emptied(part)} AND {_same('IS', columns, part, f'{part}_salt')}" for part in self.parts
        ]
        return f"NOT ({' OR '.join(allowed)})"

    def on_postgresql(self, columns: Sequence[str]) -> str:
        """Let sealing and redaction through."""
        alike = "IS NOT DISTINCT FROM"
        parts = "".join(
            f"IF {_emptied(part)} AND {_same(alike, columns, part, f'{part}_salt')} THEN RETURN NEW; END IF; "
            for part in self.parts
        )
        return (
            f"IF TG_OP = 'DELETE' THEN IF EXISTS ({_COVERS_RECORD.format(kind=self.kind)}) "
            "THEN RETURN OLD; END IF; END IF; "
            "IF TG_OP = 'UPDATE' THEN "
            "IF OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.evidence IS NULL AND "
            f"{_same(alike, columns, 'position', 'evidence')} THEN RETURN NEW; END IF; {parts}END IF;"
        )


class GrowOnly(_Guard):
    """The tiles of the tree: hashes are added at the right."""

    def on_sqlite(self, event: str, table: str, columns: Sequence[str]) -> str:
        """Refuse all but longer hashes that begin with those that stand."""
        if event == "insert":
            return _replaces(table)
        grows = "substr(NEW.hashes, 1, length(OLD.hashes)) = OLD.hashes"
        return "1" if event == "delete" else f"NOT ({grows} AND {_same('IS', columns, 'hashes')})"

    def on_postgresql(self, columns: Sequence[str]) -> str:
        """Let longer hashes that begin with those that stand through."""
        return (
            "IF TG_OP = 'UPDATE' THEN IF substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) = OLD.hashes AND "
            f"{_same('IS NOT DISTINCT FROM', columns, 'hashes')} THEN RETURN NEW; END IF; END IF;"
        )


class NeverChanged(_Guard):
    """What was signed stays as it was signed."""

    def on_sqlite(self, event: str, table: str, columns: Sequence[str]) -> str:
        """Refuse every change."""
        del columns
        return _replaces(table) if event == "insert" else "1"

    def on_postgresql(self, columns: Sequence[str]) -> str:
        """Let nothing through."""
        del columns
        return ""


_COVERS_RECORD = (
    "SELECT 1 FROM ledger_redaction AS covers WHERE covers.controller_id = OLD.controller_id "
    "AND covers.place = OLD.position AND covers.part = '' AND covers.record_kind = '{kind}'"
)

_COVERS_PART = (
    "SELECT 1 FROM ledger_redaction AS covers WHERE covers.controller_id = OLD.controller_id "
    "AND covers.commitment = OLD.{part}_commitment AND covers.part = '{part}'"
)


def _replaces(table: str) -> str:
    # INSERT OR REPLACE deletes without asking a DELETE trigger.
    return f"EXISTS (SELECT 1 FROM {table} AS there WHERE there.id = NEW.id)"  # noqa: S608 - our own table


def _emptied(part: str) -> str:
    return f"NEW.{part} IS NULL AND NEW.{part}_salt IS NULL AND EXISTS ({_COVERS_PART.format(part=part)})"


def _same(alike: str, columns: Sequence[str], *but: str) -> str:
    return " AND ".join(f'NEW."{one}" {alike} OLD."{one}"' for one in columns if one not in but)


def _table(model: type[Model]) -> tuple[str, list[str]]:
    options = model._meta  # noqa: SLF001 - Django's public way to table and columns
    return options.db_table, [str(field.column) for field in options.concrete_fields]
