"""Triggers that keep covenant versions, verdicts and keys as they were written (C4): on SQLite and on PostgreSQL.

A convenience and a first wall, as the log's own (T7): who may change the tables may drop the trigger too. What then
still holds are the signatures, which no longer verify.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NEVER_CHANGES = ("covenant_acceptance", "covenant_partykey")
VERSIONS = "covenant_covenantversion"
# All but the activation, which is written once.
FIXED_COLUMNS = (
    "id", "controller_id", "urn", "version", "hash", "replaces", "text", "created_at", "created_by",
)  # fmt: skip
_REFUSAL = "covenant: what was proposed or signed never changes (C4)"


def guard_covenants(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, for the database at hand."""
    make = _on_postgresql if schema_editor.connection.vendor == "postgresql" else _on_sqlite
    for statement in make():
        schema_editor.execute(statement)


def unguard_covenants(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in (*NEVER_CHANGES, VERSIONS):
        for act in ("update", "delete"):
            on = f" ON {table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{act}{on}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION covenant_never_changes()")


def _is_changed(differs: str) -> str:
    changes = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in FIXED_COLUMNS)
    return f"OLD.activated_at IS NOT NULL OR {changes}"


def _on_sqlite() -> list[str]:
    body = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    made = [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} {body}"
        for table in NEVER_CHANGES
        for act in ("update", "delete")
    ]
    changed = _is_changed("IS NOT")
    made.append(f"CREATE TRIGGER {VERSIONS}_no_update BEFORE UPDATE ON {VERSIONS} WHEN {changed} {body}")
    made.append(f"CREATE TRIGGER {VERSIONS}_no_delete BEFORE DELETE ON {VERSIONS} {body}")
    return made


def _on_postgresql() -> list[str]:
    run = "FOR EACH ROW EXECUTE FUNCTION covenant_never_changes()"
    when = f"FOR EACH ROW WHEN ({_is_changed('IS DISTINCT FROM')}) EXECUTE FUNCTION covenant_never_changes()"
    body = f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    return [
        f"CREATE FUNCTION covenant_never_changes() RETURNS trigger LANGUAGE plpgsql AS {body}",
        *(
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} {run}"
            for table in NEVER_CHANGES
            for act in ("update", "delete")
        ),
        f"CREATE TRIGGER {VERSIONS}_no_update BEFORE UPDATE ON {VERSIONS} {when}",
        f"CREATE TRIGGER {VERSIONS}_no_delete BEFORE DELETE ON {VERSIONS} {run}",
    ]
