"""C1, C2: our evaluator against Cedar on generated covenants: the same fields to the same parties.

A longer run: ``HYPOTHESIS_PROFILE=thorough``.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import event, given
from hypothesis import strategies as st

from tests.disclosure.cedar import Asked, Cedar
from tests.disclosure.generated import CODES, NAMES, PURPOSES, TODAY, covenants, facts_for
from tijdig.actors import Role
from tijdig.covenant.rules.deciding import decide, decide_each
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure.rules import Question, answer

STRANGER = "vreemde-partij"
FIELDS = (*NAMES, "bestaat.niet")


@given(data=st.data(), covenant=covenants())
def test_c1_c2_another_engine_permits_exactly_the_same(data: st.DataObject, covenant: Covenant) -> None:
    facts: Facts = data.draw(facts_for(covenant))
    role = data.draw(st.sampled_from([role for role in Role if role is not Role.ORGANISATION_ADMIN]))
    recipients = data.draw(st.sets(st.sampled_from((*CODES, STRANGER)), min_size=1, max_size=2))
    engine = Cedar(covenant, TODAY)
    asked = [
        Asked(sender, recipient, purpose, role, field)
        for sender, recipient, purpose, field in product((*CODES, STRANGER), recipients, PURPOSES, FIELDS)
    ]
    theirs = dict(zip(asked, engine.permits(asked, facts), strict=True))
    permitted = 0
    for sender, recipient, purpose in product((*CODES, STRANGER), recipients, PURPOSES):
        question = Question(sender, recipient, purpose, role, FIELDS)
        ours = answer(covenant, CovenantState.IN_FORCE, question, facts, TODAY).decisions
        for field, decision in ours.items():
            by = theirs[Asked(sender, recipient, purpose, role, field)]
            assert decision.permitted == bool(by), (sender, recipient, purpose, role, field, by, decision)
            assert decision.reasons
            if by:
                permitted += 1
                assert decision.exchange in by
    event("some permitted" if permitted else "nothing permitted")


@given(data=st.data(), covenant=covenants())
def test_c1_all_fields_together_are_permitted_only_when_each_is(
    data: st.DataObject, covenant: Covenant
) -> None:
    facts: Facts = data.draw(facts_for(covenant))
    sender, recipient = data.draw(st.sampled_from(CODES)), data.draw(st.sampled_from(CODES))
    purpose = data.draw(st.sampled_from(PURPOSES))
    fields = data.draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=4, unique=True))
    theirs = Cedar(open_to_all(covenant), TODAY).permits(
        [Asked(sender, recipient, purpose, Role.CASE_DIRECTOR, field) for field in fields], facts
    )
    asked = {
        "sender": sender, "recipient": recipient, "purpose": purpose, "fields": fields, "facts": facts, "on": TODAY,
    }  # fmt: skip
    assert decide(covenant, **asked).permitted == all(theirs)  # type: ignore[arg-type]
    each = decide_each(covenant, **asked)  # type: ignore[arg-type]
    assert [each[field].permitted for field in fields] == [bool(by) for by in theirs]


def open_to_all(covenant: Covenant) -> Covenant:
    """To which roles an own use is open is judged above ``decide``, by the door."""
    return replace(covenant, own_uses=tuple(replace(use, roles=()) for use in covenant.own_uses))
