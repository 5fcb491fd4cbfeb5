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
    "inserting.py",
    "vault/rows.py",
    "vault/registers.py",
    "web/account/stored_sessions.py",  # the framework's own store of sessions, with sealed content
}
RECORDERS = {"record_event", "record_events"}
# What these write *is* the log: the event, the tree over it, the decision, and the processing (L2, T1).
THE_LOG_ITSELF = {
    "ledger/services/recording.py:record_event",
    "ledger/services/recording.py:record_events",
    "ledger/services/sealing.py:seal_log",
    "ledger/services/sealing.py:seal_logs",
    "disclosure/services.py:disclose",
    "disclosure/services_many.py:act_on_many",
    "disclosure/services_processing.py:record_processing",
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


@cache
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


def recorded() -> list[tuple[Module, Function]]:
    """All of them but those that write the log itself."""
    return [
        (module, function) for module, function in services() if named(module, function) not in THE_LOG_ITSELF
    ]


def named(module: Module, function: Function) -> str:
    return f"{module.name}:{function.name}"


def test_there_are_services_to_look_at() -> None:
    assert {named(*service) for service in services()} >= THE_LOG_ITSELF


def test_a_service_that_writes_says_who_acts() -> None:
    # Who holds a token (an invitation, a sign-in link) is nobody yet: who acts follows from the token.
    said = [named(*service) for service in services() if not keyword_names(service[1]) & {"actor", "token"}]
    assert said == [], "services take (*, actor, …)"


def test_a_service_that_writes_takes_keyword_only_arguments() -> None:
    assert [named(*service) for service in services() if service[1].args.args] == []


def test_a_service_that_writes_leaves_its_audit_event() -> None:
    silent = []
    for module, function in recorded():
        recording = RECORDERS | imported_services(module)
        functions = {each.name: each for each in module.functions()}
        found = {name: bool(names_called_in(each) & recording) for name, each in functions.items()}
        if not reaches(function.name, functions, found, frozenset()):
            silent.append(named(module, function))
    assert silent == [], "these write, and no path leads to record_event"


def test_a_service_that_writes_is_all_or_nothing() -> None:
    halfway = []
    for module, function in recorded():
        functions = {each.name: each for each in module.functions()}
        found = {name: "atomic" in ast.unparse(each) for name, each in functions.items()}
        if not reaches(function.name, functions, found, frozenset()):
            halfway.append(named(module, function))
    assert halfway == [], "these are not atomic"


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
