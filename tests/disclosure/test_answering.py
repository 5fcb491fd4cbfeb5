"""C1, C2: a page asks much that is alike; what is decided once for all of it is what each would be told alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.disclosure.generated import CODES, NAMES, PURPOSES, TODAY, covenants, facts_for
from tijdig.actors import Role
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import FACTS, KnownFact
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure.rules import Answering, Question, answer


@given(data=st.data(), covenant=covenants())
def test_c1_c2_a_page_of_questions_is_answered_as_each_of_them_alone(
    data: st.DataObject, covenant: Covenant
) -> None:
    one, another = data.draw(facts_for(covenant)), data.draw(facts_for(covenant))
    parties = st.sampled_from(CODES)
    fields = st.sampled_from([NAMES, NAMES[:1], (*NAMES, "bestaat.niet")])
    questions = data.draw(
        st.lists(
            st.builds(Question, parties, parties, st.sampled_from(PURPOSES), st.sampled_from(Role), fields),
            min_size=1,
            max_size=3,
        )
    )
    state = data.draw(st.sampled_from([None, *CovenantState]) | st.just(CovenantState.IN_FORCE))
    page = Answering(TODAY)

    for question in questions:
        for facts in (one, another, one):
            alone = answer(covenant, state, question, facts, TODAY)
            assert page.answer(covenant, state, question, facts) == alone


def test_c2_a_yes_is_no_number_of_the_same_weight(weert_in_force: Covenant) -> None:
    """Python holds ``True`` and ``1`` for equal; a condition does not."""
    use = next(one for one in weert_in_force.exchanges if one.conditions)
    question = Question(
        min(weert_in_force.members(use.sender)),
        min(weert_in_force.members(use.recipient)),
        use.purpose,
        Role.SOCIAL_WORKER,
        tuple(sorted(weert_in_force.fields_of(use.categories))),
    )
    page = Answering(TODAY)
    for value in (True, 1, False, 0):
        facts = {one.fact: KnownFact(value, TODAY, min(FACTS[one.fact].sources)) for one in use.conditions}
        alone = answer(weert_in_force, CovenantState.IN_FORCE, question, facts, TODAY)
        assert page.answer(weert_in_force, CovenantState.IN_FORCE, question, facts) == alone
