"""Make mutants of a Python module: the same module with one small thing wrong, each on its own.

What is changed is logic: comparisons, and/or/not, numbers, texts, arithmetic, conditions, filters of comprehensions,
arguments, what is returned, whole statements. Left alone are imports, annotations, decorators, docstrings and the
sentences of problems, which decide nothing.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SWAPPED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any"}
SENTENCES = {"ProblemKind", "Sentences"}


@dataclass(frozen=True)
class Mutant:
    """One change: where it stands, what was and what is, and the changed module."""

    line: int
    within: str
    was: str
    now: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """How an explanation names it; lines shift, so they are no part of it."""
        return f"{self.within}: {self.was} → {self.now}"


type _Change = Callable[[ast.AST], ast.AST | None]


def mutants_of(source: str) -> list[Mutant]:
    """Return every mutant of a module's source."""
    tree = ast.parse(source)
    found = []
    for within, path, node in _places(tree, (), "module"):
        for now, change in _changes(node, path):
            mutated = copy.deepcopy(tree)
            _replace(mutated, path, change)
            ast.fix_missing_locations(mutated)
            found.append(Mutant(getattr(node, "lineno", 0), within, _told(node), now, mutated))
    return found


type _Path = tuple[tuple[str, int | None], ...]


def _places(node: ast.AST, path: _Path, within: str) -> Iterator[tuple[str, _Path, ast.AST]]:
    """Walk over what may be changed, with the way to it and the function that it stands in."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        listed = value if isinstance(value, list) else [value]
        for number, child in enumerate(listed):
            if not isinstance(child, ast.AST) or _is_left_alone(child):
                continue
            step: _Path = (*path, (name, number if isinstance(value, list) else None))
            named = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else within
            yield named, step, child
            yield from _places(child, step, named)


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.TypeAlias):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True  # a docstring
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in SENTENCES
    return isinstance(node, ast.Raise)


def _changes(node: ast.AST, path: _Path) -> Iterator[tuple[str, _Change]]:
    for rule in (_comparison, _logic, _constant, _arithmetic, _call, _statement, _filter):
        yield from rule(node, path)


def _comparison(node: ast.AST, _path: _Path) -> Iterator[tuple[str, _Change]]:
    if not isinstance(node, ast.Compare):
        return
    for number, operator in enumerate(node.ops):
        for other in SWAPPED[type(operator)]:
            swapped = copy.deepcopy(node)
            swapped.ops[number] = other()
            yield _told(swapped), _becomes(swapped)


def _logic(node: ast.AST, _path: _Path) -> Iterator[tuple[str, _Change]]:
    if isinstance(node, ast.BoolOp):
        other = copy.deepcopy(node)
        other.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _told(other), _becomes(other)
        for number in range(len(node.values)):
            fewer = [value for place, value in enumerate(node.values) if place != number]
            shorter = fewer[0] if len(fewer) == 1 else ast.BoolOp(node.op, fewer)
            yield _told(shorter), _becomes(shorter)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _told(node.operand), _becomes(node.operand)
    if isinstance(node, ast.IfExp):
        for branch in (node.body, node.orelse):
            yield _told(branch), _becomes(branch)
    if isinstance(node, ast.If | ast.While):
        for always in (True, False):
            changed = copy.deepcopy(node)
            changed.test = ast.Constant(always)
            yield f"if {always}", _becomes(changed)


def _constant(node: ast.AST, _path: _Path) -> Iterator[tuple[str, _Change]]:
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield repr(not node.value), _becomes(ast.Constant(not node.value))
    elif isinstance(node.value, int):
        yield repr(node.value + 1), _becomes(ast.Constant(node.value + 1))
    elif isinstance(node.value, str):
        changed = f"{node.value}x" if node.value else "x"
        yield repr(changed), _becomes(ast.Constant(changed))


def _arithmetic(node: ast.AST, _path: _Path) -> Iterator[tuple[str, _Change]]:
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        other = copy.deepcopy(node)
        other.op = ARITHMETIC[type(node.op)]()
        yield _told(other), _becomes(other)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield _told(node.operand), _becomes(node.operand)


def _call(node: ast.AST, _path: _Path) -> Iterator[tuple[str, _Change]]:
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name) and node.func.id in OTHER_CALL:
        other = copy.deepcopy(node)
        other.func = ast.Name(OTHER_CALL[node.func.id], ast.Load())
        yield _told(other), _becomes(other)
    for number in range(len(node.args)):
        if isinstance(node.args[number], ast.Constant | ast.Starred | ast.GeneratorExp):
            continue
        without = copy.deepcopy(node)
        without.args[number] = ast.Constant(None)
        yield _told(without), _becomes(without)


def _statement(node: ast.AST, path: _Path) -> Iterator[tuple[str, _Change]]:
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return None", _becomes(ast.Return(ast.Constant(None)))
    inside = any(name == "body" for name, _ in path[:-1])
    if inside and isinstance(node, ast.Assign | ast.AugAssign | ast.Expr):
        yield "pass", _becomes(ast.Pass())
    if isinstance(node, ast.Continue):
        yield "break", _becomes(ast.Break())
    if isinstance(node, ast.Break):
        yield "continue", _becomes(ast.Continue())


def _filter(node: ast.AST, _path: _Path) -> Iterator[tuple[str, _Change]]:
    if isinstance(node, ast.comprehension) and node.ifs:
        for number in range(len(node.ifs)):
            open_to_all = copy.deepcopy(node)
            del open_to_all.ifs[number]
            yield "no filter", _becomes(open_to_all)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _becomes(other: ast.AST) -> _Change:
    return lambda _: copy.deepcopy(other)


def _told(node: ast.AST) -> str:
    text = ast.unparse(node) if not isinstance(node, ast.comprehension) else ast.unparse(node.ifs[0])
    return " ".join(text.split())[:100]


def _replace(tree: ast.AST, path: _Path, change: _Change) -> None:
    *above, (name, number) = path
    node: ast.AST = tree
    for field, place in above:
        value = getattr(node, field)
        node = value if place is None else value[place]
    if number is None:
        setattr(node, name, change(getattr(node, name)))
    else:
        listed = getattr(node, name)
        listed[number] = change(listed[number])
