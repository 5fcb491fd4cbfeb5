"""Read the text of a covenant file into a :class:`Covenant`, or say with line and key why that is not possible."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from tijdig.covenant.rules.building import build_covenant
from tijdig.covenant.rules.canonical import content_hash
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.lines import key_lines, line_of
from tijdig.covenant.rules.outline import Line, outline
from tijdig.covenant.rules.shape import shape_problems
from tijdig.problems import Problem, ProblemKind

# A covenant is a few hundred lines; a file of this size is something else, and parsing it would only cost memory.
LARGEST_FILE_BYTES = 1_000_000

TOO_LARGE = ProblemKind(
    code="covenant.too-large",
    rule="S2",
    nl="Het bestand is groter dan 1 MB; dat is geen convenant.",
    en="The file is larger than 1 MB; that is no covenant.",
    remedy_nl="Kies het convenantbestand (.toml).",
    remedy_en="Choose the covenant file (.toml).",
)
NOT_UTF8 = ProblemKind(
    code="covenant.not-utf8",
    rule="S3",
    nl="Het bestand is geen UTF-8-tekst.",
    en="The file is not UTF-8 text.",
    remedy_nl="Bewaar het bestand als UTF-8.",
    remedy_en="Save the file as UTF-8.",
)
NOT_TOML = ProblemKind(
    code="covenant.not-toml",
    rule="R1",
    nl="Het bestand is geen geldige TOML: {detail}.",
    en="The file is not valid TOML: {detail}.",
    remedy_nl="Verbeter de regel; vaak mist een aanhalingsteken, haakje of is-teken.",
    remedy_en="Mend the line; often a quote, bracket or equals sign is missing.",
)
DUPLICATE_KEY = ProblemKind(
    code="covenant.duplicate-key",
    rule="R1",
    nl="Een sleutel of tabel staat er twee keer.",
    en="A key or table stands there twice.",
    remedy_nl="Houd er één over: het bestand mag maar één ding zeggen.",
    remedy_en="Keep one: the file may say one thing only.",
)

_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")
_LONG_QUOTE = re.compile(r"""(["'])(?:(?!\1).){4,}\1""")
_TWICE = (
    "Cannot overwrite",
    "Cannot declare",
    "Duplicate inline table key",
    "Cannot mutate",
    "Cannot redefine",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a text: a covenant (then no problems), or problems (then no covenant).

    ``lines`` tells where each key stands; the linter uses it to point. ``outline`` holds all that the file says by
    path, with repeated tables named by their id, name or article (``uitwisseling.U1.doel``).
    """

    covenant: Covenant | None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    outline: Mapping[str, Line] = field(default_factory=dict)


def read_covenant(source: bytes | str) -> Reading:
    """Read a covenant file. Only the shape is judged here; what it agrees on is judged by the linter.

    The same text gives the same object each time, so that what is compiled from a covenant is kept.
    """
    raw = source.encode() if isinstance(source, str) else source
    return Reading(None, (TOO_LARGE(),)) if len(raw) > LARGEST_FILE_BYTES else _read(raw)


@lru_cache(maxsize=64)
def _read(raw: bytes) -> Reading:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Reading(None, (NOT_UTF8(),))
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return Reading(None, (_syntax_problem(str(error), text),))
    except (RecursionError, ValueError):
        return Reading(None, (NOT_TOML(detail="te diep genest of een te groot getal"),))
    return _judge(content, key_lines(text))


def _judge(content: dict[str, object], lines: Mapping[str, int]) -> Reading:
    problems = shape_problems(content)
    if problems:
        pointed = (problem.at(line=line_of(lines, problem.place.key)) for problem in problems)
        return Reading(None, tuple(sorted(pointed, key=lambda p: p.place.line or 0)), lines)
    return Reading(build_covenant(content, content_hash(content)), (), lines, outline(content))


def _syntax_problem(message: str, text: str) -> Problem:
    place = _AT_LINE.search(message)
    line = int(place.group(1)) if place and place.group(1) else len(text.splitlines())
    detail = _AT_LINE.sub("", message)
    if detail.startswith(_TWICE):
        return DUPLICATE_KEY().at(line=line)
    # The parser may quote a piece of the text, and a file that is no covenant may hold anything: keep only signs.
    return NOT_TOML(detail=_LONG_QUOTE.sub("…", detail)).at(line=line)
