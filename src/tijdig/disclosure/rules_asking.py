"""What may be asked about: fields that exist, and facts with a value that fits them. For command line and API alike."""

from __future__ import annotations

from datetime import date

from tijdig.covenant.rules.facts import FACTS, Fact, FactScalar, FactType, KnownFact
from tijdig.covenant.rules.fields import FIELDS
from tijdig.problems import Problem, ProblemKind

type Said = str | int | bool

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
    remedy_nl="Kies een feit uit docs/covenant-file.md met een waarde die erbij past: ja of nee, een getal, centen of "
    "een dag (2026-03-01).",
    remedy_en="Choose a fact from docs/covenant-file.md with a value that fits: ja or nee, a number, cents or a day "
    "(2026-03-01).",
)


def check_field_exists(name: str) -> Problem | None:
    """Return a problem when no covenant can know a field of this name (C9)."""
    return None if name in FIELDS else NO_SUCH_FIELD(field=name)


def known_fact(name: str, value: Said, as_of: date) -> KnownFact | Problem:
    """Return the fact as established on that day, by a source that may set it; a problem when it cannot be so (C2).

    Yes and no are ``ja``, ``nee``, or themselves; amounts are cents; days are text (2026-03-01). What is unknown is
    left out rather than given.
    """
    fact = FACTS.get(name)
    found = None if fact is None else _fitting(fact, value)
    if fact is None or found is None:
        return NO_SUCH_FACT(fact=name)
    return KnownFact(found, as_of, min(fact.sources))


def _fitting(fact: Fact, value: Said) -> FactScalar | None:
    if fact.kind is FactType.YES_NO:
        return value if isinstance(value, bool) else _YES_NO.get(str(value).lower())
    if isinstance(value, bool):
        return None
    if fact.kind is FactType.CHOICE:
        return value if value in fact.choices else None
    try:
        return date.fromisoformat(str(value)) if fact.kind is FactType.DATE else int(value)
    except ValueError:
        return None


_YES_NO = {"ja": True, "nee": False, "true": True, "false": False}
