"""Deny by default, at field level; a missing fact denies; own use is the party's own (C1, C2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.covenant.samples import TODAY, facts_for, failing, known
from tijdig.covenant.profiles import PROFILES, profile
from tijdig.covenant.rules.deciding import (
    decide,
    decide_each,
    exchanges_between,
    projected_feedback,
    unmet_conditions,
)
from tijdig.covenant.rules.document import Condition, Covenant, Exchange, OwnUse
from tijdig.covenant.rules.facts import FACTS, Facts, FactScalar, FactSource, KnownFact
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import Result

COVENANTS = {name: profile(name) for name in PROFILES}
PURPOSES = [*PurposeCode, "marketing"]


def permissions(covenant: Covenant) -> Iterator[tuple[str, str, Exchange | OwnUse]]:
    """Every permission of the file, for each pair of parties it stands for, read straight from the document."""
    for exchange in covenant.exchanges:
        for sender in covenant.members(exchange.sender):
            for recipient in covenant.members(exchange.recipient):
                yield sender, recipient, exchange
    for use in covenant.own_uses:
        for party in covenant.members(use.by):
            yield party, party, use


def allowed_by_the_file(covenant: Covenant, facts: Facts) -> set[tuple[str, str, str, str]]:
    return {
        (sender, recipient, permission.purpose, field)
        for sender, recipient, permission in permissions(covenant)
        if not unmet_conditions(covenant, permission, facts, TODAY)
        for field in covenant.fields_of(permission.categories)
    }


facts_drawn = st.fixed_dictionaries(
    {},
    optional={
        "achterstand.maanden": st.integers(0, 6).map(lambda n: known("achterstand.maanden", n)),
        "achterstand.dagen": st.integers(0, 90).map(lambda n: known("achterstand.dagen", n)),
        "huurder.bezwaar": st.booleans().map(lambda b: known("huurder.bezwaar", b)),
        "huurder.geinformeerd": st.just(known("huurder.geinformeerd", TODAY)),
        "incasso.contact_gezocht": st.just(known("incasso.contact_gezocht", TODAY)),
        "incasso.gewezen_op_hulp": st.just(known("incasso.gewezen_op_hulp", TODAY)),
        "incasso.herinnering": st.just(known("incasso.herinnering", TODAY)),
        "incasso.aanbod_doorgeven": st.just(known("incasso.aanbod_doorgeven", TODAY)),
        "uitkering.participatiewet": st.booleans().map(lambda b: known("uitkering.participatiewet", b)),
        "ontruiming.dreigt": st.booleans().map(lambda b: known("ontruiming.dreigt", b)),
        "toestemming.doorgeleiding": st.booleans().map(lambda b: known("toestemming.doorgeleiding", b)),
    },
)


@given(st.sampled_from(PROFILES), facts_drawn)
def test_c1_the_allowed_set_is_exactly_the_file_s_set(name: str, facts: dict[str, KnownFact | None]) -> None:
    covenant = COVENANTS[name]
    parties = [*covenant.parties, "vreemde-partij"]

    allowed = {
        (sender, recipient, purpose, field)
        for sender in parties
        for recipient in parties
        for purpose in PURPOSES
        for field, decision in decide_each(
            covenant,
            sender=sender,
            recipient=recipient,
            purpose=purpose,
            fields=[*FIELDS, "zaak.verzonnen"],
            facts=facts,
            on=TODAY,
        ).items()
        if decision.permitted
    }

    assert allowed == allowed_by_the_file(covenant, facts)


CASES = [
    pytest.param(
        COVENANTS[name], sender, recipient, permission, id=f"{name}-{permission.id}-{sender}-{recipient}"
    )
    for name in PROFILES
    # Sorted: parallel workers must agree on the order of the cases.
    for sender, recipient, permission in sorted(
        permissions(COVENANTS[name]), key=lambda case: (case[0], case[1], case[2].id)
    )
]


def ask(covenant: Covenant, sender: str, recipient: str, permission: Exchange | OwnUse, facts: Facts) -> bool:
    # The fields that only this permission covers: another permission may cover the rest on other conditions.
    rivals = [
        other
        for s, r, other in permissions(covenant)
        if (s, r, other.purpose) == (sender, recipient, permission.purpose) and other.id != permission.id
    ]
    stripped = replace(
        covenant,
        exchanges=tuple(e for e in covenant.exchanges if e not in rivals),
        own_uses=tuple(u for u in covenant.own_uses if u not in rivals),
    )
    return decide(
        stripped,
        sender=sender,
        recipient=recipient,
        purpose=permission.purpose,
        fields=covenant.fields_of(permission.categories),
        facts=facts,
        on=TODAY,
    ).permitted


@pytest.mark.parametrize(("covenant", "sender", "recipient", "permission"), CASES)
def test_c2_each_fact_of_a_permit_is_needed(
    covenant: Covenant, sender: str, recipient: str, permission: Exchange | OwnUse
) -> None:
    facts = facts_for(permission.conditions)
    assert ask(covenant, sender, recipient, permission, facts)

    for condition in permission.conditions:
        name, fact = condition.fact, facts[condition.fact]
        assert fact
        stale = replace(fact, as_of=TODAY - timedelta(days=800))
        future = replace(fact, as_of=TODAY + timedelta(days=1))
        untyped = replace(fact, value="ja")
        foreign = replace(fact, source=next(s for s in FactSource if s not in FACTS[name].sources))
        without = {key: value for key, value in facts.items() if key != name}
        for worse in (None, stale, future, untyped, foreign, failing(condition)):
            assert not ask(covenant, sender, recipient, permission, {**facts, name: worse})
        assert not ask(covenant, sender, recipient, permission, without)


def weert_signal_facts(weert: Covenant, **changes: FactScalar) -> Facts:
    facts = facts_for(weert.exchanges[0].conditions)
    return {**facts, **{name: known(name, value) for name, value in changes.items()}}


def ask_weert(
    weert: Covenant, facts: Facts, *fields: str, on: date = TODAY, recipient: str = "gemeente-weert"
):
    return decide(
        weert,
        sender="wonen-limburg",
        recipient=recipient,
        purpose="vroegsignalering",
        fields=fields,
        facts=facts,
        on=on,
    )


def test_a_permit_says_why_one_may_see_it(weert: Covenant) -> None:
    decision = ask_weert(weert, weert_signal_facts(weert), "signaal.naam", "signaal.bedrag")

    assert decision.permitted
    assert decision.exchange == "U1"
    assert decision.ground == "AVG art. 6.1.e; Wgs art. 3 lid 1 onder b"
    (why,) = decision.reasons
    assert why.code == "covenant.permitted"
    assert why.nl == (
        "Dit mag op grond van U1 (artikel 1) van het convenant. Doel: Vroegtijdig hulp bieden bij "
        "betalingsachterstanden. "
        "Grondslag: AVG art. 6.1.e; Wgs art. 3 lid 1 onder b. Bewaren: 6 maanden na afsluiting, dan vernietigd."
    )
    assert why.en.endswith("Kept: 6 months after closing, then destroyed.")


def why_not(covenant: Covenant, facts: Facts) -> tuple[str, list[str]]:
    """Return which permission comes nearest to giving the helper a name, and on which facts it fails."""
    asked = {"sender": "gemeente-weert", "recipient": "amw", "purpose": "hulpverlening", "on": TODAY}
    given = decide_each(covenant, fields=["signaal.naam"], facts=facts, **asked)["signaal.naam"]
    return given.exchange, [reason.params["fact"] for reason in given.reasons]


def test_c1_why_not_names_the_permission_that_comes_nearest(weert: Covenant) -> None:
    harder = Condition("huishouden.minderjarigen", "=", value=True)
    stricter = replace(
        weert,
        exchanges=tuple(
            replace(one, conditions=(*one.conditions, harder)) if one.id == "U3" else one
            for one in weert.exchanges
        ),
    )
    facts = {"huurder.bezwaar": KnownFact(False, TODAY, FactSource.TENANT)}

    assert why_not(weert, facts) == ("U3", ["uitkering.participatiewet"])  # as near as U4: the first counts
    assert why_not(stricter, facts) == ("U4", ["toestemming.doorgeleiding"])


def test_c1_a_forbidden_field_is_named_and_nothing_is_trimmed(weert: Covenant) -> None:
    decision = ask_weert(weert, weert_signal_facts(weert), "signaal.naam", "bewoner.bsn")

    assert not decision.permitted
    assert [reason.params.get("field") for reason in decision.reasons] == ["bewoner.bsn"]


def test_a_missing_fact_is_told_by_name(weert: Covenant) -> None:
    facts = {**weert_signal_facts(weert), "huurder.bezwaar": None}

    decision = ask_weert(weert, facts, "signaal.naam")

    assert [(r.code, r.params["fact"]) for r in decision.reasons] == [
        ("covenant.fact-missing", "huurder.bezwaar")
    ]


def test_pages_can_show_some_fields_and_say_why_others_are_hidden(weert: Covenant) -> None:
    shown = decide_each(
        weert,
        sender="gemeente-weert",
        recipient="wonen-limburg",
        purpose="terugkoppeling",
        fields=["terugkoppeling.code", "zaak.notities"],
        facts={},
        on=TODAY,
    )

    assert shown["terugkoppeling.code"].permitted
    assert not shown["zaak.notities"].permitted
    assert shown["zaak.notities"].reasons[0].code == "covenant.field-not-allowed"


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2028, 3, 1)])
def test_r4_outside_the_term_nothing_is_allowed(weert: Covenant, on: date) -> None:
    decision = ask_weert(weert, weert_signal_facts(weert), "signaal.naam", on=on)

    assert [reason.code for reason in decision.reasons] == ["covenant.outside-term"]


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2028, 2, 29)])
def test_r4_the_first_and_last_day_count(weert: Covenant, on: date) -> None:
    facts = {name: replace(fact, as_of=on, value=on if isinstance(fact.value, date) else fact.value)
             for name, fact in weert_signal_facts(weert).items() if fact}  # fmt: skip

    assert ask_weert(weert, facts, "signaal.naam", on=on).permitted


def test_asking_for_nothing_is_no_permit(weert: Covenant) -> None:
    assert not ask_weert(weert, weert_signal_facts(weert)).permitted


def test_c1_two_permissions_between_the_same_parties_both_count_and_are_both_named(weert: Covenant) -> None:
    special, ground = "UAVG art. 46", "AVG art. 6.1.e; Wgs art. 3 lid 1 onder b"
    asked = {"purpose": "vroegsignalering", "fields": ("signaal.naam", "signaal.bedrag"), "on": TODAY}
    plain = {"purpose": "vroegsignalering", "conditions": (), "special_ground": ""}
    contact = {**plain, "id": "U90", "categories": ("contact",)}
    debt = {**plain, "id": "U91", "categories": ("achterstand",), "special_ground": special}
    delivered, looked_up = weert.exchanges[0], replace(weert.own_uses[0], by="wonen-limburg")
    both = replace(
        weert,
        exchanges=(replace(delivered, **contact), replace(delivered, **debt)),
        own_uses=(replace(looked_up, **contact), replace(looked_up, **debt)),
    )

    for recipient in ("gemeente-weert", "wonen-limburg"):
        decision = decide(both, sender="wonen-limburg", recipient=recipient, facts={}, **asked)
        assert (decision.permitted, decision.exchange) == (True, "U90, U91")
        assert decision.ground == f"{ground} | {ground}; {special}"
        assert [reason.params["exchange"] for reason in decision.reasons] == ["U90", "U91"]


def test_c1_a_refusal_names_the_permission_that_comes_nearest_and_nothing_for_what_has_none(
    weert: Covenant,
) -> None:
    decision = ask_weert(weert, {}, "signaal.naam", "bewoner.bsn")

    assert (decision.permitted, decision.exchange) == (False, "U1")
    assert decision.ground == "AVG art. 6.1.e; Wgs art. 3 lid 1 onder b"


def test_no_exchange_to_another_landlord(weert: Covenant) -> None:
    decision = ask_weert(weert, weert_signal_facts(weert), "signaal.naam", recipient="st-joseph")

    assert [reason.code for reason in decision.reasons] == ["covenant.no-exchange"]


def test_r29_the_fact_of_children_is_not_taken_from_a_landlord(weert: Covenant) -> None:
    told = KnownFact(value=True, as_of=TODAY, source=FactSource.DELIVERY)
    factor = weert.rank_factors[1]

    problems = unmet_conditions(
        weert,
        replace(weert.exchanges[0], conditions=factor.conditions),
        {"huishouden.minderjarigen": told},
        TODAY,
    )

    assert [problem.code for problem in problems] == ["covenant.fact-missing"]


def test_a_covenant_may_ask_for_fresher_facts(weert: Covenant) -> None:
    referral = exchanges_between(weert, "gemeente-weert", "amw", "hulpverlening")[0]
    facts = facts_for(referral.conditions)
    benefit = facts["uitkering.participatiewet"]
    assert benefit
    six_weeks_old = {**facts, "uitkering.participatiewet": replace(benefit, as_of=TODAY - timedelta(weeks=6))}

    assert not unmet_conditions(weert, referral, facts, TODAY)
    assert unmet_conditions(weert, referral, six_weeks_old, TODAY)


@pytest.mark.parametrize(
    ("name", "result", "heard"),
    [
        ("weert", Result.UNJUSTIFIED, "onterecht_signaal"),
        ("weert", Result.FOLLOW_UP_FINANCIAL, "aanbod_aanvaard"),
        ("weert", Result.OTHER_REASON, "niet_opgepakt"),
        ("weert", Result.NO_CONTACT, None),
        ("sittard-geleen", Result.NO_CONTACT, "geen_contact"),
        ("weert", Result.ALREADY_KNOWN, None),
        ("weert", "een verzonnen resultaat", None),
    ],
)
def test_r43_what_a_landlord_hears(name: str, result: str, heard: str | None) -> None:
    assert projected_feedback(COVENANTS[name], result) == heard


def test_c8_without_the_switch_no_contact_is_not_told_r44(sittard: Covenant) -> None:
    silent = replace(sittard, feedback_policy=replace(sittard.feedback_policy, tell_no_contact=False))

    assert projected_feedback(silent, Result.NO_CONTACT) is None


def test_decisions_are_the_same_every_time(weert: Covenant) -> None:
    facts = weert_signal_facts(weert)

    assert ask_weert(weert, facts, "signaal.naam") == ask_weert(weert, facts, "signaal.naam")
