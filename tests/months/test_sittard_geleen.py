"""The fictitious month in Sittard-Geleen, from proposal to erasing: each sentence of its covenant shows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import time_machine

from tests.built_once import built_once
from tests.months.world import DELIVERED, MARCH, MonthWorld, Tenant, in_force, owes, proposed
from tests.sealed import every_personal_value, person_of, signal_of
from tijdig.actors import system_actor
from tijdig.casework.models import Case, Task
from tijdig.casework.queries import case_page, cases_for_partner, referred_case, work_list
from tijdig.casework.rules.partner_news import PaymentNews
from tijdig.casework.rules.pause import Pause, PauseFact
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import CaseState, ReferralOutcome, TaskKind
from tijdig.casework.services import (
    answer_referral,
    close_case,
    end_pauses,
    invite_jointly,
    log_attempt,
    record_answer,
    record_conversation,
    record_informed,
    record_offer,
    refer_case,
    report_back,
    report_eviction,
    report_paid,
    set_fact,
)
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import covenant_in_force, standing_of
from tijdig.covenant.rules.facts import EvictionStage, FactSource
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.ddas import AttemptKind, PartOfDay, Result, SignalStatus
from tijdig.feedback.queries import FeedbackLine, feedback_of_landlord, own_signal
from tijdig.intake.models import Signal
from tijdig.intake.queries import delivery_result
from tijdig.linkage.models import Link
from tijdig.linkage.queries import review_queue
from tijdig.linkage.services import decide_link
from tijdig.meeting.queries import actions_of, meeting_pack, proposed_agenda
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.services import add_action, plan_meeting, record_decision, table_case
from tijdig.monitor.queries import figures_until, month_at_a_glance
from tijdig.problems import Refused
from tijdig.rights.services import erase_due

pytestmark = pytest.mark.django_db

FAMILY = Tenant("999990019", "Petra Johanna", "Adriaens", date(1988, 5, 2), 11, children=("20170314",))
THREATENED = Tenant("999990020", "Bram", "Bovens", date(1979, 1, 9), 12)
IN_DEBT = Tenant("999990032", "Chantal Maria", "Crins", date(1991, 8, 30), 13)
EARLY = Tenant("999990044", "Dirk Jan", "Deumens", date(1965, 4, 17), 14)
DOUBTFUL = Tenant("999990056", "Els Anna", "Erkens", date(1972, 12, 1), 15)
DECEASED = Tenant("999990068", "Frans", "Frijns", date(1940, 2, 2), 16, deceased_on="20260110")
MOVED = Tenant("999990081", "Gerda Helena", "Gorissen", date(1983, 6, 6), 17, lives_in="0935")
TOWN = (FAMILY, THREATENED, IN_DEBT, EARLY, DOUBTFUL, DECEASED, MOVED)
LATE_IN_MARCH = date(2026, 3, 20)


@built_once
def delivered_month() -> MonthWorld:
    """Signed, delivered by all three landlords, linked, the one doubt settled, the cases open."""
    world = in_force("sittard-geleen")
    world.import_register(TOWN)
    world.deliver("zowonen", owes(FAMILY, months=2, crisis=True), owes(IN_DEBT, months=4))
    world.deliver("woningbeheer-born-grevenbicht", owes(EARLY, months=1), owes(DECEASED, months=2))
    world.deliver(
        "wonen-limburg",
        owes(THREATENED, months=2, crisis=True),
        owes(DOUBTFUL, months=3, born=date(1952, 11, 2)),
        owes(MOVED, months=2),
    )
    world.work_up()
    (doubt,) = review_queue(world.code)
    candidate = doubt.candidates.get(person=person_of(world.code, DOUBTFUL.bsn))
    decide_link(
        actor=world["coordinator"],
        link_id=doubt.pk,
        candidate_id=candidate.pk,
        reason="De verhuurder had een oude geboortedatum",
    )
    world.work_up()
    return world


@pytest.fixture
def month(db: None, clock: time_machine.Traveller) -> MonthWorld:
    return delivered_month()


def helped_by(month: MonthWorld, case: Case, party: str, on: date = DELIVERED) -> Case:
    """Refer the case; the helper accepts it and reports that the tenant was helped."""
    referred = refer_case(
        actor=month["director"],
        case_id=case.pk,
        version=case.version,
        party=party,
        reason="Hulp gevraagd",
        on=on,
    )
    helper = month[f"{party} helper"]
    offered = next(one for one in cases_for_partner(helper) if one.number == referred.number)
    accepted = answer_referral(
        actor=helper, referral_id=offered.referral_id, version=offered.version, accept=True, on=on
    )
    report_back(
        actor=helper,
        referral_id=accepted.pk,
        version=accepted.version,
        outcome=ReferralOutcome.HELPED,
        report="Regeling getroffen.",
        on=on,
    )
    referred.refresh_from_db()
    return referred


def test_article_1_nothing_moves_before_all_six_partners_have_signed(
    db: None, clock: time_machine.Traveller
) -> None:
    world = proposed("sittard-geleen")
    *first_five, last = world.covenant.parties
    assert len(world.covenant.parties) == 6
    for party in first_five:
        world.sign(party)
    with pytest.raises(Refused):
        world.activate()
    with pytest.raises(Refused, match=r"no-covenant|not-in-force"):
        world.deliver("zowonen", owes(FAMILY, months=2))

    world.sign(last)
    world.activate()

    assert covenant_in_force(world.code, DELIVERED) is not None
    assert len(world.deliver("zowonen", owes(FAMILY, months=2)).new) == 1


def test_article_2_problematic_debts_and_threatened_evictions_have_their_own_route(month: MonthWorld) -> None:
    routes = {tenant.surname: month.case_of(tenant).route for tenant in (FAMILY, THREATENED, IN_DEBT, EARLY)}

    assert routes == {
        "Adriaens": "gezin-met-dreigende-ontruiming",
        "Bovens": "dreigende-ontruiming",
        "Crins": "problematische-schulden",
        "Deumens": "vroeg-erbij",
    }
    assert month.case_of(THREATENED).first_conversation_by == date(2026, 3, 9)  # three working days
    assert month.case_of(EARLY).first_conversation_by == date(2026, 4, 1)  # four weeks


def test_article_3_a_threatened_family_gets_special_attention_and_goes_first(month: MonthWorld) -> None:
    order = [row.case_id for row in work_list(month["director"]).rows]

    assert order[:3] == [month.case_of(one).pk for one in (FAMILY, THREATENED, IN_DEBT)]
    task = Task.objects.get(case=month.case_of(FAMILY), code="bijzondere-aandacht-gezin")
    assert task.due_on == date(2026, 3, 9)
    (first, *_) = work_list(month["director"]).rows
    assert "Gezin met minderjarige kinderen en een dreigende ontruiming" in first.rank_reasons[0].nl


def test_article_4_one_month_of_arrears_is_enough_and_less_is_refused(month: MonthWorld) -> None:
    assert month.case_of(EARLY).facts["achterstand.maanden"]["value"] == 1

    received = month.deliver(
        "wonen-limburg",
        owes(EARLY, months=0, reference="X1", cents=9_000, onset=date(2026, 3, 1)),
        owes(THREATENED, months=2, reference="X2", reminder=None),
        owes(IN_DEBT, months=2, reference="X3", objected=True),
    )

    result = delivery_result(month["wonen-limburg clerk"], received.delivery_id, DELIVERED)
    refused = {row.row: {problem.code for problem in row.problems} for row in result.refused}
    assert (len(received.new), received.refused) == (0, 3)
    assert "intake.below-covenant-minimum" in refused[1]
    assert "intake.no-reminder" in refused[2]
    assert 3 not in refused  # who objected is counted, and nothing of the row is kept (R6)
    assert "intake.objected-rows" in {remark.code for remark in result.remarks}
    assert not {signal.reference for signal in Signal.objects.all()} & {"X1", "X2", "X3"}


def test_article_4_a_crisis_comes_in_on_any_day(month: MonthWorld, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 3, 20, 9, tzinfo=UTC))

    received = month.deliver(
        "zowonen", owes(EARLY, months=1, reference="CRISIS", crisis=True), on=LATE_IN_MARCH
    )
    month.work_up(on=LATE_IN_MARCH)

    assert (len(received.new), received.remarks) == (1, ())
    case = month.case_of(EARLY)  # the same household, so the same case
    assert (case.route, case.first_conversation_by) == ("dreigende-ontruiming", date(2026, 3, 25))


def test_article_5_two_disciplines_invite_and_welfare_work_helps_with_a_threatened_eviction(
    month: MonthWorld,
) -> None:
    director, helper = month["director"], month["partners-in-welzijn helper"]
    case = month.taken_up(THREATENED)
    with pytest.raises(Refused, match="discipline-missing"):
        invite_jointly(
            actor=director, case_id=case.pk, version=case.version, on=DELIVERED,
            second_person=month["colleague"].person_id,
        )  # fmt: skip
    invited = invite_jointly(
        actor=director, case_id=case.pk, version=case.version, on=DELIVERED, second_person=helper.person_id
    )

    helped = helped_by(month, invited, "partners-in-welzijn")  # the threat is ground enough, without consent

    assert {attempt.kind for attempt in helped.attempts.all()} == {AttemptKind.LETTER}
    closed = close_case(
        actor=director,
        case_id=helped.pk,
        version=helped.version,
        closing=Closing(Result.FOLLOW_UP_OTHER, watch_on=date(2026, 3, 20)),
        on=DELIVERED,
    )
    assert closed.state == CaseState.CLOSED
    assert month.told("wonen-limburg")[owes(THREATENED, months=2).reference] == "aanbod_aanvaard"


def test_article_5_without_a_threat_welfare_work_needs_consent(month: MonthWorld) -> None:
    case = month.taken_up(EARLY)
    with pytest.raises(Refused, match=r"condition-not-met|fact-missing"):
        helped_by(month, case, "partners-in-welzijn")

    consented = set_fact(
        actor=month["director"],
        case_id=case.pk,
        version=case.version,
        fact="toestemming.doorgeleiding",
        value=True,
        source=FactSource.TENANT,
        on=DELIVERED,
    )
    helped = helped_by(month, consented, "partners-in-welzijn")

    assert helped.referrals.get().outcome == ReferralOutcome.HELPED
    assert Task.objects.filter(case=case, code="brede-vraagverkenning").exists()


def test_article_5_problematic_debts_go_to_the_credit_bank_which_sees_what_it_needs(
    month: MonthWorld,
) -> None:
    case = month.taken_up(IN_DEBT)
    task = Task.objects.get(case=case, kind=TaskKind.REFER)
    assert (case.route_to, task.code) == ("kredietbank-limburg", "kredietbank-limburg")
    refer_case(
        actor=month["director"],
        case_id=case.pk,
        version=case.version,
        party="kredietbank-limburg",
        reason="Vier maanden achterstand",
        on=DELIVERED,
    )

    (listed,) = cases_for_partner(month["kredietbank-limburg helper"])
    offered = referred_case(month["kredietbank-limburg helper"], listed.referral_id)
    assert cases_for_partner(month["partners-in-welzijn helper"]) == ()
    seen = {one.code for fields in (offered.fields, *offered.signals) for one in fields if one.granted}
    assert {"signaal.naam", "signaal.bedrag", "doorgeleiding.reden"} <= seen
    assert not seen & {"bewoner.bsn", "zaak.rang", "zaak.notities", "huishouden.minderjarigen"}
    assert offered.answer_by == date(2026, 3, 11)


def test_article_5_early_help_is_tried_offered_accepted_and_told_with_a_pause(month: MonthWorld) -> None:
    director = month["director"]
    case = month.taken_up(EARLY)
    case = record_informed(actor=director, case_id=case.pk, version=case.version, on=DELIVERED)
    for kind, reached in ((AttemptKind.PHONE, False), (AttemptKind.HOME_VISIT, True)):
        case = log_attempt(
            actor=director, case_id=case.pk, version=case.version, kind=kind, on=DELIVERED,
            part=PartOfDay.MORNING, reached=reached,
        )  # fmt: skip
    case = record_conversation(actor=director, case_id=case.pk, version=case.version, on=DELIVERED)
    case = record_offer(actor=director, case_id=case.pk, version=case.version, on=DELIVERED)
    case = record_answer(actor=director, case_id=case.pk, version=case.version, accepted=True, on=DELIVERED)
    assert Task.objects.get(case=case, kind=TaskKind.PAUSE_CHECK).due_on == date(2026, 3, 24)
    closing = Closing(Result.ADVICE_OR_QUICK_FIX, clears_in_time=True, only_tips=False)
    close_case(actor=director, case_id=case.pk, version=case.version, closing=closing, on=DELIVERED)

    page = feedback_of_landlord(month["woningbeheer-born-grevenbicht clerk"], MARCH)
    line = next(one for one in page.lines if one.reference == owes(EARLY, months=1).reference)
    assert line.code == "aanbod_aanvaard"
    assert line.pause is not None
    assert (line.pause.last_day, line.pause.missing) == (date(2026, 4, 3), (PauseFact.INSTALMENTS_PAID,))
    _the_pause_runs_until_an_instalment_is_missed(month, line, case.pk)


def _the_pause_runs_until_an_instalment_is_missed(
    month: MonthWorld, line: FeedbackLine, case_id: UUID
) -> None:
    """R45, R46: the landlord says so itself; the check stays with the closed case as long as there is a pause."""
    clerk, director = month["woningbeheer-born-grevenbicht clerk"], month["director"]
    check = Task.objects.get(case=case_id, kind=TaskKind.PAUSE_CHECK, dropped=False)
    assert check.due_on == date(2026, 3, 24)

    def told(payment: PaymentNews, on: date = DELIVERED) -> tuple[Pause | None, Pause]:
        report_paid(actor=clerk, signal_id=line.signal_id, on=on, payment=payment)
        return own_signal(clerk, line.signal_id).pause, case_page(director, case_id).pauses[0].pause

    for shown in told(PaymentNews.INSTALMENTS_PAID):
        assert shown is not None
        assert (shown.running, shown.missing, shown.last_day) == (True, (), date(2026, 4, 3))
    assert end_pauses(actor=system_actor(month.code), on=date(2026, 4, 3)) == 0
    for shown in told(PaymentNews.INSTALMENT_MISSED, on=date(2026, 3, 9)):
        assert shown is not None
        assert shown.last_day == date(2026, 3, 9)
    assert Task.objects.filter(case=case_id, kind=TaskKind.NEWS, done_on=None).count() == 1
    assert [end_pauses(actor=system_actor(month.code), on=date(2026, 3, 10)) for _ in range(2)] == [1, 0]
    check.refresh_from_db()
    assert check.dropped


def test_article_6_each_month_all_partners_meet_on_their_own_cases(
    month: MonthWorld, clock: time_machine.Traveller
) -> None:
    coordinator = month["coordinator"]
    meeting = plan_meeting(actor=coordinator)
    assert meeting.on == date(2026, 4, 7)  # a month later is Easter Saturday; the next working day
    proposed_cases = {one.case_id for one in proposed_agenda(coordinator, meeting.pk)}
    assert proposed_cases == {month.case_of(one).pk for one in (FAMILY, THREATENED, IN_DEBT, DOUBTFUL)}

    case = month.taken_up(IN_DEBT)
    helped = helped_by(month, case, "kredietbank-limburg")
    for pk in (helped.pk, month.case_of(FAMILY).pk, month.case_of(THREATENED).pk):
        table_case(
            actor=coordinator,
            meeting_id=meeting.pk,
            case_id=pk,
            basis=Basis.NECESSITY,
            sentence="Zonder afstemming verliest het huishouden de woning.",
        )

    def seen_by(who: str) -> set[object]:
        return {item.case_id for item in meeting_pack(month[who], meeting.pk).items}

    assert len(seen_by("coordinator")) == 3
    assert seen_by("zowonen clerk") == {month.case_of(FAMILY).pk, helped.pk}
    assert seen_by("wonen-limburg clerk") == {month.case_of(THREATENED).pk}
    assert seen_by("woningbeheer-born-grevenbicht clerk") == set()
    assert seen_by("kredietbank-limburg helper") == {helped.pk}
    assert seen_by("partners-in-welzijn helper") == set()
    item = meeting_pack(coordinator, meeting.pk).items[0]
    record_decision(actor=coordinator, item_id=item.item_id, version=1, decision="Bezoek met welzijnswerk.")
    agreed = {"what": "Bezoek plannen", "due_on": date(2026, 4, 10)}
    with pytest.raises(Refused, match=r"meeting\.action-by-stranger"):  # who has no part in the case
        add_action(actor=coordinator, item_id=item.item_id, party="partners-in-welzijn", **agreed)
    add_action(actor=coordinator, item_id=item.item_id, party="gemeente-sittard-geleen", **agreed)
    assert [one.what for one in actions_of(month["director"])] == ["Bezoek plannen"]


def test_article_7_the_covenant_warns_before_its_end_and_then_nothing_moves(
    month: MonthWorld, clock: time_machine.Traveller
) -> None:
    version = CovenantVersion.objects.get()
    assert standing_of(version, date(2027, 11, 28)).days_until_end is None
    assert standing_of(version, date(2027, 11, 29)).days_until_end == 92

    clock.move_to(datetime(2028, 3, 1, 9, tzinfo=UTC))

    assert standing_of(version, date(2028, 3, 1)).state is CovenantState.EXPIRED
    with pytest.raises(Refused):
        month.deliver("zowonen", owes(FAMILY, months=2), on=date(2028, 3, 1))
    assert set(month.told("zowonen").values()) <= {""}
    page = case_page(month["director"], month.case_of(FAMILY).pk)
    assert not any(one.granted for one in page.fields)


def test_article_8_the_process_is_followed_and_evaluated_in_between(
    month: MonthWorld, clock: time_machine.Traveller
) -> None:
    coordinator = month["coordinator"]
    figures = figures_until(coordinator, MARCH, DELIVERED)
    assert figures is not None
    assert figures.smallest_cell == 10
    assert figures.last.signals.hidden  # seven signals: fewer than the covenant shows

    evaluations = {one.next_on for one in month_at_a_glance(coordinator, MARCH, DELIVERED).evaluations}
    assert evaluations == {date(2026, 9, 1)}  # six months after the covenant began


def test_r25_r26_r44_death_and_move_are_told_by_their_code_only(month: MonthWorld) -> None:
    statuses = {signal.reference: signal.status for signal in Signal.objects.all()}
    assert statuses[owes(DECEASED, months=2).reference] == SignalStatus.DECEASED
    assert statuses[owes(MOVED, months=2).reference] == SignalStatus.NOT_RESIDENT
    assert month.case_of(DECEASED).proposed_result == Result.DECEASED

    assert month.told("woningbeheer-born-grevenbicht")[owes(DECEASED, months=2).reference] == "overleden"
    assert month.told("wonen-limburg")[owes(MOVED, months=2).reference] == "geen_inwoner"


def test_r24_the_doubt_was_settled_by_a_person_and_became_a_case(month: MonthWorld) -> None:
    link = Link.objects.get(signal=signal_of(owes(DOUBTFUL, months=3).reference), undone_at__isnull=True)

    assert (link.person, link.decided_by) == (
        person_of(month.code, DOUBTFUL.bsn),
        month["coordinator"].person_id,
    )
    assert month.case_of(DOUBTFUL).route == "problematische-schulden"
    assert not review_queue(month.code).exists()


def test_r27_an_announced_eviction_puts_a_household_on_the_threatened_route(month: MonthWorld) -> None:
    signal = signal_of(owes(IN_DEBT, months=4).reference)
    report_eviction(
        actor=month["zowonen clerk"],
        signal_id=signal.pk,
        stage=EvictionStage.ANNOUNCED,
        on=DELIVERED,
        eviction_on=date(2026, 3, 30),
    )

    case = month.case_of(IN_DEBT)
    assert (case.route, case.first_conversation_by) == ("dreigende-ontruiming", date(2026, 3, 9))


def test_r43_a_partner_may_hear_that_there_was_no_contact(month: MonthWorld) -> None:
    director = month["director"]
    case = month.taken_up(IN_DEBT)
    case = log_attempt(
        actor=director, case_id=case.pk, version=case.version, kind=AttemptKind.PHONE, on=DELIVERED,
        part=PartOfDay.MORNING, reached=False,
    )  # fmt: skip
    close_case(
        actor=director,
        case_id=case.pk,
        version=case.version,
        closing=Closing(Result.NO_CONTACT),
        on=DELIVERED,
    )

    assert month.told("zowonen")[owes(IN_DEBT, months=4).reference] == "geen_contact"


def test_r53_r54_six_months_after_closing_the_tenant_is_gone_from_the_system(
    month: MonthWorld, clock: time_machine.Traveller
) -> None:
    test_r43_a_partner_may_hear_that_there_was_no_contact(month)

    clock.move_to(datetime(2026, 9, 4, 3, tzinfo=UTC))
    erased = erase_due(actor=month["privacy officer"], on=date(2026, 9, 4))

    assert erased.cases == 1
    kept = every_personal_value()
    assert IN_DEBT.surname not in kept
    assert not Link.objects.filter(person=person_of(month.code, IN_DEBT.bsn)).exists()
    assert FAMILY.surname in kept  # still being helped
