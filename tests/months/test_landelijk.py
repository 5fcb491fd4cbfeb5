"""The fictitious month under today's national practice: rent, energy, water and health, from proposal to erasing."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from pypdf import PdfReader

from tests.built_once import built_once
from tests.months.world import DELIVERED, MARCH, MonthWorld, Tenant, in_force, owes, proposed
from tests.sealed import every_personal_value, person_of, signal_of
from tijdig.casework.models import Case, Override, Task
from tijdig.casework.queries import cases_for_partner, referred_case, work_list
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import ReferralOutcome, TaskKind
from tijdig.casework.services import (
    answer_referral,
    close_case,
    log_attempt,
    override_triage,
    record_answer,
    record_conversation,
    record_offer,
    refer_case,
    report_back,
    set_fact,
)
from tijdig.covenant.rules.facts import FactSource
from tijdig.ddas import AttemptKind, PartOfDay, Result, SignalStatus
from tijdig.disclosure.models import DecisionRecord
from tijdig.feedback.queries import feedback_of_landlord
from tijdig.feedback.services import issue_delivery_receipt, issue_receipt
from tijdig.intake.models import Signal
from tijdig.intake.queries import delivery_result
from tijdig.intake.services import fetch_returned_file
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link
from tijdig.linkage.queries import notifications_with_different_people, review_queue
from tijdig.linkage.services import decide_link, settle_different_people
from tijdig.meeting.queries import meeting_pack, proposed_agenda
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.services import plan_meeting, table_case
from tijdig.monitor.queries import figures_until, month_at_a_glance
from tijdig.problems import NotFound, Refused
from tijdig.rights.services import erase_due

# Once: on PostgreSQL the month of Sittard-Geleen walks the same services one after another.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# One household behind with rent and energy; a cut-off of water; a family; a doubt; housemates who share no name.
SHARED = Tenant("999990019", "Anneke Wil", "Aarts", date(1984, 7, 7), 21)
CUT_OFF = Tenant("999990020", "Bilal Omar", "Bouazza", date(1990, 3, 30), 22)
FAMILY = Tenant("999990032", "Carla Rosa", "Cremers", date(1986, 9, 9), 23, children=("20190505",))
DOUBTFUL = Tenant("999990044", "Dora Elisa", "Driessen", date(1971, 10, 10), 24)
HOUSEMATE = Tenant("999990056", "Evert Jan", "Evers", date(1995, 2, 12), 25)
OTHER_HOUSEMATE = Tenant("999990068", "Fenna Iris", "Feenstra", date(1996, 11, 23), 25)
TOWN = (SHARED, CUT_OFF, FAMILY, DOUBTFUL, HOUSEMATE, OTHER_HOUSEMATE)


@built_once
def delivered_month() -> MonthWorld:
    """Signed by all, delivered by four sectors, linked; the doubt and the shared address settled; the cases open."""
    world = in_force("landelijk", controller="0518")
    world.import_register(TOWN)
    world.deliver(
        "woningcorporatie", owes(SHARED, months=2), owes(FAMILY, months=3), owes(HOUSEMATE, months=2)
    )
    world.deliver(
        "energieleverancier",
        owes(SHARED, months=2, reference="E-21", cents=31_000),
        owes(OTHER_HOUSEMATE, months=2, reference="E-25", cents=22_000),
    )
    world.deliver("drinkwaterbedrijf", owes(CUT_OFF, months=2, reference="W-22", cents=14_000, crisis=True))
    world.deliver(
        "zorgverzekeraar", owes(DOUBTFUL, months=4, reference="Z-24", cents=60_000, born=date(1951, 10, 11))
    )
    world.work_up()
    coordinator = world["coordinator"]
    (doubt,) = review_queue(world.code)
    candidate = doubt.candidates.get(person=person_of(world.code, DOUBTFUL.bsn))
    decide_link(actor=coordinator, link_id=doubt.pk, candidate_id=candidate.pk, reason="Oude geboortedatum")
    (address,) = notifications_with_different_people(world.code)
    settle_different_people(actor=coordinator, notification_id=address.pk, together=False)
    world.work_up()
    return world


@pytest.fixture
def month(db: None, clock: time_machine.Traveller) -> MonthWorld:
    return delivered_month()


def accepted(month: MonthWorld, tenant: Tenant) -> Case:
    """Reached at the second attempt, helped with the tenant's agreement."""
    director = month["director"]
    case = month.taken_up(tenant)
    for kind, reached in ((AttemptKind.PHONE, False), (AttemptKind.HOME_VISIT, True)):
        case = log_attempt(
            actor=director, case_id=case.pk, version=case.version, kind=kind, on=DELIVERED,
            part=PartOfDay.AFTERNOON, reached=reached,
        )  # fmt: skip
    case = record_conversation(actor=director, case_id=case.pk, version=case.version, on=DELIVERED)
    case = record_offer(actor=director, case_id=case.pk, version=case.version, on=DELIVERED)
    return record_answer(actor=director, case_id=case.pk, version=case.version, accepted=True, on=DELIVERED)


