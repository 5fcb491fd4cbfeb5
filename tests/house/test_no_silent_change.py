"""No silent change (R58): every write lives in a service, says who acts, is atomic and leaves its audit event."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from tests.house.orm_writes import names_called_in, writes_in
from tests.house.source import Function, Module, modules, modules_of_kind

# Managers: Django itself calls one to make a person, the log's own readies each record that a service writes, and the
# keys of a sealed row are made when a service saves the row; that service records the event. Publishing marks a
# tombstone, of which the destroying told, as written to the file.
MAY_WRITE_TOO = {
    "parties/models.py",
    "ledger/models.py",
    "vault/keys.py",
    "vault/publishing.py",
    "vault/rows.py",
}
RECORDERS = {"record_event"}
# What these write *is* the log: the event, the tree over it, the decision, and the processing (L2, T1).
THE_LOG_ITSELF = {
    "ledger/services/recording.py:record_event",
    "ledger/services/sealing.py:seal_log",
    "ledger/services/sealing.py:seal_logs",
    "disclosure/services.py:disclose",
    "disclosure/services_processing.py:write_rows",
}


def keyword_names(function: Function) -> set[str]:
    """Names of the keyword-only arguments."""
    return {argument.arg for argument in function.args.kwonlyargs}


@cache
def recording_services() -> set[str]:
    """Names of the services that say who acts: they are held to record for themselves."""
    return {
        function.name
        for module in modules_of_kind("services")
        for function in module.functions()
        if "actor" in keyword_names(function)
    }


def imported_services(module: Module) -> set[str]:
    """Names of such services that this module imports."""
    imported = {
        alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module and "services" in node.module
        for alias in node.names
    }
    return imported & recording_services()


def public_face(module: Module) -> set[str]:
    """Names that others may call: all without an underscore, or of a package what its ``__init__`` hands on."""
    inside = module.path.parent.name == "services"
    package = {other.path: other for other in modules()}.get(module.path.with_name("__init__.py"))
    handed_on = {
        alias.name
        for node in (package.tree.body if package and inside else ())
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return handed_on or {each.name for each in module.functions() if not each.name.startswith("_")}


def reaches(name: str, functions: dict[str, Function], found: dict[str, bool], seen: frozenset[str]) -> bool:
    """Whether a function has a property itself, or through a function of the same module that it calls."""
    if found[name]:
        return True
    below = names_called_in(functions[name]) & functions.keys() - seen - {name}
    return any(reaches(other, functions, found, seen | {name}) for other in below)


def services() -> list[tuple[Module, Function]]:
    """Every public function of every services module that writes."""
    found = []
    for module in modules_of_kind("services"):
        functions = {function.name: function for function in module.functions()}
        writing = {name: bool(writes_in(function)) for name, function in functions.items()}
        face = public_face(module)
        found += [
            (module, function)
            for name, function in functions.items()
            if name in face and reaches(name, functions, writing, frozenset())
        ]
    return found


SERVICES = [
    pytest.param(module, function, id=f"{module.name}:{function.name}") for module, function in services()
]
RECORDED = [service for service in SERVICES if service.id not in THE_LOG_ITSELF]


def test_there_are_services_to_look_at() -> None:
    assert {str(service.id) for service in SERVICES} >= THE_LOG_ITSELF


@pytest.mark.parametrize(("module", "function"), SERVICES)
def test_a_service_that_writes_says_who_acts(module: Module, function: Function) -> None:
    # Who holds a token (an invitation, a sign-in link) is nobody yet: who acts follows from the token.
    assert keyword_names(function) & {"actor", "token"}, f"{module.name}: {function.name}(*, actor, …)"
    assert not function.args.args, f"{module.name}: {function.name} takes keyword-only arguments"


@pytest.mark.parametrize(("module", "function"), RECORDED)
def test_a_service_that_writes_leaves_its_audit_event(module: Module, function: Function) -> None:
    recording = RECORDERS | imported_services(module)
    functions = {each.name: each for each in module.functions()}
    found = {name: bool(names_called_in(each) & recording) for name, each in functions.items()}

    assert reaches(function.name, functions, found, frozenset()), (
        f"{module.name}: {function.name} writes, and no path leads to record_event"
    )


@pytest.mark.parametrize(("module", "function"), RECORDED)
def test_a_service_that_writes_is_all_or_nothing(module: Module, function: Function) -> None:
    functions = {each.name: each for each in module.functions()}
    found = {name: "atomic" in ast.unparse(each) for name, each in functions.items()}

    assert reaches(function.name, functions, found, frozenset()), (
        f"{module.name}: {function.name} is not atomic"
    )


def test_only_services_write() -> None:
    others = [
        module for module in modules() if not module.is_kind("services") and module.name not in MAY_WRITE_TOO
    ]

    assert len(others) > 100
    assert [
        f"{module.name}, line {call.lineno}: {ast.unparse(call.func)}"
        for module in others
        for call in writes_in(module.tree)
    ] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("case.save()", True),
        ("case.save(update_fields=['state'])", True),
        ("Case.objects.create(x=1)", True),
        ("Case.objects.filter(id=1).update(x=2)", True),
        ("cases.filter(id=1).exclude(x=2).delete()", True),
        ("link.delete()", True),
        ("Case.objects.bulk_create(rows)", True),
        ("digest.update(b'x')", False),
        ("seen.update({1})", False),
        ("workbook.save(path)", False),
        ("Case.objects.filter(id=1).first()", False),
    ],
)
def test_a_write_is_recognised(source: str, expected: bool) -> None:
    assert bool(writes_in(ast.parse(source))) is expected
