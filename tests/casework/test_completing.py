"""Which act completes which task: the table that the page tells it from says what the services do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tijdig.casework import services
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.task_requirements import COMPLETED_BY
from tijdig.casework.rules.transitions import Act

SERVICES = Path(services.__file__).parent


def functions() -> dict[str, list[ast.Call]]:
    """Every function of the services by its name, with the calls that it makes."""
    return {
        function.name: [one for one in ast.walk(function) if isinstance(one, ast.Call)]
        for path in SERVICES.glob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
    }


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def named(call: ast.Call, keyword: str) -> str:
    """The member of an enumeration that a call gives by this keyword: ``REFER`` of ``act=Act.REFER``."""
    given = next((one.value for one in call.keywords if one.arg == keyword), None)
    return given.attr if isinstance(given, ast.Attribute) else ""


def finished_by_acts() -> Iterator[tuple[TaskKind, Act]]:
    """Each kind of task that a service finishes, itself or by a function that it calls, with the act it carries out."""
    known = functions()
    for calls in known.values():
        acts = {named(one, "act") for one in calls if called(one) == "case_to_change"} - {""}
        further = [one for call in calls for one in known.get(called(call), [])]
        kinds = {named(one, "kind") for one in (*calls, *further) if called(one) == "finish_tasks"} - {""}
        yield from ((TaskKind[kind], Act[act]) for act in acts for kind in kinds)


def test_each_act_that_is_said_to_complete_a_task_completes_it() -> None:
    assert COMPLETED_BY.items() <= set(finished_by_acts())
