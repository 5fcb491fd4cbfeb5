"""``tijdig covenant why``: ask a covenant file why a field may be seen, or why not; in the words of the pages.

Returns the exit code: 0 every field is permitted, 1 one is not, 2 the question cannot be asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from tijdig.actors import Role
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import FACTS, Fact, FactScalar, FactType, KnownFact
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.covenant.rules.lint import lint_covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.disclosure.rules import Question, answer
from tijdig.problems import Decision, Problem, ProblemKind, Refused

NO_SUCH_FIELD = ProblemKind(
    code="disclosure.no-such-field",
    rule="C9",
    nl="Het gegeven {field} bestaat niet.",
    en="There is no field {field}.",
    remedy_nl="Kies een veld uit de lijst in docs/covenant-file.md, zoals signaal.naam.",
    remedy_en="Choose a field from the list in docs/covenant-file.md, such as signaal.naam.",
)
NO_SUCH_FACT = ProblemKind(
    code="disclosure.no-such-fact",
    rule="C2",
    nl="Het feit {fact} bestaat niet, of kan deze waarde niet hebben.",
    en="There is no fact {fact}, or it cannot have this value.",
    remedy_nl="Schrijf --fact NAAM=WAARDE met een feit uit docs/covenant-file.md: ja of nee, een getal, centen of een "
    "dag (2026-03-01).",
    remedy_en="Write --fact NAME=VALUE with a fact from docs/covenant-file.md: ja or nee, a number, cents or a day "
    "(2026-03-01).",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: from whom, to whom, for what, in which role, on which day, and what is known (name → text)."""

    sender: str
    recipient: str
    purpose: str
    role: Role
    fields: tuple[str, ...]
    facts: Mapping[str, str]
    on: date


def why_of_file(path: Path, asked: Asked, out: TextIO) -> int:
    """Print for each field whether it may be seen and why. Signatures are not looked at: a file has none."""
    try:
        covenant = _covenant(path)
        facts = {name: _known(name, text, asked.on) for name, text in asked.facts.items()}
        _refuse_unknown(asked.fields)
    except OSError as error:
        print(f"{path}: niet te openen / cannot be opened ({error.strerror})", file=out)
        return 2
    except Refused as refused:
        for problem in refused.problems:
            _tell(problem, out)
        return 2
    question = Question(asked.sender, asked.recipient, asked.purpose, asked.role, asked.fields)
    decisions = answer(covenant, CovenantState.IN_FORCE, question, facts, asked.on).decisions
    for name, decision in decisions.items():
        _tell_decision(name, decision, out)
    return 0 if all(decision.permitted for decision in decisions.values()) else 1


def _covenant(path: Path) -> Covenant:
    reading = read_covenant(path.read_bytes())
    problems = lint_covenant(reading)
    if reading.covenant is None or problems:
        raise Refused(problems or reading.problems)
    return reading.covenant


def _refuse_unknown(fields: tuple[str, ...]) -> None:
    unknown = [NO_SUCH_FIELD(field=name) for name in fields if name not in FIELDS]
    if unknown:
        raise Refused(unknown)


def _known(name: str, text: str, on: date) -> KnownFact:
    """Return the fact as established on the day itself, by a source that may set it."""
    fact = FACTS.get(name)
    value = _value(fact, text) if fact else None
    if fact is None or value is None:
        raise Refused(NO_SUCH_FACT(fact=name))
    return KnownFact(value, on, min(fact.sources))


def _value(fact: Fact, text: str) -> FactScalar | None:
    if fact.kind is FactType.YES_NO:
        return {"ja": True, "nee": False, "true": True, "false": False}.get(text.lower())
    if fact.kind is FactType.CHOICE:
        return text if text in fact.choices else None
    try:
        return date.fromisoformat(text) if fact.kind is FactType.DATE else int(text)
    except ValueError:
        return None


def _tell_decision(name: str, decision: Decision, out: TextIO) -> None:
    verdict = "mag / may" if decision.permitted else "mag niet / may not"
    print(f"{name} ({FIELDS[name].description}): {verdict}", file=out)
    for reason in decision.reasons:
        _tell(reason, out)


def _tell(problem: Problem, out: TextIO) -> None:
    print(f"    {problem.nl} ({problem.rule}, {problem.code})\n    {problem.en}", file=out)
    if problem.remedy_nl:
        print(f"    → {problem.remedy_nl}\n    → {problem.remedy_en}", file=out)