def test_r1_nothing_is_taken_in_until_every_party_signed_and_a_second_person_put_it_in_force(
    db: None, clock: time_machine.Traveller
) -> None:
    world = proposed("landelijk", controller="0518")
    for party in world.covenant.parties:
        world.sign(party)
    with pytest.raises(Refused):  # all signed, and nobody put it into force yet
        world.deliver("woningcorporatie", owes(FAMILY, months=3))

    world.activate()

    assert len(world.deliver("woningcorporatie", owes(FAMILY, months=3)).new) == 1


def test_article_1_arrears_of_thirty_days_after_the_partner_s_own_steps(month: MonthWorld) -> None:
    received = month.deliver(
        "zorgverzekeraar",
        owes(SHARED, months=1, reference="Z1", onset=date(2026, 2, 20)),  # twelve days
        owes(FAMILY, months=1, reference="Z2", contact=None),
        owes(CUT_OFF, months=1, reference="Z3", onset=date(2026, 2, 2)),  # thirty days
    )

    result = delivery_result(month["zorgverzekeraar clerk"], received.delivery_id, DELIVERED)
    refused = {row.row: {problem.code for problem in row.problems} for row in result.refused}
    assert refused[1] == {"intake.below-covenant-minimum"}
    assert "intake.no-personal-contact" in refused[2]
    assert [Signal.objects.get(pk=pk).reference for pk in received.new] == ["Z3"]


def test_article_1_signals_of_two_creditors_on_one_address_are_one_case(month: MonthWorld) -> None:
    case = month.case_of(SHARED)

    assert case.notification.patterns == ["multiple"]
    links = Link.objects.filter(person=person_of(month.code, SHARED.bsn))
    parties = set(links.values_list("signal__party_code", flat=True))
    assert parties == {"woningcorporatie", "energieleverancier"}
    assert case.facts["achterstand.bedrag"]["value"] == 125_000 + 31_000


def test_article_2_a_cut_off_is_a_crisis_with_a_conversation_within_three_working_days(
    month: MonthWorld, clock: time_machine.Traveller
) -> None:
    case = month.case_of(CUT_OFF)
    assert (case.route, case.first_conversation_by) == ("dreiging", date(2026, 3, 9))
    assert Task.objects.get(case=case, code="crisis-afwenden").due_on == date(2026, 3, 5)

    clock.move_to(datetime(2026, 3, 25, 9, tzinfo=UTC))
    late = date(2026, 3, 25)
    received = month.deliver(
        "energieleverancier", owes(FAMILY, months=2, reference="E-CRISIS", crisis=True), on=late
    )
    month.work_up(on=late)

    assert (len(received.new), received.remarks) == (1, ())
    assert month.case_of(FAMILY).first_conversation_by == date(2026, 3, 30)


def test_article_3_the_rules_rank_and_a_person_decides(month: MonthWorld) -> None:
    director = month["director"]
    order = [row.case_id for row in work_list(director).rows]
    assert order[:2] == [month.case_of(CUT_OFF).pk, month.case_of(FAMILY).pk]

    case = month.taken_up(SHARED)
    override_triage(
        actor=director, case_id=case.pk, version=case.version, kind=Override.Kind.FIRST,
        reason="Belde zelf, is erg ongerust.", on=DELIVERED,
    )  # fmt: skip

    assert work_list(director).rows[0].case_id == case.pk
    assert Override.objects.get().reason == "Belde zelf, is erg ongerust."
    assert AuditEvent.objects.filter(action="case.override-triage", object_id=str(case.pk)).exists()


