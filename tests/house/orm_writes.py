"""Recognise a write to the database in source: by the name of the method and by what it is called on."""

from __future__ import annotations

import ast

from tests.house.source import called_name, calls_in

ONLY_ORM = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "aupdate",
    "adelete",
    "insert_alike",
}
OUR_OWN = {"insert_rows", "insert_instances", "update_column"}  # functions that insert whole columns
ON_A_QUERY = {"create", "update", "delete"}
QUERY_PARTS = {"objects", "filter", "exclude", "all", "select_for_update", "order_by", "get_queryset"}


def _names_in_chain(node: ast.expr) -> set[str]:
    """Names along ``Case.objects.filter(…).update``: Case, objects, filter."""
    match node:
        case ast.Attribute(value=value, attr=attr):
            return _names_in_chain(value) | {attr}
        case ast.Call(func=func):
            return _names_in_chain(func)
        case ast.Name(id=name):
            return {name}
    return set()


def is_write(call: ast.Call) -> bool:
    """Whether a call writes rows: ``x.save()``, ``X.objects.create(…)``, ``rows.filter(…).update(…)``…"""
    if not isinstance(call.func, ast.Attribute):
        return called_name(call) in OUR_OWN
    name, chain = call.func.attr, _names_in_chain(call.func.value)
    if name in ONLY_ORM:
        return True
    if name in ON_A_QUERY and chain & QUERY_PARTS:
        return True
    if name == "delete":
        return not call.args and not call.keywords
    # Files and images are saved with arguments; a row is saved bare or with these keywords.
    return (
        name == "save" and not call.args and {key.arg for key in call.keywords} <= {"update_fields", "using"}
    )


def writes_in(node: ast.AST) -> list[ast.Call]:
    """Every write below a node."""
    return [call for call in calls_in(node) if is_write(call)]


def names_called_in(node: ast.AST) -> set[str]:
    """The names of everything called below a node."""
    return {called_name(call) for call in calls_in(node)}
