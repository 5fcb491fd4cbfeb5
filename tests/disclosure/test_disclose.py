"""The only door: what the covenant permits is released, the rest is withheld with its reason, and all is on record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.disclosure.asking import (
    CLERK,
    COORDINATOR,
    DIRECTOR,
    SOCIAL_WORKER,
    TODAY,
    actor,
    known,
    referral,
    request,
    weert,
)
from tijdig.actors import Actor, Role
from tijdig.covenant.rules.deciding import decide_each
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure import queries, services
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.rules import (
    COVENANT_NOT_IN_FORCE,
    COVENANT_UNKNOWN,
    NOT_FOR_ADMINS,
    ROLE_NOT_IN_OWN_USE,
)
from tijdig.disclosure.services import disclose
from tijdig.disclosure.versions import NO_VERSION, Version
from tijdig.problems import Decision

pytestmark = pytest.mark.django_db
COVENANT = weert()
MAY_REFER = known(uitkering_participatiewet=False, huurder_bezwaar=False)


@pytest.fixture(autouse=True)
def on_a_day_in_the_term() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield


class Registered:
    """Covenant versions as the covenant room would give them; tests change the state in between."""

    def __init__(self) -> None:
        self.state = CovenantState.IN_FORCE

    def version_on(self, controller_id: str, covenant_hash: str, _on: object) -> Version:
        if (controller_id, covenant_hash) != (COVENANT.controller_code, COVENANT.hash):
            return NO_VERSION
        return Version(COVENANT, self.state)

    def version_of(self, controller_id: str, covenant_hash: str) -> Covenant | None:
        return self.version_on(controller_id, covenant_hash, None).covenant


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Registered:
    versions = Registered()
    monkeypatch.setattr(services, "version_on", versions.version_on)
    monkeypatch.setattr(queries, "version_on", versions.version_on)
    monkeypatch.setattr(queries, "version_of", versions.version_of)
    return versions


def test_c1_what_is_permitted_is_released_and_what_is_not_is_withheld_with_its_reason() -> None:
    (answer,) = disclose(
        actor=SOCIAL_WORKER, requests=[referral(COVENANT, MAY_REFER, "signaal.naam", "bewoner.bsn")]
    )

    assert answer.values == {"signaal.naam": "waarde van signaal.naam"}
    assert answer.granted["signaal.naam"].exchange == "U3"
    assert answer.granted["signaal.naam"].ground
    assert [reason.rule for reason in answer.withheld["bewoner.bsn"].reasons] == ["C1"]


def test_each_answer_has_its_record_without_any_value_l1_l6() -> None:
    requests = [
        referral(COVENANT, MAY_REFER, "signaal.naam", "bewoner.bsn"),
        referral(COVENANT, {}, "signaal.naam"),
    ]

    disclose(actor=SOCIAL_WORKER, requests=requests)

    second, first = DecisionRecord.objects.all()
    assert (first.permitted_fields, list(first.withheld_fields)) == (["signaal.naam"], ["bewoner.bsn"])
    assert (first.recipient, first.sender, first.purpose) == ("amw", "gemeente-weert", "hulpverlening")
    assert first.exchanges == ["U3"]
    assert second.withheld_fields == {
        "signaal.naam": ["disclosure.condition-not-told", "covenant.fact-missing"]
    }
    row = str(DecisionRecord.objects.values().get(pk=first.pk))
    assert "waarde van" not in row


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        (
            "uitkering.participatiewet",
            "disclosure.condition-not-told",
        ),  # which one would tell of a benefit (R44)
        ("huurder.bezwaar", "covenant.fact-missing"),
    ],
)
def test_c2_a_missing_fact_denies(missing: str, code: str) -> None:
    facts = {name: fact for name, fact in MAY_REFER.items() if name != missing}

    (answer,) = disclose(actor=SOCIAL_WORKER, requests=[referral(COVENANT, facts, "signaal.naam")])

    assert answer.values == {}
    assert [reason.code for reason in answer.withheld["signaal.naam"].reasons] == [code]


@pytest.mark.parametrize("benefit", [True, None])
def test_r44_why_not_never_tells_another_organisation_of_a_benefit(benefit: bool | None) -> None:
    """Whether the tenant has a benefit, or nobody knows: the helper reads the same words."""
    facts = {
        **MAY_REFER,
        **(known(uitkering_participatiewet=True) if benefit else {"uitkering.participatiewet": None}),
    }

    (answer,) = disclose(actor=SOCIAL_WORKER, requests=[referral(COVENANT, facts, "signaal.naam")])

    (reason,) = answer.withheld["signaal.naam"].reasons
    assert (reason.code, dict(reason.params)) == ("disclosure.condition-not-told", {})
    assert "uitkering" not in reason.nl.lower()


@pytest.mark.parametrize("state", [state for state in CovenantState if state is not CovenantState.IN_FORCE])
def test_c3_a_covenant_that_is_not_in_force_permits_nothing_from_that_moment(
    registered: Registered, state: CovenantState
) -> None:
    asked = [referral(COVENANT, MAY_REFER, "signaal.naam")]
    assert disclose(actor=SOCIAL_WORKER, requests=asked)[0].values

    registered.state = state
    (answer,) = disclose(actor=SOCIAL_WORKER, requests=asked)

    assert answer.values == {}
    assert [reason.code for reason in answer.withheld["signaal.naam"].reasons] == [COVENANT_NOT_IN_FORCE.code]


@pytest.mark.parametrize(
    ("someone", "covenant_hash"),
    [
        (actor("gemeente-sittard", Role.CASE_DIRECTOR, controller_id="1883"), COVENANT.hash),
        (SOCIAL_WORKER, "sha256:" + "0" * 64),
    ],
)
def test_an_unknown_covenant_and_that_of_another_municipality_are_the_same_r2(
    someone: Actor, covenant_hash: str
) -> None:
    asked = services.Request(
        "signal", "s-1", "gemeente-weert", "hulpverlening", covenant_hash, {"signaal.naam": "x"}, MAY_REFER
    )

    (answer,) = disclose(actor=someone, requests=[asked])

    assert answer.values == {}
    assert [reason.code for reason in answer.withheld["signaal.naam"].reasons] == [COVENANT_UNKNOWN.code]


def test_an_own_use_is_open_to_its_roles_only() -> None:
    asked = [
        request(COVENANT, sender="gemeente-weert", purpose="koppeling", fields={"bewoner.bsn": "000000000"})
    ]

    (for_coordinator,) = disclose(actor=COORDINATOR, requests=asked)
    (for_director,) = disclose(actor=DIRECTOR, requests=asked)

    assert for_coordinator.granted["bewoner.bsn"].exchange == "E1"
    assert for_director.values == {}
    assert [r.code for r in for_director.withheld["bewoner.bsn"].reasons] == [ROLE_NOT_IN_OWN_USE.code]


@pytest.mark.parametrize("party", ["gemeente-weert", "amw", "wonen-limburg"])
def test_an_admin_of_an_organisation_receives_no_data_of_tenants_at_all_a5(party: str) -> None:
    admin = actor(party, Role.ORGANISATION_ADMIN)
    asked = [
        request(COVENANT, sender=sender, purpose=purpose, fields=dict.fromkeys(FIELDS, "x"), facts=MAY_REFER)
        for sender in COVENANT.parties
        for purpose in COVENANT.purposes
    ]

    answers = disclose(actor=admin, requests=asked)

    assert [answer.values for answer in answers] == [{}] * len(asked)
    reasons = {r.code for answer in answers for denied in answer.withheld.values() for r in denied.reasons}
    assert reasons == {NOT_FOR_ADMINS.code}
    assert queries.replay(DecisionRecord.objects.all()[0]).is_same


@pytest.mark.parametrize("purpose", sorted(COVENANT.purposes))
@pytest.mark.parametrize("someone", [CLERK, SOCIAL_WORKER], ids=lambda one: one.party)
def test_c1_between_parties_the_door_gives_what_the_covenant_gives_exactly(
    someone: Actor, purpose: str
) -> None:
    facts = known(uitkering_participatiewet=False, huurder_bezwaar=False, achterstand_maanden=3)
    everything = dict.fromkeys(FIELDS, "x")
    senders = sorted(set(COVENANT.parties) - {someone.party})

    answers = disclose(
        actor=someone,
        requests=[
            request(COVENANT, sender=sender, purpose=purpose, fields=everything, facts=facts)
            for sender in senders
        ],
    )

    for sender, answer in zip(senders, answers, strict=True):
        expected = decide_each(
            COVENANT,
            sender=sender,
            recipient=someone.party,
            purpose=purpose,
            fields=tuple(FIELDS),
            facts=facts,
            on=TODAY,
        )
        assert set(answer.values) == {name for name, decision in expected.items() if decision.permitted}
        assert {**answer.granted, **answer.withheld} == expected


class Broken(Exception):
    """What a test lets go wrong."""


def breaks(*_: object, **__: object) -> None:
    raise Broken


@pytest.mark.parametrize("broken", ["version_on", "Answering", "_record", "_release"])
def test_whatever_breaks_nothing_is_released_and_nothing_stays_on_record_s7(
    monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(services, broken, breaks)

    with pytest.raises(Broken):
        disclose(actor=SOCIAL_WORKER, requests=[referral(COVENANT, MAY_REFER, "signaal.naam")])
    assert not DecisionRecord.objects.exists()


def test_no_log_no_data_l1(monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[object] = []
    monkeypatch.setattr(DecisionRecord.objects, "bulk_create", breaks)
    monkeypatch.setattr(services, "_release", lambda *given: released.append(given))

    with pytest.raises(Broken):
        disclose(actor=SOCIAL_WORKER, requests=[referral(COVENANT, MAY_REFER, "signaal.naam")])
    assert released == []


def test_nothing_asked_is_nothing_given() -> None:
    assert disclose(actor=CLERK, requests=[]) == ()
    assert not DecisionRecord.objects.exists()


FACTS_TO_REPLAY = [
    MAY_REFER,
    known(uitkering_participatiewet=True, huurder_bezwaar=False),
    known(uitkering_participatiewet=True, huurder_bezwaar=True, toestemming_doorgeleiding=True),
    known(toestemming_doorgeleiding=True, huurder_bezwaar=False),
    {},
]


@pytest.mark.parametrize("facts", FACTS_TO_REPLAY)
@pytest.mark.parametrize("someone", [SOCIAL_WORKER, DIRECTOR, COORDINATOR], ids=lambda one: one.role)
def test_c4_a_recorded_decision_replays_without_the_facts_themselves(
    someone: Actor, facts: services.Facts
) -> None:
    for purpose in COVENANT.purposes:
        fields = dict.fromkeys(FIELDS, "x")
        disclose(
            actor=someone,
            requests=[
                request(COVENANT, sender="gemeente-weert", purpose=purpose, fields=fields, facts=facts)
            ],
        )

    replays = [queries.replay(record) for record in DecisionRecord.objects.all()]
    assert len(replays) == len(COVENANT.purposes)
    assert [replay for replay in replays if not replay.is_same] == []


def test_c4_a_decision_of_when_the_covenant_was_not_in_force_replays_as_such(registered: Registered) -> None:
    registered.state = CovenantState.REVOKED
    disclose(actor=SOCIAL_WORKER, requests=[referral(COVENANT, MAY_REFER, "signaal.naam")])

    registered.state = CovenantState.IN_FORCE
    assert queries.replay(DecisionRecord.objects.get()).is_same


def test_c4_an_altered_record_does_not_replay() -> None:
    disclose(actor=SOCIAL_WORKER, requests=[referral(COVENANT, MAY_REFER, "signaal.naam", "bewoner.bsn")])
    record = DecisionRecord.objects.get()
    record.permitted_fields, record.withheld_fields = ["signaal.naam", "bewoner.bsn"], {}

    assert not queries.replay(record).is_same


def test_why_gives_the_same_reasons_and_leaves_no_trace() -> None:
    asked = referral(COVENANT, MAY_REFER, "signaal.naam", "bewoner.bsn")

    reasons = queries.why(actor=SOCIAL_WORKER, request=asked)
    assert not DecisionRecord.objects.exists()
    (answer,) = disclose(actor=SOCIAL_WORKER, requests=[asked])
    assert reasons == {**answer.granted, **answer.withheld}
    assert all(isinstance(reason, Decision) and reason.reasons for reason in reasons.values())


def test_decisions_are_found_by_subject_and_stay_within_their_controller() -> None:
    disclose(actor=SOCIAL_WORKER, requests=[referral(COVENANT, MAY_REFER, "signaal.naam")])
    disclose(
        actor=CLERK,
        requests=[
            request(COVENANT, sender="gemeente-weert", purpose="terugkoppeling", fields={}, subject_id="s-2")
        ],
    )

    assert queries.decisions_about("0988", "signal", "s-1").count() == 1
    assert queries.decisions_about("1883", "signal", "s-1").count() == 0
