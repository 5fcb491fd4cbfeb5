"""What the covenant asks of the rows of one party on one day: the exchanges under which it delivers, as questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from tijdig.covenant.rules.conditions import evaluate
from tijdig.covenant.rules.document import Condition, Covenant, Exchange
from tijdig.covenant.rules.facts import FactScalar, FactSource, KnownFact
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.intake.rules.fields import FIELD_BY_NAME, FIELDS
from tijdig.intake.rules.rows import ReadRow

# How each fact that a landlord may set is read from its row. A fact that is not here is unknown to intake (C2).
FACTS_OF_ROW: Mapping[str, Callable[[ReadRow], FactScalar | None]] = MappingProxyType(
    {
        "achterstand.maanden": lambda row: row.months,
        "achterstand.dagen": lambda row: row.age_days,
        "achterstand.bedrag": lambda row: row.amount_cents,
        "incasso.contact_gezocht": lambda row: row.contact_sought_on,
        "incasso.gewezen_op_hulp": lambda row: row.pointed_to_help_on,
        "incasso.herinnering": lambda row: row.reminder_on,
        "incasso.aanbod_doorgeven": lambda row: row.offer_to_share_on,
        "huurder.bezwaar": lambda row: row.objection,
        "huurder.geinformeerd": lambda row: row.informed_on,
        "signaal.crisis": lambda row: row.crisis,
        "signaal.warme_overdracht": lambda row: row.warm_transfer,
        "ontruiming.dreigt": lambda row: row.crisis,
    }
)
# What every signal says; an exchange without these is no way in for a signal.
_CORE = frozenset({"signaal.naam", "signaal.adres", "signaal.bedrag"})
_NO_EXCHANGE = ("de gegevens van een uitwisseling",)
_FIELD_OF_FACT = {field.fact: field.name for field in FIELDS if field.fact}


@dataclass(frozen=True, slots=True)
class Agreement:
    """A covenant seen from one signal partner on the day its delivery is received.

    ``headings`` are the file's own headings per field, so that a problem can name the column. ``exchanges`` are those
    by which the party gives signals to the municipality. ``columns_say`` are the live fields that the file's columns
    can fill; ``received_as_lo3`` is the day of receipt as birth dates are written.
    """

    covenant: Covenant
    party: str
    received_on: date
    headings: Mapping[str, str] = MappingProxyType({})
    exchanges: tuple[Exchange, ...] = ()
    columns_say: frozenset[str] = frozenset()
    received_as_lo3: str = ""
    _fields: Mapping[str, frozenset[str]] = MappingProxyType({})
    # Ledgers repeat themselves: each condition is judged once per distinct value, each row once.
    _answers: dict[tuple[str, int, FactScalar | None], bool] = field(
        default_factory=dict, repr=False, compare=False
    )
    _latest: list[tuple[ReadRow, Mapping[str, Condition]]] = field(
        default_factory=list, repr=False, compare=False
    )

    def heading(self, name: str) -> str:
        """Return the heading of this field in the file, else the one in Tijdig's own template."""
        return self.headings.get(name) or FIELD_BY_NAME[name].heading

    def unmet(self, row: ReadRow) -> Mapping[str, Condition]:
        """Return the conditions that this row does not meet, by fact.

        Exchanges are alternatives: one whose conditions all hold admits the row; else the nearest one tells why not.
        """
        if not self._latest or self._latest[0][0] is not row:
            self._latest[:] = [(row, self._nearest(row))]
        return self._latest[0][1]

    def _nearest(self, row: ReadRow) -> Mapping[str, Condition]:
        """Return {} when each delivered field is covered by an exchange that admits the row, else why not (C1)."""
        failings = [(self._fields[exchange.id], self._failing(exchange, row)) for exchange in self.exchanges]
        missing = self.columns_say or _CORE
        for fields, failing in failings:
            if not failing:
                missing = missing - fields
        if missing:
            missing = missing & _delivered_fields(row)
        if not missing:
            return {}
        blocking = [failing for fields, failing in failings if failing and missing & fields]
        return min(blocking, key=len, default={name: Condition(name, "in", _NO_EXCHANGE) for name in missing})

    def _failing(self, exchange: Exchange, row: ReadRow) -> Mapping[str, Condition]:
        failing: dict[str, Condition] = {}
        for position, condition in enumerate(exchange.conditions):
            read = FACTS_OF_ROW.get(condition.fact)
            value = read(row) if read else None
            key = (exchange.id, position, value)
            holds = self._answers.get(key)
            if holds is None:
                holds = self._answers[key] = self._holds(condition, value)
            if not holds:
                failing.setdefault(condition.fact, condition)
        return failing

    def _holds(self, condition: Condition, value: FactScalar | None) -> bool:
        known = None if value is None else KnownFact(value, self.received_on, FactSource.DELIVERY)
        facts = {condition.fact: known}
        return bool(evaluate(condition, facts, self.received_on, self.covenant.freshness))

    @property
    def fields_asked(self) -> tuple[str, ...]:
        """The fields without which no row can be admitted: those that each exchange for signals sets a condition on."""
        asked = [
            {_FIELD_OF_FACT[c.fact] for c in exchange.conditions if c.fact in _FIELD_OF_FACT}
            for exchange in self.exchanges
            if self._fields[exchange.id] >= _CORE
        ]
        common = set.intersection(*asked) if asked else set()
        return tuple(name for name in FIELD_BY_NAME if name in common)

    @property
    def covenant_fields(self) -> frozenset[str]:
        """The live fields (``signaal.naam``) that some exchange lets this party deliver."""
        categories = tuple(category for exchange in self.exchanges for category in exchange.categories)
        return self.covenant.fields_of(categories)


