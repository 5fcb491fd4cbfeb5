"""A colleague's case opens with a reason, for a while, seen by others, and never past the covenant (A5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from tests.parties.town import signed_in
from tests.web.cases import FAMILY, SINGLE, Cases, build_cases
from tijdig.actors import Action, Actor, Role, system_actor
from tijdig.casework.models import Case, Override
from tijdig.casework.queries import case_page
from tijdig.casework.queries.glass import broken_glasses
from tijdig.casework.rules.authority import NOT_YOUR_CASE, OWN_ALREADY, GlassReason
from tijdig.casework.services import add_note, break_glass, override_triage, take_up_case
from tijdig.contact.rules.messages import Channel, MessageKind
from tijdig.contact.services import draft_message
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.services import sign_covenant
from tijdig.disclosure.models import DecisionRecord
from tijdig.ledger.models import AuditEvent
from tijdig.months import Month
from tijdig.parties.models import RoleAssignment
from tijdig.parties.queries import actor_in, assignments_of_person
from tijdig.parties.services import set_case_access
from tijdig.problems import NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False) as travelled:
        yield travelled


@pytest.fixture
def cases() -> Cases:
    cases = build_cases()
    keep_to_own(minutes=30)
    owner, case = cases.world.actor(Role.CASE_DIRECTOR), cases.by_person[FAMILY]
    take_up_case(actor=owner, case_id=case.pk, version=case.version)
    return cases


def keep_to_own(*, glass: bool = True, minutes: int = 60) -> None:
    set_case_access(
        actor=system_actor("0988"), own_cases_only=True, may_break_glass=glass, glass_minutes=minutes
    )


@pytest.fixture
def colleague(cases: Cases) -> RoleAssignment:
    return cases.colleague("invaller")


def as_actor(assignment: RoleAssignment) -> Actor:
    (found,) = assignments_of_person(assignment.person_id)
    return actor_in(found)


def page_of(cases: Cases, bsn: str = FAMILY) -> str:
    return reverse("municipality:case", args=[cases.by_person[bsn].pk])


def open_with(client: Client, cases: Cases, reason: str = "emergency") -> int:
    return client.post(page_of(cases) + "toch-openen/", {"reden": reason}).status_code


def test_a5_a_colleagues_case_stays_shut_and_says_what_to_do(cases: Cases, colleague: RoleAssignment) -> None:
    client = signed_in(colleague)

    answer = client.get(page_of(cases))

    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Een collega heeft deze zaak." in html
    assert "Waarom opent u deze zaak?" in html
    assert "Verstappen" not in html
    assert "Verstappen" not in client.get("/werklijst/").content.decode()
    assert "Geraedts" in client.get("/werklijst/").content.decode()  # nobody's yet
    assert client.get(page_of(cases, SINGLE)).status_code == 200
    assert not DecisionRecord.objects.filter(
        person_id=colleague.person_id, subject_id=str(cases.by_person[FAMILY].pk)
    ).exists()


def test_a5_its_owner_and_the_coordinator_open_it_as_ever(cases: Cases) -> None:
    for role in (Role.CASE_DIRECTOR, Role.COORDINATOR):
        assert cases.browser(role).get(page_of(cases)).status_code == 200
    assert not any(record.outside_authority for record in DecisionRecord.objects.all())


def test_a5_no_other_way_leads_in(cases: Cases, colleague: RoleAssignment) -> None:
    actor, case = as_actor(colleague), Case.objects.get(pk=cases.by_person[FAMILY].pk)
    ways = (
        lambda: case_page(actor, case.pk),
        lambda: draft_message(
            actor=actor,
            case_id=case.pk,
            version=case.version,
            kind=MessageKind.INFORMING,
            channel=Channel.LETTER,
        ),
        lambda: add_note(actor=actor, case_id=case.pk, version=case.version, text="x"),
        lambda: override_triage(
            actor=actor,
            case_id=case.pk,
            version=case.version,
            kind=Override.Kind.FIRST,
            reason="x",
            on=case.received_on,
        ),
    )
    for way in ways:
        with pytest.raises(Refused) as refused:
            way()
        assert NOT_YOUR_CASE.code in {problem.code for problem in refused.value.problems}


def test_a5_with_a_reason_it_opens_for_a_while_and_everything_read_is_marked(
    cases: Cases, colleague: RoleAssignment, clock: time_machine.Traveller
) -> None:
    client, case_id = signed_in(colleague), str(cases.by_person[FAMILY].pk)

    assert open_with(client, cases) == 302
    html = client.get(page_of(cases)).content.decode()
    assert "Verstappen" in html
    assert "U kunt deze zaak openen tot 10:30" in html
    read = DecisionRecord.objects.filter(person_id=colleague.person_id)
    assert read.filter(subject_id=case_id).exists()
    assert all(record.outside_authority for record in read)

    clock.shift(31 * 60)
    assert client.get(page_of(cases)).status_code == 403


def test_a5_others_are_told_at_once_and_the_log_says_it(
    cases: Cases, colleague: RoleAssignment, django_capture_on_commit_callbacks: type
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        open_with(signed_in(colleague), cases)

    town = cases.world.town
    told = {town.person(role).email for role in (Role.COORDINATOR, Role.PRIVACY_OFFICER)}
    assert {address for message in mail.outbox for address in message.to} == told
    for message in mail.outbox:
        for canary in (
            "Verstappen",
            cases.by_person[FAMILY].number,
            str(cases.by_person[FAMILY].pk),
            "invaller",
        ):
            assert canary not in f"{message.subject} {message.body}"
    event = AuditEvent.objects.get(action=Action.BREAK_GLASS)
    assert (event.person_id, event.details) == (colleague.person_id, {"reason": "emergency", "minutes": 30})

    signed_in(colleague).get(page_of(cases))
    log = signed_in(town.assignments[Role.PRIVACY_OFFICER]).get("/logboek/").content.decode()
    assert "buiten eigen bevoegdheid" in log
    timeline = cases.browser(Role.COORDINATOR).get(page_of(cases)).content.decode()
    assert "Buiten eigen bevoegdheid geopend" in timeline


def test_a5_mail_that_cannot_leave_keeps_nothing_from_the_log(
    cases: Cases,
    colleague: RoleAssignment,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: type,
) -> None:
    def broken(*_: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert open_with(signed_in(colleague), cases) == 302
    assert AuditEvent.objects.filter(action=Action.BREAK_GLASS).count() == 1


def test_a5_it_breaks_the_assignment_and_never_the_covenant(cases: Cases, colleague: RoleAssignment) -> None:
    actor, case = as_actor(colleague), cases.by_person[FAMILY]
    owner = case_page(cases.world.actor(Role.CASE_DIRECTOR), case.pk)
    break_glass(actor=actor, case_id=case.pk, reason=GlassReason.INCIDENT)

    seen = case_page(actor, case.pk)
    assert [(one.code, one.granted) for one in seen.fields] == [
        (one.code, one.granted) for one in owner.fields
    ]

    sign_covenant(
        actor=cases.world.actor(Role.ORGANISATION_ADMIN), version_id=CovenantVersion.objects.get().pk,
        verdict=Verdict.REVOKE, person_name="B. Heerder",
    )  # fmt: skip
    assert not any(one.granted for one in case_page(actor, case.pk).fields)


def test_a5_the_glass_is_one_persons_for_one_case_and_asks_the_second_factor(
    cases: Cases, colleague: RoleAssignment
) -> None:
    late = signed_in(colleague, minutes_ago=30)
    assert open_with(late, cases) == 403
    assert not AuditEvent.objects.filter(action=Action.BREAK_GLASS).exists()

    open_with(signed_in(colleague), cases)
    assert signed_in(cases.colleague("derde")).get(page_of(cases)).status_code == 403


def test_a5_what_can_be_written_in_a_colleagues_case_stays_shut_as_well(
    cases: Cases, colleague: RoleAssignment
) -> None:
    client = signed_in(colleague)
    address = reverse("municipality:write_letter", args=[cases.by_person[FAMILY].pk])

    shut = client.get(address)

    assert shut.status_code == 403
    assert "Een collega heeft deze zaak." in shut.content.decode()
    assert 'name="what"' not in shut.content.decode()
    assert open_with(client, cases) == 302
    assert 'name="what"' in client.get(address).content.decode()


def test_a5_nobody_breaks_it_where_the_municipality_says_so_or_nothing_is_shut(
    cases: Cases, colleague: RoleAssignment
) -> None:
    actor, case = as_actor(colleague), cases.by_person[FAMILY]
    with pytest.raises(Refused) as refused:
        break_glass(actor=actor, case_id=cases.by_person[SINGLE].pk, reason=GlassReason.ABSENCE)
    assert refused.value.problems == (OWN_ALREADY(),)
    keep_to_own(glass=False)
    with pytest.raises(Refused):
        break_glass(actor=actor, case_id=case.pk, reason=GlassReason.ABSENCE)
    for role in (Role.COORDINATOR, Role.PRIVACY_OFFICER, Role.ORGANISATION_ADMIN, Role.SOCIAL_WORKER):
        with pytest.raises(Refused):
            break_glass(actor=cases.world.actor(role), case_id=case.pk, reason=GlassReason.ABSENCE)
    with pytest.raises(NotFound):
        break_glass(actor=actor, case_id=colleague.person_id, reason=GlassReason.ABSENCE)
    assert open_with(signed_in(colleague), cases, reason="zomaar") == 404


def test_a5_a_team_opens_each_others_cases_where_the_municipality_chose_that(
    cases: Cases, colleague: RoleAssignment
) -> None:
    set_case_access(actor=system_actor("0988"), own_cases_only=False, may_break_glass=True, glass_minutes=60)
    assert signed_in(colleague).get(page_of(cases)).status_code == 200
    with pytest.raises(Refused):
        set_case_access(
            actor=system_actor("0988"), own_cases_only=True, may_break_glass=True, glass_minutes=10_000
        )


def test_a5_the_coordinators_month_shows_who_opened_what_why_and_until_when(
    cases: Cases, colleague: RoleAssignment, clock: time_machine.Traveller
) -> None:
    coordinator, month = cases.browser(Role.COORDINATOR), reverse("coordinator:month")
    assert "buiten eigen bevoegdheid" not in coordinator.get(month).content.decode()
    open_with(signed_in(colleague), cases)

    page = coordinator.get(month).content.decode()
    told = page.split('id="buiten-bevoegdheid"', 1)[1].split("</section>", 1)[0]
    assert colleague.person.name in told
    assert f'<a href="{page_of(cases)}">{cases.by_person[FAMILY].number}</a>' in told
    assert "er dreigt iets: een ontruiming, afsluiting of crisis" in told
    assert "open tot" in told
    assert "Verstappen" not in told

    clock.shift(31 * 60)
    assert "open tot" not in coordinator.get(month).content.decode()
    earlier = reverse("coordinator:past_month", args=[Month(2026, 3)])
    assert "buiten-bevoegdheid" not in coordinator.get(earlier).content.decode()


def test_a5_only_who_runs_the_month_here_is_told_of_it(cases: Cases, colleague: RoleAssignment) -> None:
    open_with(signed_in(colleague), cases)
    coordinator, april = cases.world.actor(Role.COORDINATOR), Month(2026, 4)
    elsewhere = replace(coordinator, controller_id="1883")
    assert broken_glasses(elsewhere, april) == ()
    with pytest.raises(Refused, match=r"actors\.role-may-not"):
        broken_glasses(cases.world.actor(Role.CASE_DIRECTOR), april)
    (told,) = broken_glasses(coordinator, april)
    assert (told.number, told.reason) == (cases.by_person[FAMILY].number, GlassReason.EMERGENCY)
