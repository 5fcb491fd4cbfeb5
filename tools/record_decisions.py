"""Record decisions as this version takes them, in ``tests/disclosure/recorded``: later ones must decide the same (C4).

Takes the shipped covenants, asks for each permission everything of everybody it concerns, on its first and last day and
outside its term, with the facts as they should be and with each of them missing, failing or too old; writes what was
asked, what it rested on and what was decided. A release adds a file; what stands there is never written again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tijdig.actors import Role  # noqa: E402
from tijdig.covenant.profiles import profile, profile_text  # noqa: E402
from tijdig.covenant.rules.document import Condition, Covenant, Exchange, OwnUse, Period  # noqa: E402
from tijdig.covenant.rules.facts import FACTS, FactScalar, FactType, KnownFact  # noqa: E402
from tijdig.covenant.rules.in_force import CovenantState  # noqa: E402
from tijdig.disclosure.rules import Question, answer  # noqa: E402

RECORDED = ROOT / "tests" / "disclosure" / "recorded"
PROFILES = ("weert", "sittard-geleen", "landelijk")
LONG_AGO = timedelta(days=1_000)


def decisions(covenant: Covenant) -> Iterator[dict[str, Any]]:
    """Yield each decision of one covenant as it is recorded."""
    for permission in (*covenant.exchanges, *covenant.own_uses):
        sender, recipient = _between(covenant, permission)
        fields = (*sorted(covenant.fields_of(permission.categories)), "zaak.notities", "bewoner.bsn")
        for role in _roles(permission):
            question = Question(sender, recipient, permission.purpose, role, tuple(dict.fromkeys(fields)))
            for on in _days(covenant):
                for facts in _facts(permission, on):
                    yield recorded(covenant, CovenantState.IN_FORCE, question, facts, on)
        yield recorded(covenant, CovenantState.REVOKED, question, {}, covenant.valid_from)


def recorded(
    covenant: Covenant, state: CovenantState, question: Question, facts: dict[str, KnownFact], on: date
) -> dict[str, Any]:
    """Decide, and return the question, what the decision rested on, and the decision."""
    given = answer(covenant, state, question, facts, on)
    return {
        "covenant": covenant.hash,
        "state": state.value,
        "on": on.isoformat(),
        "question": {**asdict(question), "role": question.role.value},
        "facts": {
            name: [_told(one.value), one.as_of.isoformat(), one.source.name] for name, one in facts.items()
        },
        "conditions": dict(given.conditions),
        "permitted": {name: one.exchange for name, one in given.decisions.items() if one.permitted},
        "withheld": {
            name: [reason.code for reason in one.reasons]
            for name, one in given.decisions.items()
            if not one.permitted
        },
    }


def _between(covenant: Covenant, permission: Exchange | OwnUse) -> tuple[str, str]:
    if isinstance(permission, OwnUse):
        party = min(covenant.members(permission.by))
        return party, party
    sender = min(covenant.members(permission.sender))
    return sender, min(covenant.members(permission.recipient) - {sender})


def _roles(permission: Exchange | OwnUse) -> tuple[Role, ...]:
    if isinstance(permission, Exchange) or not permission.roles:
        return (Role.CASE_DIRECTOR, Role.ORGANISATION_ADMIN)
    other = next(role for role in Role if role not in permission.roles)
    return (Role(permission.roles[0]), other)


def _days(covenant: Covenant) -> tuple[date, ...]:
    return (covenant.valid_from, covenant.valid_until, covenant.valid_until + timedelta(days=1))


def _facts(permission: Exchange | OwnUse, on: date) -> Iterator[dict[str, KnownFact]]:
    right = {one.fact: _known(one, on) for one in permission.conditions}
    yield right
    for condition in permission.conditions:
        name = condition.fact
        yield {other: known for other, known in right.items() if other != name}
        yield {**right, name: replace(right[name], value=_wrong(right[name].value))}
        yield {**right, name: replace(right[name], as_of=on - LONG_AGO)}


def _known(condition: Condition, on: date) -> KnownFact:
    fact, value = FACTS[condition.fact], condition.value
    source = min(fact.sources, key=lambda one: one.name)
    if isinstance(value, Period):
        return KnownFact(value.before(on), on, source)
    if isinstance(value, tuple):
        return KnownFact(int(value[0]) if fact.kind is FactType.NUMBER else value[0], on, source)
    return KnownFact(value, on, source)


def _wrong(value: FactScalar) -> FactScalar:
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value - LONG_AGO
    return value - 1 if isinstance(value, int) else "geen"


def _told(value: FactScalar) -> bool | int | str | dict[str, str]:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def main() -> int:
    """Write the decisions of this version, with the covenants that they were taken under; never over older ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", help="the version of Tijdig that decided, such as 0.1.0")
    folder = RECORDED / parser.parse_args().version
    folder.mkdir(parents=True)  # an existing one is an error: what was decided stays decided
    lines: list[str] = []
    for name in PROFILES:
        (folder / f"{name}.toml").write_text(profile_text(name), encoding="utf-8")
        lines += [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in decisions(profile(name))]
    content = ("\n".join(lines) + "\n").encode()
    (folder / "decisions.jsonl.gz").write_bytes(gzip.compress(content, mtime=0))
    print(f"{len(lines)} decisions of version {folder.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
