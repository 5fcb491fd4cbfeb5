"""C4: what was proposed or signed never changes: the database itself refuses it, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations import RunPython

from tests.covenant.agreeing import put_in_force, say
from tijdig.covenant.immutability import FIXED_COLUMNS, guard_covenants, unguard_covenants
from tijdig.covenant.models import Acceptance, CovenantVersion, PartyKey
from tijdig.covenant.profiles import profile_text
from tijdig.covenant.queries import standing_of
from tijdig.covenant.rules.in_force import CovenantState, Verdict
from tijdig.covenant.services import propose_covenant

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = datetime(2026, 9, 2, 9, tzinfo=UTC)
TODAY = MOMENT.date()


@pytest.fixture(autouse=True)
def _guarded() -> Iterator[None]:
    """The tests make their tables without migrations: put the triggers there, and take them away again."""
    with connection.schema_editor() as editor:
        guard_covenants(apps, editor)
    yield
    with connection.schema_editor() as editor:
        unguard_covenants(apps, editor)


@pytest.fixture
def version() -> CovenantVersion:
    return put_in_force(profile_text("weert"), MOMENT)


def refused(change: object) -> bool:
    try:
        with transaction.atomic():
            change()  # type: ignore[operator]
    except DatabaseError as error:
        return "C4" in str(error)
    return False


def other(value: object) -> object:
    return None if isinstance(value, datetime) else f"{value}"[:-1] + "x"


@pytest.mark.parametrize("column", FIXED_COLUMNS[1:])
@pytest.mark.parametrize("activated", [True, False])
def test_c4_no_column_of_a_version_changes(column: str, activated: bool) -> None:
    from tijdig.actors import system_actor

    text = profile_text("weert")
    one = put_in_force(text, MOMENT) if activated else propose_covenant(actor=system_actor("0988"), text=text)
    changed = MOMENT if column == "created_at" else one.pk if column == "created_by" else "x"
    assert refused(lambda: CovenantVersion.objects.filter(pk=one.pk).update(**{column: changed}))
    assert CovenantVersion.objects.get(pk=one.pk).text == text


def test_c4_the_activation_is_written_once(version: CovenantVersion) -> None:
    versions = CovenantVersion.objects.filter(pk=version.pk)
    assert refused(lambda: versions.update(activated_at=None))
    assert refused(lambda: versions.update(activation_token=""))
    assert refused(lambda: versions.update(activated_by_name="Iemand Anders"))


@pytest.mark.parametrize("table", [CovenantVersion, Acceptance, PartyKey])
def test_c4_nothing_is_taken_away(version: CovenantVersion, table: type[models.Model]) -> None:
    rows = table._default_manager.all()
    count = rows.count()
    assert count
    assert refused(lambda: rows._raw_delete(rows.db))  # past Django's own protection of what is referred to
    assert rows.count() == count


@pytest.mark.parametrize("table", [Acceptance, PartyKey])
def test_c4_no_column_of_a_verdict_or_key_changes(
    version: CovenantVersion, table: type[models.Model]
) -> None:
    row = table._default_manager.all()[0]
    for field in table._meta.concrete_fields[1:]:
        value = getattr(row, field.attname)
        assert refused(
            lambda name=field.attname, same=value: table._default_manager.update(**{name: same})
        ), field.name


def test_c4_what_may_happen_still_happens(version: CovenantVersion) -> None:
    """Signing and activating write through the triggers: the version stands, and a verdict can be added."""
    assert standing_of(version, TODAY).state is CovenantState.IN_FORCE
    say(version, "amw", Verdict.REVOKE, MOMENT)
    assert standing_of(version, TODAY).state is CovenantState.REVOKED


def test_c4_the_migration_makes_the_triggers() -> None:
    migration = import_module("tijdig.covenant.migrations.0001_initial").Migration
    made = [step.code for step in migration.operations if isinstance(step, RunPython)]
    assert made == [guard_covenants]