def test_article_4_the_helper_gets_the_named_data_and_each_look_is_recorded(month: MonthWorld) -> None:
    helper = month["maatschappelijk-werk helper"]
    case = month.taken_up(FAMILY)
    with pytest.raises(Refused, match=r"condition-not-met|fact-missing"):
        refer_case(
            actor=month["director"], case_id=case.pk, version=case.version, party="maatschappelijk-werk",
            reason="Vraagt hulp", on=DELIVERED,
        )  # fmt: skip

    case = set_fact(
        actor=month["director"], case_id=case.pk, version=case.version, fact="toestemming.doorgeleiding",
        value=True, source=FactSource.TENANT, on=DELIVERED,
    )  # fmt: skip
    refer_case(
        actor=month["director"], case_id=case.pk, version=case.version, party="maatschappelijk-werk",
        reason="Vraagt hulp", on=DELIVERED,
    )  # fmt: skip
    (listed,) = cases_for_partner(helper)
    offered = referred_case(helper, listed.referral_id)

    seen = {one.code for fields in (offered.fields, *offered.signals) for one in fields if one.granted}
    assert "signaal.naam" in seen
    assert not seen & {"huishouden.minderjarigen", "uitkering.participatiewet", "zaak.rang", "zaak.notities"}
    records = DecisionRecord.objects.filter(recipient="maatschappelijk-werk", purpose="hulpverlening")
    assert {record.subject_kind for record in records} == {"case", "signal"}


def test_article_5_help_that_was_accepted_and_carried_out_elsewhere(month: MonthWorld) -> None:
    case = accepted(month, FAMILY)
    case = set_fact(
        actor=month["director"], case_id=case.pk, version=case.version, fact="toestemming.doorgeleiding",
        value=True, source=FactSource.TENANT, on=DELIVERED,
    )  # fmt: skip
    case = refer_case(
        actor=month["director"], case_id=case.pk, version=case.version, party="maatschappelijk-werk",
        reason="Vraagt hulp", on=DELIVERED,
    )  # fmt: skip
    helper, referral = month["maatschappelijk-werk helper"], case.referrals.get()
    referral = answer_referral(
        actor=helper, referral_id=referral.pk, version=referral.version, accept=True, on=DELIVERED
    )
    report_back(
        actor=helper, referral_id=referral.pk, version=referral.version, outcome=ReferralOutcome.HELPED,
        report="Budgetcursus begonnen.", on=DELIVERED,
    )  # fmt: skip
    case.refresh_from_db()
    closing = Closing(Result.FOLLOW_UP)

    closed = close_case(
        actor=month["director"], case_id=case.pk, version=case.version, closing=closing, on=DELIVERED
    )

    assert closed.result == Result.FOLLOW_UP


def test_article_6_the_partner_hears_the_acceptance_and_the_thirty_days_and_nothing_else(
    month: MonthWorld,
) -> None:
    case = accepted(month, SHARED)
    assert Task.objects.get(case=case, kind=TaskKind.PAUSE_CHECK).due_on == date(2026, 3, 24)
    closing = Closing(Result.ADVICE_OR_QUICK_FIX, clears_in_time=True, only_tips=False)
    close_case(actor=month["director"], case_id=case.pk, version=case.version, closing=closing, on=DELIVERED)

    page = feedback_of_landlord(month["energieleverancier clerk"], MARCH)
    (line,) = [one for one in page.lines if one.reference == "E-21"]
    assert (line.code, line.pause.last_day if line.pause else None) == ("aanbod_aanvaard", date(2026, 4, 3))
    assert set(line.released.values) == {"signaal.kenmerk", "signaal.ontvangen_op", "terugkoppeling.code"}
    assert month.told("woningcorporatie")[owes(SHARED, months=2).reference] == "aanbod_aanvaard"


def test_article_6_that_there_was_no_contact_is_not_told(month: MonthWorld) -> None:
    director = month["director"]
    case = month.taken_up(CUT_OFF)
    case = log_attempt(
        actor=director, case_id=case.pk, version=case.version, kind=AttemptKind.LETTER, on=DELIVERED,
        part=PartOfDay.MORNING, reached=False,
    )  # fmt: skip
    close_case(
        actor=director,
        case_id=case.pk,
        version=case.version,
        closing=Closing(Result.NO_CONTACT),
        on=DELIVERED,
    )

    assert month.told("drinkwaterbedrijf") == {"W-22": ""}


def test_article_7_each_month_there_is_a_meeting_and_each_brings_its_own(month: MonthWorld) -> None:
    coordinator = month["coordinator"]
    meeting = plan_meeting(actor=coordinator)
    (proposal,) = proposed_agenda(coordinator, meeting.pk)
    assert proposal.case_id == month.case_of(CUT_OFF).pk
    table_case(
        actor=coordinator, meeting_id=meeting.pk, case_id=proposal.case_id, basis=Basis.NECESSITY,
        sentence="Het water wordt anders afgesloten.",
    )  # fmt: skip

    def items_of(who: str) -> int:
        return len(meeting_pack(month[who], meeting.pk).items)

    assert items_of("drinkwaterbedrijf clerk") == items_of("coordinator") == 1
    assert items_of("woningcorporatie clerk") == items_of("maatschappelijk-werk helper") == 0


