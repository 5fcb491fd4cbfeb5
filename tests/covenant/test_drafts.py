"""Drafts: a next version begins with what is agreed, is saved with mistakes and all, and is sent when it has none."""

from __future__ import annotations

from uuid import uuid4

import pytest
import time_machine

from tests.parties.town import SITTARD, Town, add_person, build_town
from tijdig.actors import Actor, Role, system_actor
from tijdig.covenant import services
from tijdig.covenant.drafting import draft_of, drafts_of, inspect, may_send
from tijdig.covenant.models import CovenantDraft, CovenantVersion
from tijdig.covenant.profiles import profile, profile_text
from tijdig.covenant.rules.document import PartyRole
from tijdig.covenant.rules.reading import LARGEST_FILE_BYTES, read_covenant
from tijdig.covenant.rules.succession import next_number, next_text
from tijdig.ledger.models import AuditEvent
from tijdig.parties import services as parties
from tijdig.parties.queries import actor_in, assignments_of_person
from tijdig.problems import NotFound, Refused

TEXT = profile_text("weert")


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel("2026-03-12 10:00+01:00", tick=False):
        yield


@pytest.fixture
def town(db) -> Town:
    return build_town()


@pytest.fixture
def coordinator(town) -> Actor:
    return town.actor(Role.COORDINATOR)


@pytest.fixture
def version(coordinator) -> CovenantVersion:
    return services.propose_covenant(actor=coordinator, text=TEXT)


@pytest.fixture
def draft(coordinator, version) -> CovenantDraft:
    return services.start_draft(actor=coordinator, based_on=version.pk)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_c4_the_next_text_names_its_predecessor_and_says_the_rest_unchanged() -> None:
    covenant = profile("weert")
    following = next_text(TEXT, covenant, was_in_force=True)
    read = read_covenant(following).covenant

    assert read is not None
    assert (read.version, read.replaces) == ("1.1.0", covenant.hash)
    assert [line for line in following.splitlines() if not line.startswith(("versie =", "vervangt ="))] == [
        line for line in TEXT.splitlines() if not line.startswith("versie =")
    ]
    again = read_covenant(next_text(following, read, was_in_force=True)).covenant
    assert again is not None
    assert (again.version, again.replaces) == ("1.2.0", read.hash)


def test_c4_what_never_ran_is_not_replaced_but_what_it_would_have_replaced() -> None:
    never = next_text(TEXT, profile("weert"), was_in_force=False)
    read = read_covenant(never).covenant
    assert read is not None
    assert read.replaces == ""


@pytest.mark.parametrize(
    ("old", "new"), [("1.0.0", "1.1.0"), ("1.9.3", "1.10.0"), ("2.0", "2.1.0"), ("x", "x-2")]
)
def test_the_next_number(old: str, new: str) -> None:
    assert next_number(old) == new


def test_a_draft_begins_without_findings_and_differs_in_its_number_only(draft) -> None:
    inspection = inspect(draft)
    assert inspection.findings == ()
    assert [one.place for one in inspection.differences] == ["Bijlage 2, 2.5"]


def test_a_draft_is_kept_with_its_mistakes_and_the_linter_points_at_the_line(coordinator, draft) -> None:
    text = draft.text.replace('informeren = "P1M"', 'informeren = "P6W"')
    saved = services.save_draft(actor=coordinator, draft_id=draft.pk, text=text, revision=1)
    (finding,) = inspect(saved).findings

    assert saved.revision == 2
    assert finding.quoted == 'informeren = "P6W"'
    assert text.splitlines()[finding.line - 1] == finding.quoted
    assert finding.problem.code == "covenant.term-too-long"
    assert inspect(saved).differences == ()


def test_text_that_is_no_toml_is_kept_too(coordinator, draft) -> None:
    saved = services.save_draft(actor=coordinator, draft_id=draft.pk, text="x =\r\ny", revision=1)
    assert saved.text == "x =\ny"
    assert [one.problem.code for one in inspect(saved).findings] == ["covenant.not-toml"]


def test_s2_a_text_that_is_too_large_is_refused(coordinator, draft) -> None:
    with pytest.raises(Refused) as refusal:
        services.save_draft(
            actor=coordinator, draft_id=draft.pk, text="#" * (LARGEST_FILE_BYTES + 1), revision=1
        )
    assert codes(refusal) == ["covenant.too-large"]
    assert draft_of("0988", draft.pk).revision == 1


