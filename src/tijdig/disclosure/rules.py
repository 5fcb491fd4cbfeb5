"""Answer one request for personal data from a covenant, and answer it again later from what was recorded (C1, C4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from tijdig.actors import ROLE_NAMES_EN, ROLE_NAMES_NL, Role
from tijdig.covenant.rules.conditions import evaluate
from tijdig.covenant.rules.deciding import decide_each, decide_each_again, exchanges_between
from tijdig.covenant.rules.document import Condition, Covenant, Exchange, OwnUse
from tijdig.covenant.rules.facts import Facts
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
CONDITION_NOT_TOLD = ProblemKind(
    code="disclosure.condition-not-told",
    rule="R44",
    nl="Aan een voorwaarde van het convenant is nu niet voldaan, of een gegeven is niet bekend. Welke dat is, gaat "
    "over iets wat uw organisatie niet mag weten.",
    en="A condition of the covenant does not hold now, or a fact is not known. Which one is about something that "
    "your organisation may not know.",
    remedy_nl="Vraag de gemeente of de zaak nog bij u hoort.",
    remedy_en="Ask the municipality whether the case is still yours.",
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


@dataclass(frozen=True)
class Answer:
    """A decision per field, and what it rested on.

    ``conditions`` holds, for each condition that was judged (``U1#0``: the first of exchange U1), whether it held:
    enough to replay the decision, without any content of the facts.
    """

    decisions: Mapping[str, Decision]
    conditions: Mapping[str, bool | None]

    @cached_property
    def granted(self) -> Mapping[str, Decision]:
        """The fields that are released, each with why."""
        return {name: decision for name, decision in self.decisions.items() if decision.permitted}

    @cached_property
    def withheld(self) -> Mapping[str, Decision]:
        """The fields that are not, each with why not."""
        return {name: decision for name, decision in self.decisions.items() if not decision.permitted}


class Answering:
    """Answers the questions of one page on one day, each as :func:`answer` does: what is alike is decided once.

    Alike are questions with the same party, purpose, role and fields under the same version, when every fact that a
    permission between these parties rests on is the same as well, by value, day and source.
    """

    def __init__(self, on: date) -> None:
        self._on = on
        self._known: dict[object, Answer] = {}
        self._rests_on: dict[tuple[Covenant, str, str, str], tuple[str, ...]] = {}

    def answer(
        self, covenant: Covenant | None, state: CovenantState | None, question: Question, facts: Facts
    ) -> Answer:
        """Decide on each field, or return what was decided on the same question with the same facts."""
        key = (covenant, state, question, self._facts_that_count(covenant, question, facts))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = answer(covenant, state, question, facts, self._on)
        return found

    def _facts_that_count(
        self, covenant: Covenant | None, question: Question, facts: Facts
    ) -> tuple[object, ...]:
        if covenant is None:
            return ()
        between = (covenant, question.sender, question.recipient, question.purpose)
        if between not in self._rests_on:
            conditions = _conditions_between(covenant, question)
            self._rests_on[between] = tuple(dict.fromkeys(one.fact for _key, one in conditions))
        known = (facts.get(name) for name in self._rests_on[between])
        return tuple((fact, type(fact.value)) if fact else None for fact in known)  # 1 is no yes


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

    The decisions come out as they did then, word for word, as far as the covenant file is the same.
    """
    if covenant is None or state is not CovenantState.IN_FORCE or question.role is Role.ORGANISATION_ADMIN:
        return answer(covenant, state, question, {}, on).decisions

    def decided_by(agreement: Covenant) -> Mapping[str, Decision]:
        return decide_each_again(
            agreement,
            sender=question.sender,
            recipient=question.recipient,
            purpose=question.purpose,
            fields=question.fields,
            outcomes=conditions,
            on=on,
        )

    return _for_role(covenant, question, decided_by)


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

    return _for_role(covenant, question, decided_by)


def _for_role(
    covenant: Covenant, question: Question, decided_by: Callable[[Covenant], Mapping[str, Decision]]
) -> Mapping[str, Decision]:
    """Decide by the own uses that are open to the role; name the role where another would have been given it."""
    for_role = limited_to_role(covenant, question.role)
    decisions = decided_by(for_role)
    if question.sender != question.recipient:
        return {name: _as_told_to_others(decision) for name, decision in decisions.items()}
    if for_role is covenant:
        return decisions
    reason = ROLE_NOT_IN_OWN_USE(role=ROLE_NAMES_NL[question.role], role_en=ROLE_NAMES_EN[question.role])
    for_anyone = decided_by(covenant)
    return {
        name: Decision(False, (reason,)) if for_anyone[name].permitted and not given.permitted else given
        for name, given in decisions.items()
    }


def _as_told_to_others(decision: Decision) -> Decision:
    """Leave out which condition failed where that tells another organisation of a benefit or a household (R44)."""
    if decision.permitted:
        return decision
    told = (
        CONDITION_NOT_TOLD() if reason.params.get("fact", "").startswith(TELLING_FACTS) else reason
        for reason in decision.reasons
    )
    return replace(decision, reasons=tuple({(one.code, one.nl): one for one in told}.values()))


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
