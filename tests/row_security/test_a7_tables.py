"""Which tables are to have a policy follows from their columns; those without one are named, with the reason (A7)."""

from __future__ import annotations

from django.apps import apps

from tijdig.row_security import WITHOUT_POLICY

OF_NO_MODEL = {"django_migrations"}


def tables(*, with_controller: bool) -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(field.column == "controller_id" for field in model._meta.concrete_fields) is with_controller
    }


def test_a7_a_table_without_a_controller_is_one_of_those_named() -> None:
    assert tables(with_controller=False) <= set(WITHOUT_POLICY)


def test_a7_each_table_named_exists_and_says_why() -> None:
    assert set(WITHOUT_POLICY) <= tables(with_controller=True) | tables(with_controller=False) | OF_NO_MODEL
    assert all(len(why.split()) > 1 for why in WITHOUT_POLICY.values())


def test_a7_nothing_about_residents_or_their_cases_goes_without() -> None:
    rooms = (
        "intake",
        "residents",
        "linkage",
        "casework",
        "meeting",
        "disclosure",
        "vault",
        "covenant",
        "rights",
    )
    named = {name for name in WITHOUT_POLICY if name.startswith(rooms)}
    assert named == {
        "vault_controllerkey",
        "vault_tombstone",
        "vault_tombstonefile",
    }  # no key, no data: what wraps
