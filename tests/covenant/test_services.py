"""Proposing, signing and activating: who may, when, and what is recorded (C3, C4, C14)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import time_machine

from tests.guards import lift_guards_of
from tijdig.actors import Actor, Role, system_actor
from tijdig.covenant import queries
from tijdig.covenant.models import Acceptance, CovenantVersion
from tijdig.covenant.profiles import profile, profile_text
from tijdig.covenant.rules.in_force import CovenantState, Verdict
from tijdig.covenant.services import activate_covenant, propose_covenant, sign_covenant
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
TEXT = profile_text("weert")
PARTIES = list(profile("weert").parties)
NAMES_A_STRANGER = TEXT.replace('versie = "1.0.0"', f'versie = "1.0.0"\nvervangt = "sha256:{"0" * 64}"')


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def person(party: str, role: Role, controller: str = "0988") -> Actor:
    return Actor(uuid4(), uuid4(), controller, party, role)


COORDINATOR = person("gemeente-weert", Role.COORDINATOR)
OFFICER = person("gemeente-weert", Role.PRIVACY_OFFICER)


def accept_all(version: CovenantVersion, parties: list[str] = PARTIES) -> None:
    for party in parties:
        actor = COORDINATOR if party == "gemeente-weert" else person(party, Role.ORGANISATION_ADMIN)
        sign_covenant(actor=actor, version_id=version.id, verdict=Verdict.ACCEPT, person_name="Test Tekenaar")


def in_force(text: str = TEXT) -> CovenantVersion:
    version = propose_covenant(actor=COORDINATOR, text=text)
    accept_all(version)
    return activate_covenant(actor=OFFICER, version_id=version.id, person_name="Tweede")


def refusal(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def state(version: CovenantVersion) -> CovenantState:
    return queries.standing_of(CovenantVersion.objects.get(id=version.id), TODAY).state


def successor(version: CovenantVersion, number: str = "1.1.0", replaces: str | None = None) -> str:
    named = f'versie = "{number}"\nvervangt = "{replaces or version.hash}"'
    return TEXT.replace('versie = "1.0.0"', named)


def test_from_proposal_to_force() -> None:
    version = propose_covenant(actor=COORDINATOR, text=TEXT)
    assert state(version) is CovenantState.NOT_ACCEPTED
    accept_all(version)
    assert state(version) is CovenantState.NOT_ACTIVATED
    assert queries.covenant_in_force("0988", TODAY) is None

    activate_covenant(actor=OFFICER, version_id=version.id, person_name="Tweede")

    covenant = queries.covenant_in_force("0988", TODAY)
    assert covenant
    assert covenant.hash == version.hash
    assert queries.covenant_of_hash(version.hash) is covenant
    standing = queries.governing("0988", version.hash, TODAY)
    assert standing
    assert (standing.covenant, standing.state) == (covenant, CovenantState.IN_FORCE)
    assert queries.governing("1883", version.hash, TODAY) is None
    assert queries.covenant_for_party("0988", "amw", TODAY) is covenant
    assert queries.covenant_for_party("0988", "zowonen", TODAY) is None
    assert queries.covenant_in_force("1883", TODAY) is None


def test_every_step_is_in_the_audit_log_without_a_name() -> None:
    in_force()

    events = list(AuditEvent.objects.order_by("id"))
    assert [e.action for e in events] == [
        "propose-covenant",
        *["make-party-key", "sign-covenant"] * len(PARTIES),
        "activate-covenant",
    ]
    assert not [e for e in events if "Tekenaar" in str(e.details)]


def test_a_verdict_keeps_who_and_when() -> None:
    version = propose_covenant(actor=COORDINATOR, text=TEXT)
    accept_all(version, ["amw"])

    acceptance = Acceptance.objects.get()
    assert (acceptance.party_code, acceptance.person_name, acceptance.at) == ("amw", "Test Tekenaar", NOW)
    standing = queries.covenants_of("0988", TODAY)[0]
    assert standing.to_sign == tuple(party for party in PARTIES if party != "amw")
    assert [(s.party, s.verdict) for s in standing.signed_by] == [("amw", Verdict.ACCEPT)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x", "covenant.not-toml"),
        (TEXT.replace("tot_dag = 10", "tot_dag = 31"), "covenant.window-impossible"),
        (TEXT.replace('gemeente = "0988"', 'gemeente = "1883"'), "covenant.foreign-controller"),
        (NAMES_A_STRANGER, "covenant.unknown-predecessor"),
    ],
    ids=["no-toml", "lint", "foreign", "predecessor"],
)  # fmt: skip
def test_what_cannot_be_proposed_is_not_stored(text: str, code: str) -> None:
    with pytest.raises(Refused) as error:
        propose_covenant(actor=COORDINATOR, text=text)

    assert refusal(error) == [code]
    assert not CovenantVersion.objects.exists()
    assert not AuditEvent.objects.exists()


def test_c4_a_version_is_proposed_once() -> None:
    propose_covenant(actor=COORDINATOR, text=TEXT)

    with pytest.raises(Refused) as error:
        propose_covenant(actor=COORDINATOR, text=TEXT.replace('informeren = "P1M"', 'informeren = "P2W"'))

    assert refusal(error) == ["covenant.version-exists"]


def test_c4_a_new_version_names_its_predecessor_and_takes_over() -> None:
    first = in_force()
    with pytest.raises(Refused) as error:
        propose_covenant(actor=COORDINATOR, text=TEXT.replace('versie = "1.0.0"', 'versie = "1.1.0"'))
    assert refusal(error) == ["covenant.predecessor-unnamed"]

    second = in_force(successor(first))

    covenant = queries.covenant_in_force("0988", TODAY)
    assert covenant
    assert covenant.hash == second.hash
    assert len(queries.covenants_of("0988", TODAY)) == 2


def test_c3_a_replaced_version_does_not_come_back_when_its_successor_is_revoked() -> None:
    second = in_force(successor(in_force()))

    amw = person("amw", Role.ORGANISATION_ADMIN)
    sign_covenant(actor=amw, version_id=second.id, verdict=Verdict.REVOKE, person_name="Test Tekenaar")

    assert state(second) is CovenantState.REVOKED
    assert queries.covenant_in_force("0988", TODAY) is None


def test_r4_a_successor_that_has_yet_to_begin_leaves_its_predecessor_in_force() -> None:
    first = in_force()
    second = in_force(successor(first).replace("van = 2026-03-01", "van = 2027-01-01"))

    hashes = [
        [covenant.hash for covenant in queries.covenants_in_force("0988", day)]
        for day in (datetime(2026, 12, 31, tzinfo=UTC).date(), datetime(2027, 1, 1, tzinfo=UTC).date())
    ]

    assert hashes == [[first.hash], [second.hash]]


def test_r4_after_its_term_nothing_is_in_force() -> None:
    in_force()

    assert queries.covenant_in_force("0988", datetime(2028, 2, 29, tzinfo=UTC).date())
    assert queries.covenant_in_force("0988", datetime(2028, 3, 1, tzinfo=UTC).date()) is None


@pytest.mark.parametrize(
    ("actor", "name", "code"),
    [
        (person("zowonen", Role.ORGANISATION_ADMIN), "Test", "covenant.not-a-party"),
        (person("amw", Role.ORGANISATION_ADMIN), "  ", "covenant.person-needed"),
        (person("amw", Role.SOCIAL_WORKER), "Test", "actors.role-may-not"),
    ],
    ids=["no-party", "no-name", "no-role"],
)
def test_who_cannot_sign(actor: Actor, name: str, code: str) -> None:
    version = propose_covenant(actor=COORDINATOR, text=TEXT)

    with pytest.raises(Refused) as error:
        sign_covenant(actor=actor, version_id=version.id, verdict=Verdict.ACCEPT, person_name=name)

    assert refusal(error) == [code]
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize(
    ("said", "then", "possible"),
    [
        ([], Verdict.ACCEPT, True),
        ([], Verdict.REJECT, True),
        ([], Verdict.REVOKE, False),
        ([Verdict.ACCEPT], Verdict.ACCEPT, False),
        ([Verdict.ACCEPT], Verdict.REVOKE, True),
        ([Verdict.REJECT], Verdict.ACCEPT, True),
        ([Verdict.ACCEPT, Verdict.REVOKE], Verdict.ACCEPT, False),
    ],
)
def test_c3_what_a_party_may_say_next(said: list[Verdict], then: Verdict, possible: bool) -> None:
    version = propose_covenant(actor=COORDINATOR, text=TEXT)
    amw = person("amw", Role.ORGANISATION_ADMIN)
    for verdict in said:
        sign_covenant(actor=amw, version_id=version.id, verdict=verdict, person_name="Test")

    if possible:
        sign_covenant(actor=amw, version_id=version.id, verdict=then, person_name="Test")
        assert Acceptance.objects.count() == len(said) + 1
    else:
        with pytest.raises(Refused) as error:
            sign_covenant(actor=amw, version_id=version.id, verdict=then, person_name="Test")
        assert refusal(error) == ["covenant.cannot-sign-now"]


SAME_PERSON = Actor(
    COORDINATOR.person_id, COORDINATOR.organisation_id, "0988", "gemeente-weert", Role.PRIVACY_OFFICER
)


@pytest.mark.parametrize(
    ("actor", "parties", "code"),
    [
        (SAME_PERSON, PARTIES, "covenant.second-person-needed"),
        (OFFICER, PARTIES[:-1], "covenant.cannot-activate-now"),
        (person("amw", Role.ORGANISATION_ADMIN), PARTIES, "covenant.only-the-municipality"),
        (COORDINATOR, PARTIES, "actors.role-may-not"),
    ],
    ids=["same-person", "signature-missing", "not-the-municipality", "role"],
)
def test_c14_who_cannot_activate(actor: Actor, parties: list[str], code: str) -> None:
    version = propose_covenant(actor=system_actor("0988"), text=TEXT)
    accept_all(version, parties)

    with pytest.raises(Refused) as error:
        activate_covenant(actor=actor, version_id=version.id, person_name="Tweede")

    assert refusal(error) == [code]
    assert CovenantVersion.objects.get().activated_at is None


def test_c14_the_system_cannot_activate() -> None:
    version = propose_covenant(actor=system_actor("0988"), text=TEXT)
    accept_all(version)

    with pytest.raises(Refused):
        activate_covenant(actor=system_actor("0988"), version_id=version.id, person_name="Tweede")


def test_c3_an_altered_text_is_refused_at_once() -> None:
    version = in_force()

    lift_guards_of("covenant_covenantversion")
    CovenantVersion.objects.filter(id=version.id).update(text=TEXT.replace("maanden = 2 }", "maanden = 1 }"))

    with pytest.raises(Refused) as error:
        queries.covenant_in_force("0988", TODAY)
    assert refusal(error) == ["covenant.text-altered"]


@pytest.mark.parametrize("version_id", [None, uuid4()], ids=["foreign", "unknown"])
def test_a6_a_foreign_and_an_unknown_version_are_the_same(version_id: UUID | None) -> None:
    version = propose_covenant(actor=COORDINATOR, text=TEXT)
    foreign = person("gemeente-sittard-geleen", Role.COORDINATOR, "1883")

    with pytest.raises(NotFound):
        sign_covenant(
            actor=foreign, version_id=version_id or version.id, verdict=Verdict.ACCEPT, person_name="Test"
        )


def test_r1_an_overlapping_covenant_is_refused() -> None:
    in_force()
    other = TEXT.replace("urn:uuid:7c1e54a2", "urn:uuid:00000000")

    with pytest.raises(Refused) as error:
        propose_covenant(actor=COORDINATOR, text=other)

    assert refusal(error) == ["covenant.overlap"]


def test_standings_take_two_queries(django_assert_num_queries) -> None:
    in_force()

    with django_assert_num_queries(2):
        queries.covenants_of("0988", TODAY)


def test_keys_that_only_activated_take_one_query_for_all_versions(django_assert_num_queries) -> None:
    first = in_force()
    in_force(successor(first))
    lift_guards_of("covenant_covenantversion")
    for version in CovenantVersion.objects.select_related("activation_key"):
        key = version.activation_key
        key.pk, key.fingerprint = uuid4(), f"{version.version} activated with this"
        key.save(force_insert=True)
        CovenantVersion.objects.filter(pk=version.pk).update(activation_key=key)

    with django_assert_num_queries(3):
        queries.covenants_of("0988", TODAY)
