"""What the tests of the codebase read: source files, and the calls and functions in them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "tijdig"

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of the application; parsed by the first test that reads it, not by each worker."""

    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        """What the file says."""
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @property
    def name(self) -> str:
        """Path below ``src/tijdig``, as a test id."""
        return self.path.relative_to(PACKAGE).as_posix()

    @property
    def dotted(self) -> str:
        """Name to import it by."""
        return ".".join(("tijdig", *self.path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        )

    def is_kind(self, kind: str) -> bool:
        """Whether this is ``kind.py``, ``kind_….py`` or a file in the package ``kind/``."""
        *folders, file = self.path.relative_to(PACKAGE).with_suffix("").parts
        return kind in folders or file == kind or file.startswith(f"{kind}_")

    def functions(self) -> list[Function]:
        """Functions at the top level of the module."""
        return [node for node in self.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the application, without migrations."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    return tuple(Module(path) for path in paths)


def modules_of_kind(kind: str) -> list[Module]:
    """Every module of one piece of furniture: ``services``, ``queries``, ``rules``, ``views``."""
    return [module for module in modules() if module.is_kind(kind)]


def called_name(call: ast.Call) -> str:
    """Last part of what is called: ``save`` of ``case.save()``."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    """Every call below a node."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Call))


def imported_modules(tree: ast.AST) -> set[str]:
    """Every module that is imported anywhere in the file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the repository: what is committed, or is about to be; empty outside a git clone."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def text_of(path: Path) -> str | None:
    """The text of a file; None when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