def test_article_8_the_figures_show_no_small_numbers(month: MonthWorld) -> None:
    figures = figures_until(month["coordinator"], MARCH, DELIVERED)

    assert figures is not None
    assert (figures.smallest_cell, figures.last.signals.hidden) == (10, True)


def test_r22_housemates_without_a_shared_name_are_helped_apart(month: MonthWorld) -> None:
    first, second = month.case_of(HOUSEMATE), month.case_of(OTHER_HOUSEMATE)

    assert first.pk != second.pk
    assert {case.notification.patterns[0] for case in (first, second)} == {"single"}
    assert set(Signal.objects.values_list("status", flat=True)) == {SignalStatus.TAKEN_UP}


def test_r15_every_sector_gets_a_receipt(month: MonthWorld) -> None:
    for reference, party in (("E-21", "energieleverancier"), ("W-22", "drinkwaterbedrijf")):
        signal = signal_of(reference)
        assert issue_receipt(actor=month[f"{party} clerk"], signal_id=signal.pk).startswith(b"%PDF")


def test_r1_a_collection_agent_delivers_for_the_partner_it_names_and_the_receipt_names_both(
    month: MonthWorld,
) -> None:
    received = month.deliver(
        "incassobureau", owes(FAMILY, months=2, reference="Z-23"), on_behalf_of="zorgverzekeraar"
    )

    (signal,) = [Signal.objects.get(pk=pk) for pk in received.new]
    assert (signal.party_code, signal.delivery.agent_code) == ("zorgverzekeraar", "incassobureau")
    receipt = issue_receipt(actor=month["zorgverzekeraar clerk"], signal_id=signal.pk)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(receipt)).pages)
    assert "Zorgverzekeraar Voorbeeld" in text
    assert "Incassobureau Voorbeeld, namens de melder" in " ".join(text.split())
    month.work_up()
    assert "Z-23" in month.told("zorgverzekeraar")  # feedback is the partner's, not the agent's
    assert month.told("incassobureau") == {}


@pytest.mark.parametrize("on_behalf_of", ["", "woningcorporatie", "incassobureau"])
def test_r1_an_agent_delivers_for_nobody_else(month: MonthWorld, on_behalf_of: str) -> None:
    with pytest.raises(Refused, match=r"intake\.not-on-behalf"):
        month.deliver("incassobureau", owes(FAMILY, months=2), on_behalf_of=on_behalf_of)


def test_r1_a_partner_delivers_for_itself_only(month: MonthWorld) -> None:
    with pytest.raises(Refused, match=r"intake\.not-on-behalf"):
        month.deliver("woningcorporatie", owes(FAMILY, months=2), on_behalf_of="zorgverzekeraar")


def test_a6_agent_and_partner_see_the_delivery_and_only_who_made_it_gets_the_file_back(
    month: MonthWorld,
) -> None:
    made = month.deliver(
        "incassobureau",
        owes(FAMILY, months=2, reference="Z-1"),
        owes(SHARED, months=2, reference="Z-2", reminder=None),
        on_behalf_of="zorgverzekeraar",
    )
    agent, partner = month["incassobureau clerk"], month["zorgverzekeraar clerk"]

    for who in (agent, partner):
        assert delivery_result(who, made.delivery_id, DELIVERED).line.agent == "Incassobureau Voorbeeld"
        assert issue_delivery_receipt(actor=who, delivery_id=made.delivery_id).startswith(b"%PDF")
    assert fetch_returned_file(actor=agent, delivery_id=made.delivery_id, on=DELIVERED).content
    with pytest.raises(NotFound):
        fetch_returned_file(actor=partner, delivery_id=made.delivery_id, on=DELIVERED)
    with pytest.raises(NotFound):
        delivery_result(month["woningcorporatie clerk"], made.delivery_id, DELIVERED)
    (own,) = [one for one in month_at_a_glance(month["coordinator"], MARCH, DELIVERED).partners
              if one.code == "zorgverzekeraar"]  # fmt: skip
    assert own.delivered.files == 2  # its own and the agent's


def test_r53_where_help_was_not_accepted_the_tenant_is_erased_on_the_covenant_s_day(
    month: MonthWorld, clock: time_machine.Traveller
) -> None:
    test_article_6_that_there_was_no_contact_is_not_told(month)
    clock.move_to(datetime(2026, 9, 4, 3, tzinfo=UTC))

    early = erase_due(actor=month["privacy officer"], on=date(2026, 9, 3))
    late = erase_due(actor=month["privacy officer"], on=date(2026, 9, 4))

    assert (early.cases, late.cases) == (0, 1)
    assert CUT_OFF.surname not in every_personal_value()
