"""Lint: fields, categories, purposes and facts exist, are used, and are compared with values that fit."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from tijdig.covenant.rules.conditions import AT_LEAST_AGO, AT_MOST_AGO, OPERATORS
from tijdig.covenant.rules.document import Condition, Period
from tijdig.covenant.rules.facts import FACTS, Fact, has_right_type
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.lint.subject import LintRule, Subject, conditions, permissions
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.problems import Problem, ProblemKind

UNKNOWN_FIELD = ProblemKind(
    code="covenant.unknown-field",
    rule="C9",
    nl="Het veld {name} bestaat niet.",
    en="There is no field {name}.",
    remedy_nl="Bedoelt u {near}? De veldenlijst staat in de handleiding van het convenantbestand.",
    remedy_en="Do you mean {near}? The manual of the covenant file lists the fields.",
)
FIELD_UNUSED = ProblemKind(
    code="covenant.field-unused",
    rule="C9",
    nl="Geen uitwisseling of eigen gebruik gebruikt het veld {name}.",
    en="No exchange or own use has a use for the field {name}.",
    remedy_nl="Haal het veld weg: wat niemand nodig heeft, hoort er niet in.",
    remedy_en="Remove the field: what no one needs does not belong here.",
)
UNKNOWN_CATEGORY = ProblemKind(
    code="covenant.unknown-category",
    rule="C1",
    nl="De gegevensgroep {name} bestaat niet in dit bestand.",
    en="There is no data category {name} in this file.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)
UNKNOWN_PURPOSE = ProblemKind(
    code="covenant.unknown-purpose",
    rule="C1",
    nl="Het doel {name} staat niet bij de doelen van dit bestand.",
    en="The purpose {name} is not among the purposes of this file.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)
PURPOSE_WITHOUT_USE = ProblemKind(
    code="covenant.purpose-not-acted-on",
    rule="C1",
    nl="Het systeem kent het doel {name} niet en doet er dus niets mee.",
    en="The system does not know the purpose {name} and would do nothing with it.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)
UNKNOWN_FACT = ProblemKind(
    code="covenant.unknown-fact",
    rule="C2",
    nl="Het feit {name} bestaat niet.",
    en="There is no fact {name}.",
    remedy_nl="Bedoelt u {near}? De feitenlijst staat in de handleiding van het convenantbestand.",
    remedy_en="Do you mean {near}? The manual of the covenant file lists the facts.",
)
WRONG_OPERATOR = ProblemKind(
    code="covenant.wrong-operator",
    rule="C2",
    nl="Het feit {name} ({kind}) kan niet met {operator} vergeleken worden.",
    en="The fact {name} ({kind}) cannot be compared by {operator}.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)
WRONG_VALUE = ProblemKind(
    code="covenant.wrong-value",
    rule="C2",
    nl="De waarde past niet bij het feit {name}.",
    en="The value does not fit the fact {name}.",
    remedy_nl="Schrijf hier: {expected}.",
    remedy_en="Write here: {expected}.",
)
TOO_STALE = ProblemKind(
    code="covenant.freshness-too-long",
    rule="C2",
    nl="Het feit {name} mag hooguit {longest} oud zijn.",
    en="The fact {name} may be at most {longest} old.",
    remedy_nl="Schrijf {longest} of korter.",
    remedy_en="Write {longest} or shorter.",
)


def _near(name: str, choices: list[str]) -> str:
    return (get_close_matches(name, choices, n=1, cutoff=0.1) or choices)[0]


def check_every_field_exists(subject: Subject) -> Iterator[Problem]:
    """A category lists fields of the live schema only (C9)."""
    for category, names in subject.covenant.categories.items():
        for name in names:
            if name not in FIELDS:
                key = f"gegeven.{category}.velden"
                yield UNKNOWN_FIELD(name=name, near=_near(name, list(FIELDS))).at(key=key)


def check_every_field_is_used(subject: Subject) -> Iterator[Problem]:
    """A field that no permission uses has no reason to be agreed on (C9, minimisation)."""
    covenant = subject.covenant
    used = {
        name for _, permission in permissions(covenant) for name in covenant.fields_of(permission.categories)
    }
    for category, names in covenant.categories.items():
        for name in names:
            if name in FIELDS and name not in used:
                yield FIELD_UNUSED(name=name).at(key=f"gegeven.{category}.velden")


def check_every_category_exists(subject: Subject) -> Iterator[Problem]:
    """An exchange or own use names categories of this file (C1)."""
    known = subject.covenant.categories
    for key, permission in permissions(subject.covenant):
        for name in permission.categories:
            if name not in known:
                yield UNKNOWN_CATEGORY(name=name, choices=", ".join(known)).at(key=f"{key}.gegevens")


def check_every_purpose_exists(subject: Subject) -> Iterator[Problem]:
    """An exchange or own use names a purpose of this file, and the software acts on each of those (C1)."""
    purposes = subject.covenant.purposes
    for key, permission in permissions(subject.covenant):
        if permission.purpose not in purposes:
            choices = ", ".join(purposes)
            yield UNKNOWN_PURPOSE(name=permission.purpose, choices=choices).at(key=f"{key}.doel")
    for name in purposes:
        if name not in set(PurposeCode):
            yield PURPOSE_WITHOUT_USE(name=name, choices=", ".join(PurposeCode)).at(key=f"doel.{name}")


def check_every_fact_exists(subject: Subject) -> Iterator[Problem]:
    """A condition is about a fact of the closed vocabulary (C2)."""
    named = [(f"{key}.feit", condition.fact) for key, condition in conditions(subject.covenant)]
    named += [(f"versheid.{name}", name) for name in subject.covenant.freshness]
    for key, name in named:
        if name not in FACTS:
            yield UNKNOWN_FACT(name=name, near=_near(name, list(FACTS))).at(key=key)


def check_conditions_fit_their_facts(subject: Subject) -> Iterator[Problem]:
    """Operator and value belong to the type of the fact (C2: what cannot be compared never permits)."""
    for key, condition in conditions(subject.covenant):
        fact = FACTS.get(condition.fact)
        if fact is None:
            continue
        allowed = OPERATORS[fact.kind]
        if condition.operator not in allowed:
            yield WRONG_OPERATOR(
                name=fact.name,
                kind=fact.kind,
                operator=condition.operator,
                choices=", ".join(sorted(allowed)),
            ).at(key=f"{key}.op")
        elif not _value_fits(condition, fact):
            yield WRONG_VALUE(name=fact.name, expected=_expected(condition, fact)).at(key=f"{key}.waarde")


def _value_fits(condition: Condition, fact: Fact) -> bool:
    value = condition.value
    if condition.operator in {AT_MOST_AGO, AT_LEAST_AGO}:
        return isinstance(value, Period) and not value.working_days
    if condition.operator == "in":
        choices = fact.choices
        return isinstance(value, tuple) and all(one in choices if choices else one.isdigit() for one in value)
    return has_right_type(fact, value)


def _expected(condition: Condition, fact: Fact) -> str:
    if condition.operator in {AT_MOST_AGO, AT_LEAST_AGO}:
        return "een periode (P6M), niet in werkdagen"
    choices = f" uit {', '.join(fact.choices)}" if fact.choices else ""
    return f"een lijst{choices}" if condition.operator == "in" else f"{fact.kind}{choices}"


def check_freshness_only_shortens(subject: Subject) -> Iterator[Problem]:
    """A covenant may ask for fresher facts than the vocabulary, never for staler ones (C2)."""
    for name, period in subject.covenant.freshness.items():
        fact = FACTS.get(name)
        if fact and (period.working_days or period.most_days > fact.freshest.most_days):
            yield TOO_STALE(name=name, longest=fact.freshest).at(key=f"versheid.{name}")


RULES: tuple[LintRule, ...] = (
    check_every_field_exists,
    check_every_field_is_used,
    check_every_category_exists,
    check_every_purpose_exists,
    check_every_fact_exists,
    check_conditions_fit_their_facts,
    check_freshness_only_shortens,
)
