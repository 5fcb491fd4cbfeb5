"""C4: what was once decided is decided the same by every later version: with the facts, and from the log alone."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tijdig.actors import Role
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import FactSource, KnownFact
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.covenant.rules.reading import read_covenant
from tijdig.disclosure.rules import Question, answer, answer_again
from tijdig.problems import Decision

RECORDED = Path(__file__).parent / "recorded"
VERSIONS = sorted(folder.name for folder in RECORDED.iterdir())


@cache
def covenants(version: str) -> Mapping[str, Covenant]:
    """The covenants of that time, as they were written then, by hash."""
    found = [read_covenant(file.read_bytes()).covenant for file in (RECORDED / version).glob("*.toml")]
    return {covenant.hash: covenant for covenant in found if covenant is not None}


@cache
def records(version: str) -> tuple[dict[str, Any], ...]:
    content = gzip.decompress((RECORDED / version / "decisions.jsonl.gz").read_bytes())
    return tuple(json.loads(line) for line in content.decode().splitlines())


def question_of(record: dict[str, Any]) -> Question:
    asked = record["question"]
    return Question(
        asked["sender"], asked["recipient"], asked["purpose"], Role(asked["role"]), tuple(asked["fields"])
    )


def facts_of(record: dict[str, Any]) -> dict[str, KnownFact]:
    return {
        name: KnownFact(_value(value), date.fromisoformat(as_of), FactSource[source])
        for name, (value, as_of, source) in record["facts"].items()
    }


def _value(told: Any) -> Any:
    return date.fromisoformat(told["day"]) if isinstance(told, dict) else told


def differences(record: dict[str, Any], decisions: Mapping[str, Decision]) -> list[str]:
    permitted = {name: one.exchange for name, one in decisions.items() if one.permitted}
    withheld = {name: [r.code for r in one.reasons] for name, one in decisions.items() if not one.permitted}
    return [
        name
        for name in record["question"]["fields"]
        if permitted.get(name) != record["permitted"].get(name)
        or withheld.get(name) != record["withheld"].get(name)
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_c4_every_recorded_covenant_is_read_as_it_was_signed(version: str) -> None:
    """The hash that was signed then is the hash that this version computes."""
    assert {record["covenant"] for record in records(version)} == set(covenants(version))


@pytest.mark.parametrize("version", VERSIONS)
def test_c4_recorded_decisions_are_decided_the_same_from_their_facts(version: str) -> None:
    found = []
    for record in records(version):
        given = answer(
            covenants(version)[record["covenant"]],
            CovenantState(record["state"]),
            question_of(record),
            facts_of(record),
            date.fromisoformat(record["on"]),
        )
        found += differences(record, given.decisions)
        if given.conditions != record["conditions"]:
            found.append("conditions")
    assert not found


@pytest.mark.parametrize("version", VERSIONS)
def test_c4_recorded_decisions_replay_from_what_the_log_kept(version: str) -> None:
    """Without the facts: from the outcome of each condition alone."""
    found = []
    for record in records(version):
        again = answer_again(
            covenants(version)[record["covenant"]],
            CovenantState(record["state"]),
            question_of(record),
            record["conditions"],
            date.fromisoformat(record["on"]),
        )
        found += differences(record, again)
    assert not found


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_decisions_say_yes_and_no_for_every_reason(version: str) -> None:
    said = records(version)
    reasons = {code for record in said for codes in record["withheld"].values() for code in codes}
    assert len(said) > 1_000
    assert sum(1 for record in said if record["permitted"]) > 100
    assert reasons >= {
        "covenant.condition-not-met",
        "covenant.fact-missing",
        "covenant.field-not-allowed",
        "covenant.outside-term",
        "disclosure.covenant-not-in-force",
        "disclosure.not-for-admins",
        "disclosure.role-not-in-own-use",
    }
