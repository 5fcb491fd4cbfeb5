"""A covenant told to Cedar, a policy engine by others, so that its answers can be held against our own (C1, C2).

Written from the manual of the covenant file, not from the evaluator: roles and categories are groups of entities, each
permission is one ``permit`` policy, days are counted by DuckDB's calendar, and whether a fact may be relied on is asked
by the policies themselves. What makes Cedar stumble (a fact that is not there or of another type) makes it skip the
policy: nothing is permitted by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import cedarpy
import duckdb

from tijdig.covenant.rules.document import Condition, Covenant, Exchange, OwnUse, Period
from tijdig.covenant.rules.facts import FACTS, Facts, FactType

UNITS = (("years", "year"), ("months", "month"), ("weeks", "week"), ("days", "day"))


@dataclass(frozen=True)
class Asked:
    """One field that one party wants from another (or from itself) for a purpose, in a role."""

    sender: str
    recipient: str
    purpose: str
    role: str
    field: str


class Cedar:
    """The covenant as Cedar policies, and the facts of one subject as their context."""

    def __init__(self, covenant: Covenant, on: date) -> None:
        self.covenant, self.on = covenant, on
        self.permissions = (*covenant.exchanges, *covenant.own_uses)
        self.policies = cedarpy.PolicySet.from_str("\n".join(self._policy(one) for one in self.permissions))
        self.entities = cedarpy.Entities.from_json_str(json.dumps(self._entities()))

    def permits(self, asked: Iterable[Asked], facts: Facts) -> list[frozenset[str]]:
        """Return for each question the ids of the permissions that allow it; empty: none does."""
        known = {name: told(one) for name, one in facts.items() if one is not None}
        requests = [
            {
                "principal": _uid("Party", one.recipient),
                "action": 'Action::"receive"',
                "resource": _uid("Field", one.field),
                "context": {
                    "sender": {"__entity": {"type": "Party", "id": one.sender}},
                    "purpose": one.purpose,
                    "role": one.role,
                    "today": self.on.toordinal(),
                    "facts": known,
                },
            }
            for one in asked
        ]
        answers = cedarpy.is_authorized_batch(requests, self.policies, self.entities)
        return [
            frozenset(
                self.permissions[int(name.removeprefix("policy"))].id for name in answer.diagnostics.reasons
            )
            if answer.allowed
            else frozenset()
            for answer in answers
        ]

    def _entities(self) -> list[dict[str, Any]]:
        categories: dict[str, list[str]] = {}
        for category, names in self.covenant.categories.items():
            for name in names:
                categories.setdefault(name, []).append(category)
        parties = [
            _entity("Party", code, [("Role", party.role)]) for code, party in self.covenant.parties.items()
        ]
        fields = [
            _entity("Field", name, [("Category", one) for one in groups])
            for name, groups in categories.items()
        ]
        return [*parties, *fields]

    def _policy(self, permission: Exchange | OwnUse) -> str:
        if isinstance(permission, Exchange):
            who = [
                self._is("principal", permission.recipient),
                self._is("context.sender", permission.sender),
                "principal != context.sender",
            ]
        else:
            who = [self._is("principal", permission.by), "principal == context.sender"]
            if permission.roles:
                who.append(f"{_set(permission.roles)}.contains(context.role)")
        groups = [f"resource in {_uid('Category', one)}" for one in permission.categories]
        parts = [
            *who,
            f"context.purpose == {_text(permission.purpose)}",
            f"context.today >= {self.covenant.valid_from.toordinal()}",
            f"context.today <= {self.covenant.valid_until.toordinal()}",
            f"({' || '.join(groups) or 'false'})",
            *(f"({self._condition(one)})" for one in permission.conditions),
        ]
        return "permit(principal, action, resource) when {\n  " + " &&\n  ".join(parts) + "\n};"

    def _is(self, who: str, selector: str) -> str:
        """A party by its code, or any party with a role; nobody else is a party."""
        kind, _, role = selector.partition(":")
        if role and kind == "rol":
            return f"{who} in {_uid('Role', role)}"
        return f"{who} == {_uid('Party', selector)}" if selector in self.covenant.parties else "false"

    def _condition(self, condition: Condition) -> str:
        fact = FACTS.get(condition.fact)
        if fact is None:
            return "false"
        known = f"context.facts[{_text(condition.fact)}]"
        longest = self.covenant.freshness.get(condition.fact, fact.freshest)
        trusted = [
            f"context.facts has {_text(condition.fact)}",
            f"{_set(source.value for source in fact.sources)}.contains({known}.source)",
            f"{known}.as_of <= context.today",
            f"{known}.as_of >= {earlier(longest, self.on).toordinal()}",
            OF_TYPE[fact.kind].format(v=f"{known}.value", choices=_set(fact.choices)),
        ]
        value = f"{known}.value.day" if fact.kind is FactType.DATE else f"{known}.value"
        return " && ".join([*trusted, self._compared(condition, value)])

    def _compared(self, condition: Condition, value: str) -> str:
        wanted = condition.value
        if condition.operator in {"hooguit-geleden", "minstens-geleden"}:
            if not isinstance(wanted, Period):
                return "false"
            boundary = earlier(wanted, self.on).toordinal()
            if condition.operator == "minstens-geleden":
                return f"{value} <= {boundary}"
            return f"{boundary} <= {value} && {value} <= context.today"
        if condition.operator == "in":
            # A number in a list stands there as text.
            options = [option for option in wanted if isinstance(wanted, tuple)] if wanted else []
            of_numbers = [str(int(option)) for option in options if str(option).lstrip("-").isdigit()]
            number = FACTS[condition.fact].kind is FactType.NUMBER
            return (
                f"[{', '.join(of_numbers)}].contains({value})"
                if number
                else f"{_set(options)}.contains({value})"
            )
        sign = {"=": "==", "!=": "!=", ">=": ">=", "<=": "<="}.get(condition.operator)
        return f"{value} {sign} {_literal(wanted)}" if sign else "false"


# Evaluating these stumbles, or is false, unless the value has the type.
OF_TYPE: Mapping[FactType, str] = {
    FactType.YES_NO: "({v} || !{v})",
    FactType.NUMBER: "{v} <= {v}",
    FactType.MONEY: "{v} <= {v}",
    FactType.DATE: "{v}.day <= {v}.day",
    FactType.CHOICE: "{choices}.contains({v})",
}


def told(fact: Any) -> dict[str, Any]:
    """Tell a known fact: a day is a record with its number, so that it is no number itself."""
    value = fact.value
    if isinstance(value, datetime):
        value = {"moment": value.isoformat()}
    elif isinstance(value, date):
        value = {"day": value.toordinal()}
    return {"value": value, "as_of": fact.as_of.toordinal(), "source": fact.source.value}


@cache
def earlier(period: Period, on: date) -> date:
    """Return the day this long before ``on``, by DuckDB's calendar."""
    length = " ".join(f"{getattr(period, name)} {unit}" for name, unit in UNITS)
    found = duckdb.execute("SELECT (?::DATE - ?::INTERVAL)::DATE", [on, length]).fetchone()
    assert found is not None
    day: date = found[0]
    return day


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return str(value.toordinal())
    return str(value) if isinstance(value, int) else _text(str(value))


def _entity(kind: str, name: str, parents: Iterable[tuple[str, str]]) -> dict[str, Any]:
    above = [{"type": each, "id": str(one)} for each, one in parents]
    return {"uid": {"type": kind, "id": name}, "attrs": {}, "parents": above}


def _uid(kind: str, name: str) -> str:
    return f"{kind}::{_text(name)}"


def _text(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False)


def _set(values: Iterable[str]) -> str:
    return f"[{', '.join(_text(value) for value in values)}]"
