"""Answer one request for personal data from a covenant, and answer it again later from what was recorded (C1, C4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tijdig.actors import ROLE_NAMES_EN, ROLE_NAMES_NL, Role
from tijdig.covenant.rules.conditions import evaluate
from tijdig.covenant.rules.deciding import decide_each, exchanges_between
from tijdig.covenant.rules.document import Condition, Covenant, Exchange, OwnUse
from tijdig.covenant.rules.facts import Facts, FactSource, KnownFact
from tijdig.covenant.rules.in_force import STATE_NAMES_NL, CovenantState
from tijdig.problems import Decision, ProblemKind

COVENANT_UNKNOWN = ProblemKind(
    code="disclosure.covenant-unknown",
    rule="R1",
    nl="Er is geen convenant van deze gemeente waarop dit kan rusten.",
    en="There is no covenant of this municipality that this can rest on.",
    remedy_nl="Vraag de coördinator welk convenant geldt.",
    remedy_en="Ask the coordinator which covenant applies.",
)
COVENANT_NOT_IN_FORCE = ProblemKind(
    code="disclosure.covenant-not-in-force",
    rule="R1",
    nl="Het convenant is nu niet in werking ({state}). Er gaan geen gegevens over en weer.",
    en="The covenant is not in force now ({state_code}). No data is exchanged.",
    remedy_nl="Vraag de coördinator wanneer het convenant weer geldt.",
    remedy_en="Ask the coordinator when the covenant will be in force.",
)
ROLE_NOT_IN_OWN_USE = ProblemKind(
    code="disclosure.role-not-in-own-use",
    rule="C1",
    nl="Binnen de eigen organisatie mag uw rol ({role}) dit gegeven voor dit doel niet zien.",
    en="Within the organisation, your role ({role_en}) may not see this for this purpose.",
    remedy_nl="Vraag het aan iemand die volgens het convenant met dit gegeven werkt.",
    remedy_en="Ask someone who works with this field according to the covenant.",
)
NOT_FOR_ADMINS = ProblemKind(
    code="disclosure.not-for-admins",
    rule="A5",
    nl="Een beheerder beheert mensen en ziet geen gegevens van inwoners.",
    en="An admin manages people and sees no data of residents.",
    remedy_nl="Vraag het aan een collega die met de zaken werkt.",
    remedy_en="Ask a colleague who works on the cases.",
)


# Whether a condition on one of these held, tells the fact itself.
TELLING_FACTS = ("uitkering.", "huishouden.")


@dataclass(frozen=True, slots=True)
class Question:
    """May ``recipient`` have ``fields`` that came from ``sender``, for ``purpose``, in ``role``? All are codes."""

    sender: str
    recipient: str
    purpose: str
    role: Role
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision per field, and what it rested on.

    ``conditions`` holds, for each condition that was judged (``U1#0``: the first of exchange U1), whether it held:
    enough to replay the decision, without any content of the facts.
    """

    decisions: Mapping[str, Decision]
    conditions: Mapping[str, bool | None]


@lru_cache(maxsize=512)
def limited_to_role(covenant: Covenant, role: Role) -> Covenant:
    """Return the covenant with only those own uses that are open to this role."""
    uses = tuple(use for use in covenant.own_uses if not use.roles or role in use.roles)
    return replace(covenant, own_uses=uses) if len(uses) < len(covenant.own_uses) else covenant


def answer(
    covenant: Covenant | None, state: CovenantState | None, question: Question, facts: Facts, on: date
) -> Answer:
    """Decide on each field (C1): deny all of them when there is no covenant or when it is not in force."""
    if question.role is Role.ORGANISATION_ADMIN:
        return Answer(dict.fromkeys(question.fields, Decision(False, (NOT_FOR_ADMINS(),))), {})
    if covenant is None or state is None:
        return Answer(dict.fromkeys(question.fields, Decision(False, (COVENANT_UNKNOWN(),))), {})
    if state is not CovenantState.IN_FORCE:
        reason = COVENANT_NOT_IN_FORCE(state=STATE_NAMES_NL[state], state_code=state.value)
        return Answer(dict.fromkeys(question.fields, Decision(False, (reason,))), {})
    conditions = {
        key: evaluate(condition, facts, on, covenant.freshness)
        for key, condition in _conditions_between(covenant, question)
    }
    return Answer(_decide(covenant, question, facts, on), conditions)


