"""May this party have these fields, for this purpose, today? Deny by default, at field level (C1, C2).

A covenant holds permissions only. Asking for a field that no permission covers is refused and named, never trimmed.
When the sender is the recipient, the party's own uses decide. The index is compiled once per covenant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tijdig.covenant.rules.conditions import unmet, unmet_again
from tijdig.covenant.rules.document import Condition, Covenant, Exchange, OwnUse
from tijdig.covenant.rules.facts import Facts
from tijdig.covenant.rules.feedback_codes import ExternalCode
from tijdig.covenant.rules.table import retention_in_english, retention_in_words
from tijdig.problems import Decision, Problem, ProblemKind

OUTSIDE_TERM = ProblemKind(
    code="covenant.outside-term",
    rule="R4",
    nl="Het convenant geldt van {start} tot en met {end}; op {on} mag er niets.",
    en="The covenant runs from {start} up to and including {end}; nothing is allowed on {on}.",
    remedy_nl="Sluit een nieuw convenant of wacht tot het ingaat.",
    remedy_en="Conclude a new covenant or wait until it starts.",
)
NO_EXCHANGE = ProblemKind(
    code="covenant.no-exchange",
    rule="C1",
    nl="Het convenant kent geen uitwisseling van {sender} naar {recipient} voor het doel {purpose}.",
    en="The covenant has no exchange from {sender} to {recipient} for the purpose {purpose}.",
    remedy_nl="Als dit nodig is, moeten de partijen het convenant wijzigen.",
    remedy_en="If this is needed, the parties must change the covenant.",
)
FIELD_NOT_ALLOWED = ProblemKind(
    code="covenant.field-not-allowed",
    rule="C1",
    nl="Het gegeven {field} mag niet van {sender} naar {recipient} voor het doel {purpose}.",
    en="The field {field} may not go from {sender} to {recipient} for the purpose {purpose}.",
    remedy_nl="Vraag alleen gegevens die het convenant voor dit doel noemt.",
    remedy_en="Ask only for fields that the covenant names for this purpose.",
)
NOTHING_ASKED = ProblemKind(
    code="covenant.nothing-asked",
    rule="C1",
    nl="Er is geen enkel gegeven gevraagd.",
    en="No field was asked for.",
    remedy_nl="Noem de gegevens die nodig zijn.",
    remedy_en="Name the fields that are needed.",
)
PERMITTED = ProblemKind(
    code="covenant.permitted",
    rule="C1",
    nl="Dit mag op grond van {exchange} (artikel {article}) van het convenant. Doel: {purpose}. Grondslag: {ground}. "
    "Bewaren: {kept}.",
    en="Allowed by {exchange} (article {article}) of the covenant. Purpose: {purpose}. Legal basis: {ground}. "
    "Kept: {kept_en}.",
)


@dataclass(frozen=True, slots=True)
class _Grant:
    """One permission, ready to be tested."""

    id: str
    fields: frozenset[str]
    conditions: tuple[Condition, ...]
    ground: str
    why: Problem


_Index = Mapping[tuple[str, str, str], tuple[_Grant, ...]]


def _grant(covenant: Covenant, permission: Exchange | OwnUse) -> _Grant:
    purpose = covenant.purposes[permission.purpose]
    ground = "; ".join(part for part in (purpose.ground, permission.special_ground) if part)
    return _Grant(
        permission.id,
        covenant.fields_of(permission.categories),
        permission.conditions,
        ground,
        PERMITTED(
            exchange=permission.id,
            article=permission.article,
            purpose=purpose.description,
            ground=ground,
            kept=retention_in_words(permission.retention),
            kept_en=retention_in_english(permission.retention),
        ),
    )


@lru_cache(maxsize=256)
def _compiled(covenant: Covenant) -> _Index:
    index: dict[tuple[str, str, str], tuple[_Grant, ...]] = {}
    for exchange in covenant.exchanges:
        grant = _grant(covenant, exchange)
        for sender in covenant.members(exchange.sender):
            for recipient in covenant.members(exchange.recipient) - {sender}:
                key = (sender, recipient, exchange.purpose)
                index[key] = (*index.get(key, ()), grant)
    for use in covenant.own_uses:
        grant = _grant(covenant, use)
        for party in covenant.members(use.by):
            key = (party, party, use.purpose)
            index[key] = (*index.get(key, ()), grant)
    return index


def decide(
    covenant: Covenant,
    *,
    sender: str,
    recipient: str,
    purpose: str,
    fields: Collection[str],
    facts: Facts,
    on: date,
) -> Decision:
    """Decide on all ``fields`` together: permitted only when each of them is.

    ``sender`` and ``recipient`` are party codes; the same code twice asks about a party's own use. A permit's reasons
    answer "why may I see this?"; ``exchange`` lists the ids it rests on. Whether the covenant is signed is not
    judged here (:mod:`in_force`), its term is (R4); to which roles of persons an own use is limited is judged where
    the person is known, by ``disclosure``.
    """
    if not fields:
        return Decision(permitted=False, reasons=(NOTHING_ASKED(),))
    answers = decide_each(
        covenant,
        sender=sender,
        recipient=recipient,
        purpose=purpose,
        fields=fields,
        facts=facts,
        on=on,
    )
    refusals = [answer for answer in answers.values() if not answer.permitted]
    decisive = refusals or list(answers.values())
    return Decision(
        permitted=not refusals,
        reasons=_once(decisive),
        exchange=", ".join(dict.fromkeys(answer.exchange for answer in decisive if answer.exchange)),
        ground=" | ".join(dict.fromkeys(answer.ground for answer in decisive if answer.ground)),
    )


def _once(decisions: list[Decision]) -> tuple[Problem, ...]:
    seen: dict[tuple[str, str], Problem] = {}
    for decision in decisions:
        for reason in decision.reasons:
            seen.setdefault((reason.code, reason.nl), reason)
    return tuple(seen.values())


def decide_each(
    covenant: Covenant,
    *,
    sender: str,
    recipient: str,
    purpose: str,
    fields: Collection[str],
    facts: Facts,
    on: date,
) -> Mapping[str, Decision]:
    """Decide on each field apart: for pages that show some fields and say why others are hidden."""
    asked = (sender, recipient, purpose)
    return _decided(
        covenant, asked, fields, on, lambda grant: unmet(grant.conditions, facts, on, covenant.freshness)
    )


def decide_each_again(
    covenant: Covenant,
    *,
    sender: str,
    recipient: str,
    purpose: str,
    fields: Collection[str],
    outcomes: Mapping[str, bool | None],
    on: date,
) -> Mapping[str, Decision]:
    """Decide on each field as :func:`decide_each` did, from what was recorded of each condition then (C4).

    ``outcomes`` holds for ``U1#0`` (the first condition of exchange U1) whether it held; None or absent: not known.
    """

    def failing(grant: _Grant) -> tuple[Problem, ...]:
        held = [outcomes.get(f"{grant.id}#{number}") for number in range(len(grant.conditions))]
        return unmet_again(grant.conditions, held)

    return _decided(covenant, (sender, recipient, purpose), fields, on, failing)


def _decided(
    covenant: Covenant,
    asked: tuple[str, str, str],
    fields: Collection[str],
    on: date,
    failing: Callable[[_Grant], tuple[Problem, ...]],
) -> Mapping[str, Decision]:
    refusal = _refusal_of_all(covenant, *asked, on)
    if refusal is not None:
        return dict.fromkeys(fields, Decision(permitted=False, reasons=(refusal,)))
    grants = _compiled(covenant)[asked]
    failings = {grant.id: failing(grant) for grant in grants}
    permits = {
        grant.id: Decision(permitted=True, reasons=(grant.why,), exchange=grant.id, ground=grant.ground)
        for grant in grants
        if not failings[grant.id]
    }
    answers = ((name, _for_field(name, grants, permits, failings)) for name in fields)
    return {name: _not_allowed(name, *asked) if answer is None else answer for name, answer in answers}


def _refusal_of_all(
    covenant: Covenant, sender: str, recipient: str, purpose: str, on: date
) -> Problem | None:
    if not covenant.valid_from <= on <= covenant.valid_until:
        return OUTSIDE_TERM(start=covenant.valid_from, end=covenant.valid_until, on=on)
    if (sender, recipient, purpose) not in _compiled(covenant):
        return NO_EXCHANGE(sender=sender, recipient=recipient, purpose=purpose)
    return None


def _for_field(
    name: str,
    grants: tuple[_Grant, ...],
    permits: Mapping[str, Decision],
    failings: Mapping[str, tuple[Problem, ...]],
) -> Decision | None:
    covering = [grant for grant in grants if name in grant.fields]
    for grant in covering:
        if grant.id in permits:
            return permits[grant.id]
    if not covering:
        return None
    nearest = min(covering, key=lambda grant: len(failings[grant.id]))
    return Decision(permitted=False, reasons=failings[nearest.id], exchange=nearest.id, ground=nearest.ground)


def _not_allowed(name: str, sender: str, recipient: str, purpose: str) -> Decision:
    reason = FIELD_NOT_ALLOWED(field=name, sender=sender, recipient=recipient, purpose=purpose)
    return Decision(permitted=False, reasons=(reason,))


def unmet_conditions(
    covenant: Covenant, exchange: Exchange | OwnUse, facts: Facts, on: date
) -> tuple[Problem, ...]:
    """Return a problem for each condition of this exchange that does not hold; ``params["fact"]`` names its fact."""
    return unmet(exchange.conditions, facts, on, covenant.freshness)


def exchanges_between(covenant: Covenant, sender: str, recipient: str, purpose: str) -> tuple[Exchange, ...]:
    """Return the exchanges from one party to another for a purpose, in the order of the file."""
    return tuple(
        exchange
        for exchange in covenant.exchanges
        if exchange.purpose == purpose
        and sender in covenant.members(exchange.sender)
        and recipient in covenant.members(exchange.recipient)
    )


def projected_feedback(covenant: Covenant, internal_result: str) -> str | None:
    """Return all that a signal partner may hear about this result, or None when it hears nothing (R43, C8).

    "No contact" is told only where the covenant's switch says so (R44). An unknown result tells nothing.
    """
    for projection in covenant.feedback:
        if internal_result in projection.internal:
            if (
                projection.external == ExternalCode.NO_CONTACT
                and not covenant.feedback_policy.tell_no_contact
            ):
                return None
            return projection.external
    return None
