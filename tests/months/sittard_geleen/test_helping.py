"""The fictitious month in Sittard-Geleen, from offering help to erasing: articles 5 and 6 of its covenant show."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import time_machine

from tests.months.sittard_geleen.tenants import DOUBTFUL, EARLY, FAMILY, IN_DEBT, THREATENED
from tests.months.world import DELIVERED, MARCH, MonthWorld, owes
from tests.sealed import every_personal_value, person_of
from tijdig.actors import system_actor
from tijdig.casework.models import Case, Task
from tijdig.casework.queries import case_page, cases_for_partner, referred_case
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
    report_paid,
    set_fact,
)
from tijdig.covenant.rules.facts import FactSource
from tijdig.ddas import AttemptKind, PartOfDay, Result
from tijdig.feedback.queries import FeedbackLine, feedback_of_landlord, own_signal
from tijdig.linkage.models import Link
from tijdig.meeting.queries import actions_of, meeting_pack, proposed_agenda
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.services import add_action, plan_meeting, record_decision, table_case
from tijdig.problems import Refused
from tijdig.rights.services import erase_due

pytestmark = pytest.mark.django_db


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
