"""Where each key of a TOML text stands: a small index from key path to line, so that problems can point.

TOML's parser in the standard library gives values without places. This index reads headers and keys only; what
stands inside an inline table or array is found on the line of the key that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_STEP = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def key_lines(text: str) -> Mapping[str, int]:
    """Return ``{"uitwisseling[0].voorwaarde[1].feit": 42, …}``, lines counted from 1."""
    return _Index().read(text)


class _Index:
    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.table = ""
        self.depth = 0
        self.fence = ""

    def read(self, text: str) -> Mapping[str, int]:
        for number, line in enumerate(text.splitlines(), start=1):
            if self._inside_a_value(line):
                continue
            header = _HEADER.match(line)
            key = None if header else _KEY.match(line)
            if header:
                self._enter(header.group(2), repeats=header.group(1) == "[[", line=number)
            elif key:
                self._note(self._join(self.table, key.group(1)), number)
                self._open_value(line[key.end() :])
        return self.lines

    def _inside_a_value(self, line: str) -> bool:
        if self.fence:
            if self.fence in line:
                self.fence = ""
            return True
        if self.depth > 0:
            self.depth += _brackets(line)
            return True
        return False

    def _open_value(self, value: str) -> None:
        for fence in ('"""', "'''"):
            if value.count(fence) % 2:
                self.fence = fence
                return
        self.depth = max(0, _brackets(value))

    def _enter(self, name: str, *, repeats: bool, line: int) -> None:
        steps = _STEP.findall(name)
        parents, last = steps[:-1], steps[-1]
        path = ""
        for step in parents:
            path = self._join(path, step)
            if path in self.counts:
                path = f"{path}[{self.counts[path]}]"
        path = self._join(path, last)
        if repeats:
            self.counts[path] = self.counts.get(path, -1) + 1
            path = f"{path}[{self.counts[path]}]"
        self.table = path
        self._note(path, line)

    def _note(self, path: str, line: int) -> None:
        self.lines.setdefault(path, line)

    @staticmethod
    def _join(path: str, name: str) -> str:
        steps = [step.strip("\"'") for step in _STEP.findall(name)]
        return ".".join([path, *steps] if path else steps)


def _brackets(text: str) -> int:
    bare = _QUOTED.sub("", text).split("#", 1)[0]
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


def line_of(lines: Mapping[str, int], path: str) -> int | None:
    """Return the line of ``path``, or of the nearest table or key that holds it; None for an empty index."""
    while path:
        if path in lines:
            return lines[path]
        shorter = re.sub(r"(\[\d+\]|\.?[^.\[\]]+)$", "", path)
        path = shorter if shorter != path else ""
    return 1 if lines else None
