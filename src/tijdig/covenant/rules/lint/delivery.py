"""Lint: what may be delivered: the window, the minimum, the duties of R5, objection."""

from __future__ import annotations

from collections.abc import Iterator

from tijdig.covenant.rules.conditions import AT_MOST_AGO
from tijdig.covenant.rules.document import Condition, DeliveryTerms, Exchange
from tijdig.covenant.rules.facts import FACTS, Fact
from tijdig.covenant.rules.lint.subject import LintRule, Subject, signalling_exchanges
from tijdig.problems import Problem, ProblemKind

WINDOW_IMPOSSIBLE = ProblemKind(
    code="covenant.window-impossible",
    rule="R8",
    nl="Het venster loopt van dag {first} tot dag {last}; dat kan niet in elke maand.",
    en="The window runs from day {first} to day {last}; not every month has that.",
    remedy_nl="Kies dagen tussen 1 en 28, de eerste niet na de laatste.",
    remedy_en="Choose days between 1 and 28, the first not after the last.",
)
NO_MINIMUM = ProblemKind(
    code="covenant.no-minimum",
    rule="R7",
    nl="Het convenant noemt geen minimum voor de ouderdom van de achterstand.",
    en="The covenant names no minimum age of arrears.",
    remedy_nl="Voeg toe: drempel = {{ dagen = 30 }} (of maanden).",
    remedy_en="Add: drempel = {{ dagen = 30 }} (or maanden).",
)
MINIMUM_NOT_A_CONDITION = ProblemKind(
    code="covenant.minimum-not-a-condition",
    rule="R7",
    nl="De drempel {threshold} staat niet als voorwaarde in {exchange}.",
    en="The minimum {threshold} is no condition of {exchange}.",
    remedy_nl='Voeg toe aan {exchange}: feit = "{fact}", op = ">=", waarde = {value}.',
    remedy_en='Add to {exchange}: feit = "{fact}", op = ">=", waarde = {value}.',
)
DUTY_MISSING = ProblemKind(
    code="covenant.duty-missing",
    rule="R5",
    nl="{exchange} eist niet: {duty}. De wet eist dat wel.",
    en="{exchange} does not ask for {fact}, which the law does.",
    remedy_nl='Voeg toe aan {exchange}: feit = "{fact}", op = "hooguit-geleden", waarde = "P1Y".',
    remedy_en='Add to {exchange}: feit = "{fact}", op = "hooguit-geleden", waarde = "P1Y".',
)
OBJECTION_NOT_HEEDED = ProblemKind(
    code="covenant.objection-not-heeded",
    rule="R6",
    nl="{exchange} laat een inwoner melden die bezwaar maakte.",
    en="{exchange} lets a resident be reported who objected.",
    remedy_nl='Voeg toe aan {exchange}: feit = "huurder.bezwaar", op = "=", waarde = false.',
    remedy_en='Add to {exchange}: feit = "huurder.bezwaar", op = "=", waarde = false.',
)

# Besluit gemeentelijke schuldhulpverlening art. 2, under a to d, in that order.
DUTIES = (
    "incasso.contact_gezocht",
    "incasso.gewezen_op_hulp",
    "incasso.herinnering",
    "incasso.aanbod_doorgeven",
)


def check_window_fits_every_month(subject: Subject) -> Iterator[Problem]:
    """The delivery window exists in every month, February too (R8)."""
    delivery = subject.covenant.delivery
    if not 1 <= delivery.window_from_day <= delivery.window_to_day <= 28:
        yield WINDOW_IMPOSSIBLE(first=delivery.window_from_day, last=delivery.window_to_day).at(
            key="aanlevering.venster"
        )


def check_there_is_a_minimum(subject: Subject) -> Iterator[Problem]:
    """The minimum age of arrears is agreed, in months or days (R7)."""
    delivery = subject.covenant.delivery
    if not delivery.min_months and not delivery.min_days:
        yield NO_MINIMUM().at(key="aanlevering.drempel")


def _minimums(delivery: DeliveryTerms) -> Iterator[tuple[str, str, int]]:
    if delivery.min_months:
        yield "maanden", "achterstand.maanden", delivery.min_months
    if delivery.min_days:
        yield "dagen", "achterstand.dagen", delivery.min_days
    if delivery.min_amount_cents:
        yield "bedrag", "achterstand.bedrag", delivery.min_amount_cents


def check_minimum_is_a_condition(subject: Subject) -> Iterator[Problem]:
    """What intake refuses and what the exchange permits are the same minimum (R7)."""
    for key, exchange in signalling_exchanges(subject.covenant):
        for threshold, fact, least in _minimums(subject.covenant.delivery):
            if not any(_asks_at_least(condition, fact, least) for condition in exchange.conditions):
                value = least // 100 if threshold == "bedrag" else least
                yield MINIMUM_NOT_A_CONDITION(
                    threshold=threshold, exchange=exchange.id, fact=fact, value=value
                ).at(key=f"{key}.voorwaarde")


def _asks_at_least(condition: Condition, fact: str, least: int) -> bool:
    return (condition.fact, condition.operator, condition.value) == (fact, ">=", least)


def check_legal_duties_are_conditions(subject: Subject) -> Iterator[Problem]:
    """Each of the four dated duties before a signal is a condition of the exchange (R5)."""
    for key, exchange in signalling_exchanges(subject.covenant):
        for name in DUTIES:
            if not _asks(exchange, name, AT_MOST_AGO):
                duty: Fact = FACTS[name]
                yield DUTY_MISSING(exchange=exchange.id, duty=duty.description, fact=name).at(
                    key=f"{key}.voorwaarde"
                )


def _asks(exchange: Exchange, fact: str, operator: str) -> bool:
    return any(c.fact == fact and c.operator == operator for c in exchange.conditions)


def check_objection_stops_the_signal(subject: Subject) -> Iterator[Problem]:
    """A tenant who objected is not reported (R6)."""
    for key, exchange in signalling_exchanges(subject.covenant):
        heeded = Condition("huurder.bezwaar", "=", value=False) in exchange.conditions
        if not heeded:
            yield OBJECTION_NOT_HEEDED(exchange=exchange.id).at(key=f"{key}.voorwaarde")


RULES: tuple[LintRule, ...] = (
    check_window_fits_every_month,
    check_there_is_a_minimum,
    check_minimum_is_a_condition,
    check_legal_duties_are_conditions,
    check_objection_stops_the_signal,
)
