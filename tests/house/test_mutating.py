"""The mutants of `make mutants`: small mistakes, one at a time, and only where something is decided."""

from __future__ import annotations

import ast

import pytest

from tools.mutating import mutants_of


def changes(source: str) -> set[str]:
    return {f"{mutant.was} → {mutant.now}" for mutant in mutants_of(source)}


@pytest.mark.parametrize(
    ("source", "some"),
    [
        ("def f(a):\n    return a < 1", {"a < 1 → a <= 1", "a < 1 → a > 1", "1 → 2", "return a < 1 → return None"}),
        ("def f(a, b):\n    return a and not b", {"a and (not b) → a or not b", "not b → b"}),
        ("def f(rows):\n    return [r for r in rows if r.ok]", {"r.ok → no filter"}),
        ("def f(a):\n    if a:\n        a = 2\n    return a", {"a = 2 → pass"}),
        ("def f(a):\n    return max(a, g(a))", {"max(a, g(a)) → min(a, g(a))", "g(a) → g(None)"}),
    ],
)  # fmt: skip
def test_a_decision_is_changed_in_each_small_way(source: str, some: set[str]) -> None:
    assert some <= changes(source)


def test_what_decides_nothing_is_left_alone() -> None:
    source = (
        '"""About."""\nimport x\n\n@cache\ndef f(a: int = None) -> str:\n    """Say."""\n    raise E(a + 1)\n'
    )
    assert not changes(source)


def test_each_mutant_is_a_module_with_one_change() -> None:
    source = "def f(a):\n    return a < 1 and a > 0"
    for mutant in mutants_of(source):
        changed = ast.unparse(mutant.tree)
        compile(changed, "mutant", "exec")
        assert changed != source
    assert ast.unparse(ast.parse(source)) == source
