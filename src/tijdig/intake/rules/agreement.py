"""What the covenant asks of the rows of one party on one day: the exchanges under which it delivers, as questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from types import MappingProxyType

from tijdig.covenant.rules.conditions import evaluate
from tijdig.covenant.rules.document import Condition, Covenant, Exchange
from tijdig.covenant.rules.facts import FactScalar, FactSource, KnownFact
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.intake.rules.fields import FIELD_BY_NAME, FIELDS
from tijdig.intake.rules.rows import ReadRow

# Where in its row each fact stands that a landlord may set. A fact that is not here is unknown to intake (C2).
FACTS_OF_ROW: Mapping[str, str] = MappingProxyType(
    {
        "achterstand.maanden": "months",
        "achterstand.dagen": "age_days",
        "achterstand.bedrag": "amount_cents",
        "incasso.contact_gezocht": "contact_sought_on",
        "incasso.gewezen_op_hulp": "pointed_to_help_on",
        "incasso.herinnering": "reminder_on",
        "incasso.aanbod_doorgeven": "offer_to_share_on",
        "huurder.bezwaar": "objection",
        "huurder.geinformeerd": "informed_on",
        "signaal.crisis": "crisis",
        "signaal.warme_overdracht": "warm_transfer",
        "ontruiming.dreigt": "crisis",
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
    can fill; ``received_as_lo3`` is the day of receipt as birth dates are written. ``settled`` says of the rows in
    hand that each condition is known to be met (:meth:`met_by`).
    """

    covenant: Covenant
    party: str
    received_on: date
    headings: Mapping[str, str] = MappingProxyType({})
    exchanges: tuple[Exchange, ...] = ()
    columns_say: frozenset[str] = frozenset()
    received_as_lo3: str = ""
    settled: bool = False
    _fields: Mapping[str, frozenset[str]] = MappingProxyType({})
    # Ledgers repeat themselves: each value is judged once per fact, each way to fail once, each row once. A way to fail
    # is a number with one bit for each condition of the exchanges, in their order.
    _asked: dict[str, list[tuple[Condition, int]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _failed: dict[tuple[str, FactScalar | None], int] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _uncovered: dict[int, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _latest: list[tuple[ReadRow, Mapping[str, Condition]]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    def heading(self, name: str) -> str:
        """Return the heading of this field in the file, else the one in Tijdig's own template."""
        return self.headings.get(name) or FIELD_BY_NAME[name].heading

    def unmet(self, row: ReadRow) -> Mapping[str, Condition]:
        """Return the conditions that this row does not meet, by fact.

        Exchanges are alternatives: one whose conditions all hold admits the row; else the nearest one tells why not.
        """
        if self.settled:
            return {}
        if not self._latest or self._latest[0][0] is not row:
            failed = 0
            for fact in self._facts():
                failed |= self._failing(fact, _values([row], fact)[0])
            self._latest[:] = [(row, self._nearest(row, failed))]
        return self._latest[0][1]

    def met_by(self, rows: Sequence[ReadRow]) -> list[bool]:
        """Return of each row whether :meth:`unmet` has nothing to say of it, at a fraction of asking row by row."""
        failed = [0] * len(rows)
        for fact in self._facts():
            values = _values(rows, fact)
            bits = {value: self._failing(fact, value) for value in set(values)}
            if any(bits.values()):
                failed = [one | bits[value] for one, value in zip(failed, values, strict=True)]
        return [not self._not_covered(row, one) for row, one in zip(rows, failed, strict=True)]

    def _conditions(self) -> Iterator[tuple[Exchange, Condition, int]]:
        bit = 1
        for exchange in self.exchanges:
            for condition in exchange.conditions:
                yield exchange, condition, bit
                bit <<= 1

    def _facts(self) -> Mapping[str, list[tuple[Condition, int]]]:
        """Return the facts that some exchange asks for, each with its conditions."""
        if not self._asked:
            for _exchange, condition, bit in self._conditions():
                self._asked.setdefault(condition.fact, []).append((condition, bit))
        return self._asked

    def _failing(self, fact: str, value: FactScalar | None) -> int:
        """Return the conditions on this fact that fail for this value."""
        failed = self._failed.get((fact, value))
        if failed is None:
            failing = (bit for condition, bit in self._facts()[fact] if not self._holds(condition, value))
            failed = self._failed[fact, value] = sum(failing)
        return failed

    def _not_covered(self, row: ReadRow, failed: int) -> frozenset[str]:
        """Return the fields that this row delivers and no exchange that admits it covers (C1)."""
        if failed not in self._uncovered:
            failing = {exchange.id for exchange, _condition, bit in self._conditions() if failed & bit}
            admitting = (self._fields[one.id] for one in self.exchanges if one.id not in failing)
            self._uncovered[failed] = (self.columns_say or _CORE).difference(*admitting)
        uncovered = self._uncovered[failed]
        return frozenset(name for name in uncovered if _delivers(row, name)) if uncovered else uncovered

    def _nearest(self, row: ReadRow, failed: int) -> Mapping[str, Condition]:
        """Return {} when each delivered field is covered by an exchange that admits the row, else why not (C1)."""
        missing = self._not_covered(row, failed)
        if not missing:
            return {}
        failing: dict[str, dict[str, Condition]] = {}
        for exchange, condition, bit in self._conditions():
            if failed & bit and missing & self._fields[exchange.id]:
                failing.setdefault(exchange.id, {}).setdefault(condition.fact, condition)
        return min(
            failing.values(), key=len, default={name: Condition(name, "in", _NO_EXCHANGE) for name in missing}
        )

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


_DELIVERED: Mapping[str, Callable[[ReadRow], object]] = MappingProxyType(
    {
        **dict.fromkeys(_CORE, lambda _row: True),
        "signaal.kenmerk": lambda row: row.reference,
        "signaal.geboortedatum": lambda row: row.birth_date,
        "signaal.telefoon": lambda row: row.phone,
        "signaal.email": lambda row: row.email,
        "signaal.maanden": lambda row: row.months is not None or row.days is not None,
        "signaal.ontstaansdatum": lambda row: row.onset_on,
        "signaal.contact_gezocht": lambda row: row.contact_sought_on,
        "signaal.gewezen_op_hulp": lambda row: row.pointed_to_help_on,
        "signaal.herinnering": lambda row: row.reminder_on,
        "signaal.aanbod_doorgeven": lambda row: row.offer_to_share_on,
        "signaal.geinformeerd": lambda row: row.informed_on,
        "signaal.crisis": lambda row: row.crisis,
        "signaal.warme_overdracht": lambda row: row.warm_transfer,
    }
)


def _delivers(row: ReadRow, name: str) -> bool:
    """Whether this row says something for this live field."""
    says = _DELIVERED.get(name)
    return says is not None and bool(says(row))


def _values(rows: Sequence[ReadRow], fact: str) -> list[FactScalar | None]:
    name = FACTS_OF_ROW.get(fact)
    return list(map(attrgetter(name), rows)) if name else [None] * len(rows)
