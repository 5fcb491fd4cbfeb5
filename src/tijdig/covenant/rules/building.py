"""Build the typed covenant from a parsed file that passed the shape check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tijdig.covenant.rules import document as d
from tijdig.covenant.rules.conditions import AT_LEAST_AGO, AT_MOST_AGO
from tijdig.covenant.rules.facts import FACTS, FactType
from tijdig.covenant.rules.feedback_codes import NO_FEEDBACK
from tijdig.ddas import AttemptKind, PartOfDay, Sector

# The shape check has made sure of every type; inside this module a table is what the parser made of it.
type _Table = Mapping[str, Any]
type _Builder[T] = Callable[[str, _Table], T]


def build_covenant(content: _Table, content_hash: str) -> d.Covenant:
    """Return the covenant. ``content`` must have passed :func:`shape_problems`, else ``KeyError`` or worse."""
    return d.Covenant(
        id=content["id"],
        version=content["versie"],
        replaces=content.get("vervangt", ""),
        title=content["titel"],
        controller_code=content["gemeente"],
        source=content["bron"],
        valid_from=content["geldig"]["van"],
        valid_until=content["geldig"]["tot"],
        evaluation=d.Evaluation(
            _period(content["evaluatie"], "elke"), _period(content["evaluatie"], "waarschuw")
        ),
        contact=_contact(content.get("contact", {})),
        parties=_named(content, "partij", _party),
        categories=MappingProxyType(
            {name: tuple(table["velden"]) for name, table in content.get("gegeven", {}).items()}
        ),
        purposes=_named(content, "doel", _purpose),
        delivery=_delivery(content["aanlevering"]),
        exchanges=tuple(_exchange(table) for table in content.get("uitwisseling", ())),
        own_uses=tuple(_own_use(table) for table in content.get("eigen_gebruik", ())),
        routes=tuple(_route(table) for table in content.get("route", ())),
        rank_factors=tuple(
            d.RankFactor(table["naam"], table["uitleg"], _conditions(table.get("als", ())))
            for table in content.get("voorrang", ())
        ),
        contact_choices=tuple(
            d.ContactChoice(table["naam"], table["uitleg"], _conditions(table.get("als", ())))
            for table in content.get("contact_na_keuze", ())
        ),
        contact_steps=tuple(_contact_step(table) for table in content.get("contactstap", ())),
        tasks=_named(content, "taak", _task),
        terms=_terms(content["termijn"]),
        pause=_pause(content["opschorting"]),
        meeting=_meeting(content["overleg"]),
        feedback=tuple(_projection(table) for table in content.get("terugkoppeling", ())),
        feedback_policy=d.FeedbackPolicy(
            content["terugkoppelbeleid"]["geen_contact"], _period(content["terugkoppelbeleid"], "binnen")
        ),
        accountability=d.Accountability(
            _period(content["verantwoording"], "logcontrole"),
            content["verantwoording"]["kleinste_cel"],
            _contact(content["verantwoording"].get("fg", {})),
        ),
        freshness=MappingProxyType(
            {name: d.Period.parse(text) for name, text in content.get("versheid", {}).items()}
        ),
        provisions=tuple(
            d.Provision(table["artikel"], table["tekst"], tuple(table["gedragen_door"]))
            for table in content.get("bepaling", ())
        ),
        hash=content_hash,
    )


def _named[T](content: _Table, key: str, build: _Builder[T]) -> Mapping[str, T]:
    return MappingProxyType({name: build(name, table) for name, table in content.get(key, {}).items()})


def _period(table: _Table, key: str) -> d.Period:
    return d.Period.parse(table[key])


def _maybe_period(table: _Table, key: str) -> d.Period | None:
    return d.Period.parse(table[key]) if key in table else None


def _cents(euros: int | Decimal) -> int:
    return int(euros * 100)


def _maybe_cents(table: _Table, key: str) -> int | None:
    return _cents(table[key]) if key in table else None


def _contact(table: _Table) -> d.Contact:
    return d.Contact(*(table.get(key, "") for key in ("naam", "telefoon", "email", "adres")))


def _party(code: str, table: _Table) -> d.Party:
    return d.Party(
        code=code,
        name=table["naam"],
        role=d.PartyRole(table["rol"]),
        sector=Sector(table["sector"]) if "sector" in table else None,
        sector_ground=table.get("sector_grondslag", ""),
        kvk=table.get("kvk", ""),
        oin=table.get("oin", ""),
        contact=_contact(table.get("contact", {})),
        disciplines=tuple(table.get("disciplines", ())),
        delivers_for=tuple(table.get("levert_voor", ())),
    )


def _purpose(code: str, table: _Table) -> d.Purpose:
    return d.Purpose(code, table["omschrijving"], table["grondslag"]["avg"], table["grondslag"]["wet"])


def _delivery(table: _Table) -> d.DeliveryTerms:
    minimum, unjustified, matching = (
        table.get("drempel", {}),
        table.get("onterecht", {}),
        table["matching"],
    )
    return d.DeliveryTerms(
        rhythm=table["ritme"],
        window_from_day=table["venster"]["van_dag"],
        window_to_day=table["venster"]["tot_dag"],
        crisis_any_day=table["crisis_altijd"],
        min_months=minimum.get("maanden"),
        min_days=minimum.get("dagen"),
        min_amount_cents=_maybe_cents(minimum, "bedrag"),
        unjustified=d.UnjustifiedTerms(
            _maybe_cents(unjustified, "onder_bedrag"), unjustified.get("ouder_dan_dagen")
        ),
        matching_period=_period(matching, "periode"),
        lookback=_period(matching, "terugkijk"),
        repeat_within=_period(matching, "herhaling"),
        returned_file_kept=_period(table, "bestand_bewaren"),
        columns_wait=_period(table, "wachten_op_kolommen"),
    )


def _retention(table: _Table) -> d.Retention:
    return d.Retention(
        _period(table, "termijn"), d.RetentionStart(table["vanaf"]), d.RetentionEnd(table["daarna"])
    )


def _exchange(table: _Table) -> d.Exchange:
    return d.Exchange(
        id=table["id"],
        article=table["artikel"],
        sender=table["van"],
        recipient=table["naar"],
        purpose=table["doel"],
        categories=tuple(table["gegevens"]),
        retention=_retention(table["bewaren"]),
        conditions=_conditions(table.get("voorwaarde", ())),
        special_ground=table.get("bijzondere_grondslag", ""),
    )


def _own_use(table: _Table) -> d.OwnUse:
    return d.OwnUse(
        id=table["id"],
        article=table["artikel"],
        by=table["door"],
        purpose=table["doel"],
        categories=tuple(table["gegevens"]),
        retention=_retention(table["bewaren"]),
        conditions=_conditions(table.get("voorwaarde", ())),
        roles=tuple(table.get("rollen", ())),
        special_ground=table.get("bijzondere_grondslag", ""),
    )


def _conditions(tables: Sequence[_Table]) -> tuple[d.Condition, ...]:
    return tuple(d.Condition(t["feit"], t["op"], _condition_value(t)) for t in tables)


def _condition_value(table: _Table) -> d.ConditionValue:
    value, fact = table["waarde"], FACTS.get(table["feit"])
    if fact is not None and fact.kind is FactType.MONEY and isinstance(value, int | Decimal):
        return value if isinstance(value, bool) else _cents(value)
    if table["op"] in {AT_MOST_AGO, AT_LEAST_AGO} and isinstance(value, str):
        return _period_or_text(value)
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, Decimal):
        return str(value)  # no fact has a broken number for a value: lint refuses it by its type
    built: d.ConditionValue = value
    return built


def _period_or_text(value: str) -> d.ConditionValue:
    try:
        return d.Period.parse(value)
    except ValueError:
        return value  # lint refuses it: the operator asks for a period


def _contact_step(table: _Table) -> d.ContactStep:
    part = table.get("dagdeel")
    return d.ContactStep(
        table["naam"], AttemptKind(table["soort"]), _period(table, "na"), PartOfDay(part) if part else None
    )


def _route(table: _Table) -> d.Route:
    return d.Route(
        table["naam"],
        table["uitleg"],
        _conditions(table.get("als", ())),
        tuple(table["doe"]),
        table["naar"],
    )


def _task(code: str, table: _Table) -> d.TaskTerms:
    return d.TaskTerms(
        code,
        table["omschrijving"],
        table["partij"],
        _maybe_period(table, "termijn"),
        table.get("vereist", ""),
    )


def _terms(table: _Table) -> d.CaseTerms:
    return d.CaseTerms(
        first_conversation=_period(table, "eerste_gesprek"),
        first_conversation_threatened=_period(table, "eerste_gesprek_dreigend"),
        inform=_period(table, "informeren"),
        joint_invitation=_period(table, "gezamenlijke_uitnodiging"),
        decide=_period(table, "besluit"),
        quick_fix=_period(table, "snelle_oplossing"),
        answer_referral=_period(table, "antwoord_doorgeleiding"),
        report_referral=_maybe_period(table, "terugmelding_doorgeleiding"),
        look_at_pause=_maybe_period(table, "stilstand_nagaan"),
        answer_rights=_period(table, "antwoord_rechten"),
        extend_rights=_period(table, "verlenging_rechten"),
        court_clocks=tuple(
            d.CourtClock(t["naam"], _maybe_period(t, "minstens"), _maybe_period(t, "hoogstens"))
            for t in table.get("rechtbank", ())
        ),
    )


def _pause(table: _Table) -> d.PauseTerms:
    return d.PauseTerms(table["mogelijk"], _maybe_period(table, "duur"), _maybe_period(table, "controle"))


def _meeting(table: _Table) -> d.MeetingTerms:
    return d.MeetingTerms(
        rhythm=table["ritme"],
        participants=tuple(table["deelnemers"]),
        subjects=tuple(table["onderwerpen"]),
        criteria=_conditions(table.get("agenda", ())),
        bases=tuple(table["grondslagen"]),
        proposals=_proposals(table.get("voorstel", {})),
    )


def _proposals(table: _Table) -> d.ProposalTerms:
    return d.ProposalTerms(
        rank_factors=tuple(table.get("voorrang", ())),
        open_longer_than=_maybe_period(table, "langer_open_dan"),
        open_actions=table.get("open_acties", False),
        on_request=table.get("op_verzoek", False),
    )


def _projection(table: _Table) -> d.FeedbackProjection:
    external = table["extern"]
    return d.FeedbackProjection(tuple(table["intern"]), None if external == NO_FEEDBACK else external)
