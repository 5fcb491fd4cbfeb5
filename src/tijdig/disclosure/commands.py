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
from tijdig.covenant.rules.facts import KnownFact
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.covenant.rules.lint import lint_covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.disclosure.rules import Question, answer
from tijdig.disclosure.rules_asking import check_field_exists, known_fact
from tijdig.problems import Decision, Problem, Refused


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
    unknown = [problem for name in fields if (problem := check_field_exists(name))]
    if unknown:
        raise Refused(unknown)


def _known(name: str, text: str, on: date) -> KnownFact:
    """Return the fact as established on the day itself, by a source that may set it."""
    fact = known_fact(name, text, on)
    if isinstance(fact, Problem):
        raise Refused(fact)
    return fact


def _tell_decision(name: str, decision: Decision, out: TextIO) -> None:
    verdict = "mag / may" if decision.permitted else "mag niet / may not"
    print(f"{name} ({FIELDS[name].description}): {verdict}", file=out)
    for reason in decision.reasons:
        _tell(reason, out)


def _tell(problem: Problem, out: TextIO) -> None:
    print(f"    {problem.nl} ({problem.rule}, {problem.code})\n    {problem.en}", file=out)
    if problem.remedy_nl:
        print(f"    → {problem.remedy_nl}\n    → {problem.remedy_en}", file=out)