def agreement_with(
    covenant: Covenant, party: str, received_on: date, headings: Mapping[str, str]
) -> Agreement:
    """Return what the covenant asks of this party.

    Signals move by the exchanges for the purpose of early signalling; without one nothing can be delivered.
    """
    municipality = covenant.municipality.code
    exchanges = tuple(
        exchange
        for exchange in covenant.exchanges
        if exchange.purpose == PurposeCode.EARLY_SIGNAL
        and party in covenant.members(exchange.sender)
        and municipality in covenant.members(exchange.recipient)
    )
    fields = {exchange.id: covenant.fields_of(exchange.categories) for exchange in exchanges}
    columns = frozenset(FIELD_BY_NAME[name].covenant_field for name in headings if name in FIELD_BY_NAME)
    return Agreement(
        covenant=covenant,
        party=party,
        received_on=received_on,
        headings=headings,
        exchanges=exchanges,
        columns_say=(columns | _CORE) - {""},
        received_as_lo3=f"{received_on:%Y%m%d}",
        _fields=fields,
    )


_DELIVERED: tuple[tuple[str, Callable[[ReadRow], object]], ...] = (
    ("signaal.kenmerk", lambda row: row.reference),
    ("signaal.geboortedatum", lambda row: row.birth_date),
    ("signaal.telefoon", lambda row: row.phone),
    ("signaal.email", lambda row: row.email),
    ("signaal.maanden", lambda row: row.months is not None or row.days is not None),
    ("signaal.ontstaansdatum", lambda row: row.onset_on),
    ("signaal.contact_gezocht", lambda row: row.contact_sought_on),
    ("signaal.gewezen_op_hulp", lambda row: row.pointed_to_help_on),
    ("signaal.herinnering", lambda row: row.reminder_on),
    ("signaal.aanbod_doorgeven", lambda row: row.offer_to_share_on),
    ("signaal.geinformeerd", lambda row: row.informed_on),
    ("signaal.crisis", lambda row: row.crisis),
    ("signaal.warme_overdracht", lambda row: row.warm_transfer),
)


def _delivered_fields(row: ReadRow) -> frozenset[str]:
    """Return the live fields for which this row says something."""
    return _CORE.union(name for name, value in _DELIVERED if value(row))