def test_k6_who_saves_on_top_of_a_colleagues_text_is_told(town, coordinator, draft) -> None:
    services.save_draft(actor=coordinator, draft_id=draft.pk, text=draft.text + "# een\n", revision=1)
    officer = town.actor(Role.PRIVACY_OFFICER)
    for attempt in (
        lambda: services.save_draft(actor=officer, draft_id=draft.pk, text="# twee", revision=1),
        lambda: services.discard_draft(actor=officer, draft_id=draft.pk, revision=1),
        lambda: services.send_draft(actor=coordinator, draft_id=draft.pk, revision=1),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert codes(refusal) == ["covenant.draft-saved-meanwhile"]
    assert draft_of("0988", draft.pk).text.endswith("# een\n")


def test_c4_sent_out_it_is_a_version_for_the_parties_to_sign(coordinator, draft) -> None:
    text = draft.text.replace('informeren = "P1M"', 'informeren = "P2W"')
    services.save_draft(actor=coordinator, draft_id=draft.pk, text=text, revision=1)
    version = services.send_draft(actor=coordinator, draft_id=draft.pk, revision=2)

    assert (version.version, version.text) == ("1.1.0", text)
    assert drafts_of("0988") == ()


def test_a_draft_with_findings_is_not_sent_and_stays(coordinator, draft) -> None:
    text = draft.text.replace('informeren = "P1M"', 'informeren = "P6W"')
    saved = services.save_draft(actor=coordinator, draft_id=draft.pk, text=text, revision=1)

    assert not may_send(coordinator, inspect(saved)).permitted
    with pytest.raises(Refused) as refusal:
        services.send_draft(actor=coordinator, draft_id=draft.pk, revision=2)
    assert codes(refusal) == ["covenant.term-too-long"]
    assert draft_of("0988", draft.pk).text == text
    assert CovenantVersion.objects.count() == 1


def test_the_privacy_officer_writes_along_and_does_not_send(town, draft) -> None:
    officer = town.actor(Role.PRIVACY_OFFICER)
    services.save_draft(actor=officer, draft_id=draft.pk, text=draft.text, revision=1)
    decision = may_send(officer, inspect(draft_of("0988", draft.pk)))

    assert [reason.code for reason in decision.reasons] == ["actors.role-may-not"]
    with pytest.raises(Refused):
        services.send_draft(actor=officer, draft_id=draft.pk, revision=2)


@pytest.mark.parametrize(
    "role", [Role.LANDLORD_CLERK, Role.CASE_DIRECTOR, Role.SOCIAL_WORKER, Role.ORGANISATION_ADMIN]
)
def test_a6_other_roles_write_no_covenant(town, version, draft, role) -> None:
    actor = town.actor(role)
    for attempt in (
        lambda: services.start_draft(actor=actor, based_on=version.pk),
        lambda: services.save_draft(actor=actor, draft_id=draft.pk, text="", revision=1),
        lambda: services.discard_draft(actor=actor, draft_id=draft.pk, revision=1),
        lambda: services.send_draft(actor=actor, draft_id=draft.pk, revision=1),
    ):
        with pytest.raises(Refused):
            attempt()


def test_a6_a_draft_of_another_municipality_does_not_exist(town, version, draft) -> None:
    sittard = system_actor(SITTARD)
    elsewhere = parties.register_organisation(actor=sittard, name="Gemeente Sittard-Geleen")
    parties.join_covenant(
        actor=sittard,
        organisation_id=elsewhere.pk,
        party_code="gemeente-sg",
        party_role=PartyRole.MUNICIPALITY,
    )
    assignment = add_person(sittard, elsewhere.pk, Role.COORDINATOR, "elders@voorbeeld.nl")
    stranger = actor_in(next(iter(assignments_of_person(assignment.person_id))))

    assert drafts_of(SITTARD) == ()
    for attempt in (
        lambda: services.start_draft(actor=stranger, based_on=version.pk),
        lambda: services.save_draft(actor=stranger, draft_id=draft.pk, text="", revision=1),
        lambda: services.send_draft(actor=stranger, draft_id=draft.pk, revision=1),
        lambda: draft_of("0988", uuid4()),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_each_step_leaves_its_event_without_the_text(coordinator, draft) -> None:
    services.save_draft(actor=coordinator, draft_id=draft.pk, text="geheim", revision=1)
    services.discard_draft(actor=coordinator, draft_id=draft.pk, revision=2)
    events = AuditEvent.objects.filter(object_kind="covenant-draft", object_id=str(draft.pk)).order_by(
        "at", "pk"
    )

    assert {event.details["step"] for event in events} == {"start", "save", "discard"}
    assert "geheim" not in str([event.details for event in events])