def answer_again(
    covenant: Covenant | None,
    state: CovenantState | None,
    question: Question,
    conditions: Mapping[str, bool | None],
    on: date,
) -> Mapping[str, Decision]:
    """Answer a recorded question from the recorded outcome of each condition, with the same rules as today (C4).

    Permits and the codes of the reasons come out as they did then; a sentence that names a condition may not.
    """
    if covenant is None or state is not CovenantState.IN_FORCE or question.role is Role.ORGANISATION_ADMIN:
        return answer(covenant, state, question, {}, on).decisions
    stood_in = replace(
        covenant,
        exchanges=tuple(
            replace(e, conditions=_stand_ins(e.id, e.conditions, conditions)) for e in covenant.exchanges
        ),
        own_uses=tuple(
            replace(u, conditions=_stand_ins(u.id, u.conditions, conditions)) for u in covenant.own_uses
        ),
    )
    return _decide(stood_in, question, {_FAILS.fact: KnownFact(False, on, FactSource.TENANT)}, on)


def _decide(covenant: Covenant, question: Question, facts: Facts, on: date) -> Mapping[str, Decision]:
    def decided_by(agreement: Covenant) -> Mapping[str, Decision]:
        return decide_each(
            agreement,
            sender=question.sender,
            recipient=question.recipient,
            purpose=question.purpose,
            fields=question.fields,
            facts=facts,
            on=on,
        )

    for_role = limited_to_role(covenant, question.role)
    decisions = decided_by(for_role)
    if for_role is covenant or question.sender != question.recipient:
        return decisions
    reason = ROLE_NOT_IN_OWN_USE(role=ROLE_NAMES_NL[question.role], role_en=ROLE_NAMES_EN[question.role])
    for_anyone = decided_by(covenant)
    return {
        name: Decision(False, (reason,)) if for_anyone[name].permitted and not given.permitted else given
        for name, given in decisions.items()
    }


def _permissions_between(covenant: Covenant, question: Question) -> tuple[Exchange | OwnUse, ...]:
    if question.sender == question.recipient:
        return tuple(
            use
            for use in covenant.own_uses
            if use.purpose == question.purpose and question.recipient in covenant.members(use.by)
        )
    return exchanges_between(covenant, question.sender, question.recipient, question.purpose)


def permissions_that_tell(covenant: Covenant, question: Question) -> tuple[str, ...]:
    """Return the ids of all permissions for this question, when one of them rests on a fact that tells too much.

    Whoever reads the decision log must not learn from "allowed by U3" or from why it was refused whether someone has a
    benefit (R44): such a decision is told by all its permissions together. Empty when there is nothing to keep back.
    """
    permissions = _permissions_between(covenant, question)
    telling = any(
        one.fact.startswith(TELLING_FACTS) for permission in permissions for one in permission.conditions
    )
    return tuple(permission.id for permission in permissions) if telling else ()


def _conditions_between(covenant: Covenant, question: Question) -> Iterator[tuple[str, Condition]]:
    for permission in _permissions_between(covenant, question):
        for number, condition in enumerate(permission.conditions):
            yield f"{permission.id}#{number}", condition


def conditions_on(covenant: Covenant, facts: tuple[str, ...]) -> frozenset[str]:
    """Return the keys (as in :attr:`Answer.conditions`) of conditions on facts whose names begin with one of these."""
    permissions: tuple[Exchange | OwnUse, ...] = (*covenant.exchanges, *covenant.own_uses)
    return frozenset(
        f"{permission.id}#{number}"
        for permission in permissions
        for number, condition in enumerate(permission.conditions)
        if condition.fact.startswith(facts)
    )


def with_erased(
    conditions: Mapping[str, bool | None], erased: Collection[str], exchanges: Collection[str]
) -> Mapping[str, bool | None]:
    """Return recorded outcomes with those that were erased since: true where the permission rested on, else unknown."""
    return {**conditions, **{key: key.split("#")[0] in exchanges or None for key in erased}}


# A recorded condition is stood in for by one that is known to fail, or by one whose fact is not known.
_FAILS = Condition("huurder.bezwaar", "=", True)
_UNKNOWN = Condition("huurder.geinformeerd", "=", True)


def _stand_ins(
    permission_id: str, conditions: tuple[Condition, ...], outcomes: Mapping[str, bool | None]
) -> tuple[Condition, ...]:
    known = [outcomes.get(f"{permission_id}#{number}") for number in range(len(conditions))]
    return tuple(_UNKNOWN if outcome is None else _FAILS for outcome in known if outcome is not True)
