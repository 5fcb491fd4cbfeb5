"""One ``Problem`` and one ``Decision`` for every refusal in the system.

A refusal reads the same on a page, in the API (RFC 9457), on the command line, in a receipt and in the log: a stable
code, a Dutch and an English sentence, the rule or article behind it and, where there is one, the remedy. Every kind of
problem is declared once as a :class:`ProblemKind` next to the rule that raises it; the catalogue in the docs is
generated from :func:`problem_kinds`.

No Django, no I/O, no clock: pure rules may use this module. Parameters of a sentence never hold personal data: a
problem names a row, a column or a key, not what stood there.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

_KINDS: dict[str, ProblemKind] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem stands: data row (from 1), column heading, line in a text file (from 1), key in a covenant."""

    row: int | None = None
    column: str = ""
    line: int | None = None
    key: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or refused, ready to be shown.

    ``code`` is stable and dotted (``intake.objection``); ``rule`` names the rule (``R6``), id (``C2``) or article.
    ``params`` are the values that were filled into the sentences, so that a stored problem can be told again.
    """

    code: str
    rule: str
    nl: str
    en: str
    remedy_nl: str = ""
    remedy_en: str = ""
    place: Place = NOWHERE
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def at(
        self, *, row: int | None = None, column: str = "", line: int | None = None, key: str = ""
    ) -> Problem:
        """Return the same problem, standing at this place; what is not given stays as it was."""
        old = self.place
        return replace(
            self,
            place=Place(
                row=old.row if row is None else row,
                column=column or old.column,
                line=old.line if line is None else line,
                key=key or old.key,
            ),
        )


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: declared once, told many times.

    The sentences may hold ``{names}``; calling the kind fills them and raises ``KeyError`` when one is missing. Two
    kinds with the same code are a programming error (``ValueError`` at import).
    """

    code: str
    rule: str
    nl: str
    en: str
    remedy_nl: str = ""
    remedy_en: str = ""

    def __post_init__(self) -> None:
        known = _KINDS.setdefault(self.code, self)
        if known != self:
            raise ValueError(f"two problem kinds share the code {self.code}")

    def __call__(self, **params: object) -> Problem:
        """Return the problem with its sentences filled in from ``params``."""
        return self.told_with({name: str(value) for name, value in params.items()})

    def told_with(self, values: Mapping[str, str], place: Place = NOWHERE) -> Problem:
        """Return the same from values that are text already, standing at this place."""
        return Problem(
            code=self.code,
            rule=self.rule,
            nl=self.nl.format(**values),
            en=self.en.format(**values),
            remedy_nl=self.remedy_nl.format(**values),
            remedy_en=self.remedy_en.format(**values),
            place=place,
            params=MappingProxyType(values),
        )


def problem_kinds() -> Mapping[str, ProblemKind]:
    """Return every kind declared so far, by code."""
    return MappingProxyType(_KINDS)


def retell(code: str, params: Mapping[str, str], place: Place = NOWHERE) -> Problem:
    """Tell a stored problem again from its code and parameters; ``KeyError`` for an unknown code."""
    return _KINDS[code].told_with({name: str(value) for name, value in params.items()}, place)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to "is this allowed?": permit or deny, with the reasons, and what it rests on.

    ``exchange`` is the id of the covenant's exchange (``U1``) and ``ground`` its legal basis where a covenant
    decided; both are empty where a role decided. A permit has reasons too: they answer "why may I see this?".
    """

    permitted: bool
    reasons: tuple[Problem, ...] = ()
    exchange: str = ""
    ground: str = ""

    def __bool__(self) -> bool:
        """Refuse to be used as a truth value, so that no one forgets the reasons."""
        raise TypeError("use decision.permitted")


class Refused(Exception):
    """Raised by services when something is not allowed or not possible; carries the problems to show.

    The exception's own text holds codes only, so that a traceback or log line never shows personal data.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))


class NotFound(Exception):
    """The object does not exist *for this actor*: unknown and foreign objects are the same (A6), a 404."""


def place_of(error: BaseException) -> str:
    """Return ``Type at function:line < function:line``: what may be told of an error, whose message may hold anything.

    A library's message may repeat the row that it was given; neither it nor what led to the error is told (L6).
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"
