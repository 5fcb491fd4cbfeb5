"""What the covenant withholds as a field cannot be read anywhere else on the page of a case either (C1, R44)."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.disclosure.asking import bring_into_force, succeed
from tests.feedback.world import cased, signalled
from tests.web.cases import SINGLE, Cases
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.casework import services
from tijdig.casework.models import Case, Referral
from tijdig.casework.queries import case_page
from tijdig.casework.rules.covenant_fields import FIELD_OF_ACT, FIELD_OF_DAY, FIELD_OF_FACT, FIELDS_OF_EVENT
from tijdig.casework.rules.states import CaseState, ReferralOutcome
from tijdig.casework.rules.transitions import Act
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.facts import FACTS, FactSource
from tijdig.covenant.rules.fields import FIELDS
from tijdig.ddas import AttemptKind, PartOfDay
from tijdig.disclosure.models import DecisionRecord
from tijdig.ledger.models import AuditEvent
from tijdig.web.municipality.history import TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_april")]
TODAY = "2026-04-07"
# What a director reads of a case that was lived through, and what the coordinator's purpose does not give.
CANARIES = (
    "Kaartje, niet bereikt", "gevoerd op 4 april 2026", "5 april 2026", "6 april 2026", "Hulp aanvaard",
    "<strong>Inwoner wil hulp</strong>", "<strong>Verzoek om schuldhulp</strong>", "Toestemming om terug te koppelen",
    "kanarie-notitie", "<strong>Verwezen</strong>", "Hulpverlener meldt terug", "kanarie-reden", "kanarie-bericht",
)  # fmt: skip


def lived_through(cases: Cases) -> Case:
    """Return a case with something under every field: attempts, a conversation, help, a referral, a note."""
    director, helper = cases.world.actor(Role.CASE_DIRECTOR), cases.world.actor(Role.SOCIAL_WORKER)
    case = Case.objects.get(pk=cases.by_person[SINGLE].pk)

    def do(service, **values):
        case.refresh_from_db()
        return service(actor=director, case_id=case.pk, version=case.version, **values)

    day = case.received_on.replace
    if case.owner is None:
        do(services.take_up_case)
    do(services.log_attempt, kind=AttemptKind.CARD, on=day(day=3), part=PartOfDay.EVENING, reached=False)
    do(services.record_conversation, on=day(day=4))
    do(services.record_offer, on=day(day=5))
    do(services.record_answer, accepted=True, on=day(day=6))
    do(services.record_request, on=day(day=6))
    do(
        services.set_fact,
        fact="toestemming.terugkoppeling",
        value=True,
        source=FactSource.TENANT,
        on=day(day=6),
    )
    do(services.add_note, text="kanarie-notitie")
    do(services.refer_case, party="amw", reason="kanarie-reden", on=day(day=6))
    referral = Referral.objects.get()
    answered = services.answer_referral(
        actor=helper, referral_id=referral.pk, version=referral.version, accept=True, on=day(day=6)
    )
    services.report_back(
        actor=helper, referral_id=referral.pk, version=answered.version, outcome=ReferralOutcome.HELPED,
        report="kanarie-bericht", on=day(day=7),
    )  # fmt: skip
    case.refresh_from_db()
    return case


def read(cases: Cases, case: Case, role: Role) -> str:
    """Return the page without what differs at each look: the token of its forms, and the version of the case."""
    html = cases.browser(role).get(reverse("municipality:case", args=[case.pk])).content.decode()
    assert UNKNOWN not in html
    html = re.sub(r"</?time[^>]*>", "", html)
    # That advice and tasks were looked at again tells nothing of what it was about.
    html = re.sub(
        r"<li>(?:(?!<li>).)*?<strong>(?:Advies|Taken) opnieuw bepaald.*?</li>\s*", "", html, flags=re.DOTALL
    )
    return re.sub(r'name="(version|csrfmiddlewaretoken)" value="[^"]*"', "", html)


def test_c1_nothing_that_is_withheld_as_a_field_is_readable_elsewhere_on_the_page(cases):
    case = cases.by_person[SINGLE]
    director = cases.world.actor(Role.CASE_DIRECTOR)
    services.take_up_case(actor=director, case_id=case.pk, version=case.version)
    before = read(cases, case, Role.COORDINATOR)
    lived_through(cases)

    of_director, of_coordinator = read(cases, case, Role.CASE_DIRECTOR), read(cases, case, Role.COORDINATOR)

    assert [one for one in CANARIES if one not in of_director] == []
    assert [one for one in CANARIES if one in of_coordinator] == []
    assert of_coordinator == before


def test_what_is_withheld_is_named_with_its_reason(cases):
    html = read(cases, lived_through(cases), Role.COORDINATOR)
    hidden = html[html.index("Wat u ziet en wat niet</h2>") :]
    for code in ("zaak.contactpogingen", "zaak.aanbod", "doorgeleiding.status", "doorgeleiding.reden"):
        assert FIELDS[code].description in hidden.lower(), code


def test_c1_a_helpers_message_comes_from_the_helper_and_only_for_help(cases):
    case = lived_through(cases)
    read(cases, case, Role.CASE_DIRECTOR)
    asked = [one for one in DecisionRecord.objects.all() if "doorgeleiding.bericht" in one.permitted_fields]
    assert [(one.sender, one.recipient, one.purpose) for one in asked] == [
        ("amw", "gemeente-weert", "hulpverlening")
    ]


def test_c1_without_the_field_the_message_stays_with_the_helper(cases):
    case = lived_through(cases)
    bring_into_force(
        succeed(CovenantVersion.objects.get(), '"doorgeleiding", "bericht"]', '"doorgeleiding"]')
    )
    html = read(cases, case, Role.CASE_DIRECTOR)
    assert "kanarie-reden" in html
    assert "kanarie-bericht" not in html
    assert "bericht van de hulpverlener" in html.lower()


def test_l1_an_earlier_case_on_the_address_is_shown_through_disclosure(cases):
    case = lived_through(cases)
    earlier = cased(signalled(cases.world), state=CaseState.ACCEPTED)
    earlier.notification.period_from = case.notification.period_from.replace(month=1)
    earlier.notification.address_key = case.notification.address_key
    earlier.notification.save()
    of_director = case_page(cases.world.actor(Role.CASE_DIRECTOR), case.pk).earlier
    of_coordinator = case_page(cases.world.actor(Role.COORDINATOR), case.pk).earlier
    assert [one.state for one in (*of_director, *of_coordinator)] == [CaseState.ACCEPTED, CaseState.TAKEN_UP]
    assert DecisionRecord.objects.filter(subject_id=str(earlier.pk)).count() == 2


def test_every_event_fact_and_day_of_a_case_has_its_field(cases):
    lived_through(cases)
    recorded = AuditEvent.objects.filter(object_kind="case").values_list("action", flat=True)
    assert {*TITLES, *recorded, *(f"case.{act}" for act in Act)} - set(FIELDS_OF_EVENT) == set()
    assert set(FIELD_OF_FACT) == set(FACTS)
    named = {*FIELD_OF_DAY.values(), *FIELD_OF_FACT.values(), *FIELD_OF_ACT.values()}
    assert named.union(*FIELDS_OF_EVENT.values()) <= set(FIELDS)
