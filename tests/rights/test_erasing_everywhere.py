"""Nothing is forgotten by the eraser, and nothing is erased that is still at work (R53, R54)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.casework.town import BSNS, RECEIVED, Town
from tests.covenant.agreeing import say
from tests.guards import lift_guards_of
from tests.rights.test_erasing import CANARY, closed, rows_with, spoken
from tests.sealed import person_of, rewrite
from tijdig.casework.models import Case, Referral, SignalNews
from tijdig.casework.queries import case_page, referred_case
from tijdig.casework.services import refer_case, take_up_case
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.in_force import Verdict
from tijdig.ddas import Result, SignalStatus
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.queries import replay
from tijdig.intake.models import Delivery, Signal
from tijdig.intake.states import DeliveryState
from tijdig.linkage.models import Link, Notification
from tijdig.linkage.queries import review_queue
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.linkage.services import link_signals
from tijdig.meeting.models import AgendaItem, MeetingAction
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.services import add_action, plan_meeting, record_decision, table_case
from tijdig.residents.models import BenefitFact, RegisterExtract, Resident, Source
from tijdig.rights.services import erase_due
from tijdig.rights.services.case_files import EMPTY_FILE
from tijdig.vault.fields import personal_fields

DUE = date(2026, 9, 4)  # six months after receipt, and after closing on that day
UNDONE = datetime(2026, 3, 4, 8, tzinfo=UTC)


def undone_link(signal: Signal, notification: Notification | None) -> Link:
    return Link.objects.create(
        controller_id=signal.controller_id, signal=signal, notification=notification,
        person=person_of(signal.controller_id, BSNS[5]),
        outcome=Outcome.REVIEW, register_state="resident", rule_id="K1", rule_version="1", made_at=UNDONE,
        undone_at=UNDONE, undone_for=Link.UndoneFor.CORRECTION,
    )  # fmt: skip


def test_r53_a_corrected_signal_in_an_open_case_is_left_alone(weert: Town) -> None:
    spoken(weert, BSNS[0])
    signal = Signal.objects.get()
    undone_link(signal, None)

    erased = erase_due(actor=weert.system, on=date(2028, 1, 1))

    signal.refresh_from_db()
    assert (erased.signals, erased.cases) == (0, 0)
    assert (signal.surname, signal.house_number, signal.status) == (CANARY, 12, SignalStatus.TAKEN_UP)


def test_r53_a_signal_that_was_taken_out_of_an_erased_case_goes_with_the_open_case_it_stands_in(
    weert: Town,
) -> None:
    ended = closed(weert, BSNS[0], Result.NO_HELP_WANTED)
    weert.add_resident(BSNS[1])
    moved = weert.add_signal(BSNS[1], surname="Nieuwkomer")
    weert.open()
    old = undone_link(moved, ended.notification)

    erased = erase_due(actor=weert.system, on=DUE)

    moved.refresh_from_db()
    old.refresh_from_db()
    assert (erased.cases, erased.signals) == (1, 0)
    assert moved.surname == "Nieuwkomer"
    assert (old.person, rows_with(BSNS[5])) == ("", [])


@pytest.mark.parametrize("linked", [True, False], ids=["in review", "never linked"])
def test_r53_a_signal_that_nobody_decided_about_has_a_term_too(weert: Town, linked: bool) -> None:
    weert.add_resident(BSNS[1])
    signal = weert.add_signal(BSNS[0], surname=CANARY, outcome=Outcome.REVIEW)
    Link.objects.update(notification=None)
    Notification.objects.all().delete()
    if not linked:
        Link.objects.all().delete()

    early = erase_due(actor=weert.system, on=date(2026, 9, 3))
    late = erase_due(actor=weert.system, on=DUE)

    signal.refresh_from_db()
    assert (early.signals, late.signals) == (0, 1)
    assert (rows_with(CANARY), rows_with(BSNS[0])) == ([], [])
    assert signal.status == SignalStatus.OTHER_REASON
    assert not review_queue(weert.code).exists()
    assert link_signals(actor=weert.system).none == 0  # nobody looks for an erased person
    assert erase_due(actor=weert.system, on=DUE).signals == 0


def test_r53_the_address_of_a_notification_without_a_case_goes_with_its_signals(weert: Town) -> None:
    signal = weert.add_signal(BSNS[0], repeat=True)
    weert.open()

    erase_due(actor=weert.system, on=DUE)

    assert Notification.objects.get(links__signal=signal).address_key.startswith("erased-")


def test_r54_no_help_no_file_empties_every_field_that_tells_of_the_people(weert: Town) -> None:
    case = closed(weert, BSNS[0], Result.NO_HELP_WANTED)
    rewrite(Case.objects.all(), threatened=True, threatened_since=RECEIVED, eviction_stage="vonnis")
    SignalNews.objects.create(
        controller_id=weert.code, signal=Signal.objects.get(), stage="vonnis", on=RECEIVED, told_at=UNDONE
    )
    assert (case.route, case.benefit, case.minors) == ("participatiewet", True, True)

    erased = erase_due(actor=weert.system, on=date(2026, 3, 5))
    again = erase_due(actor=weert.system, on=date(2026, 3, 6))

    case.refresh_from_db()
    assert (erased.case_files, again.case_files) == (1, 0)
    told = {name: getattr(case, name) for name in EMPTY_FILE}
    assert {name: value for name, value in told.items() if value and name != "rank_key"} == {}
    assert (case.minors, case.benefit, case.rank_key) == (None, None, "9")
    assert not SignalNews.objects.exists()


def test_a_file_is_emptied_by_fields_that_a_case_has() -> None:
    assert set(EMPTY_FILE) <= {field.name for field in Case._meta.get_fields()} | personal_fields(Case).keys()


def test_r53_what_was_said_in_a_meeting_goes_with_the_file(weert: Town) -> None:
    coordinator = weert.people["coordinator"]
    case = spoken(weert, BSNS[0])
    meeting = plan_meeting(actor=coordinator)
    item = table_case(
        actor=coordinator, meeting_id=meeting.pk, case_id=case.pk, basis=Basis.NECESSITY,
        sentence=f"{CANARY} verliest het huis.",
    )  # fmt: skip
    record_decision(actor=coordinator, item_id=item.pk, version=1, decision=f"{CANARY} krijgt uitstel.")
    add_action(
        actor=coordinator, item_id=item.pk, what=f"Bel {CANARY}.", party="gemeente-weert", due_on=date(2026, 4, 10)
    )  # fmt: skip
    Case.objects.update(result=Result.NO_CONTACT, closed_on=RECEIVED, state="closed")

    erase_due(actor=weert.system, on=date(2026, 3, 5))

    kept = AgendaItem.objects.get()
    action = MeetingAction.objects.get()
    assert action.task is not None
    assert (kept.sentence, kept.decision, action.what, action.task.description) == ("", "", "", "")
    assert (kept.basis, action.party) == (Basis.NECESSITY, "gemeente-weert")


def test_r53_the_log_forgets_whether_a_benefit_was_known_and_keeps_the_decision(weert: Town) -> None:
    director, worker = weert.people["debt-director"], weert.people["social-worker"]
    weert.add_resident(BSNS[0], benefit=False)
    signal = weert.add_signal(BSNS[0])
    weert.open()
    case = Case.objects.get(notification__links__signal=signal)
    taken = take_up_case(actor=director, case_id=case.pk, version=case.version)
    refer_case(
        actor=director, case_id=case.pk, version=taken.version, party="amw", reason="Hulp", on=RECEIVED
    )  # fmt: skip
    case_page(director, case.pk)
    referred_case(worker, Referral.objects.get().pk)
    about = DecisionRecord.objects.filter(recipient="amw", subject_id=str(case.pk))
    before = about.first()
    assert before is not None
    assert before.conditions["U3#0"] is True
    Case.objects.update(result=Result.NO_CONTACT, closed_on=RECEIVED, state="closed")
    records = DecisionRecord.objects.count()

    erase_due(actor=weert.system, on=date(2026, 3, 5))

    after = DecisionRecord.objects.get(pk=before.pk)
    assert DecisionRecord.objects.count() == records
    assert "U3#0" not in after.conditions
    assert after.conditions["U3#1"] == before.conditions["U3#1"]
    assert after.permitted_fields == before.permitted_fields
    assert all(replay(record).is_same for record in DecisionRecord.objects.all())  # C4, of what is still kept


def test_r53_a_file_name_and_its_remarks_do_not_outlive_the_signals(weert: Town) -> None:
    weert.add_signal(BSNS[0])
    rewrite(
        Delivery.objects.all(),
        state=DeliveryState.ACCEPTED,
        file_name=f"huurder {CANARY}.csv",
        remarks=[{"code": "x", "column": CANARY}],
    )

    early = erase_due(actor=weert.system, on=date(2026, 9, 3))
    late = erase_due(actor=weert.system, on=DUE)
    again = erase_due(actor=weert.system, on=date(2026, 9, 5))

    assert (early.file_names, late.file_names, again.file_names) == (0, 1, 0)
    kept = Delivery.objects.get()
    assert (kept.file_name, kept.remarks, kept.content_sha256) == ("", [], "")


def test_r29_the_register_goes_after_its_term_when_the_covenant_has_ended(weert: Town) -> None:
    weert.add_resident(BSNS[0], benefit=True)
    say(CovenantVersion.objects.get(), "st-joseph", Verdict.REVOKE)

    kept = erase_due(actor=weert.system, on=date(2026, 6, 3))
    dropped = erase_due(actor=weert.system, on=date(2026, 6, 4))

    assert (kept.register_people, dropped.register_people) == (0, 2)
    assert (Resident.objects.count(), BenefitFact.objects.count()) == (0, 0)


def test_r29_whom_the_register_was_asked_for_goes_by_the_day_of_the_last_answer(weert: Town) -> None:
    weert.add_resident(BSNS[0])
    weert.add_resident(BSNS[1])
    RegisterExtract.objects.update(source=Source.API)
    Resident.objects.update(as_of=date(2026, 3, 4))
    later = Resident.objects.order_by("pk")[0]
    Resident.objects.filter(pk=later.pk).update(as_of=date(2026, 3, 20))
    RegisterExtract.objects.update(imported_at=datetime(2026, 3, 20, 8, tzinfo=UTC))

    erased = [
        erase_due(actor=weert.system, on=date(2026, 6, day)).register_people for day in (3, 4, 5, 19, 20)
    ]

    assert erased == [0, 1, 0, 0, 1]
    assert not Resident.objects.exists()


def test_a_register_that_was_imported_before_any_covenant_is_in_force_stays(weert: Town) -> None:
    weert.add_resident(BSNS[0])
    lift_guards_of("covenant_covenantversion")
    CovenantVersion.objects.update(activated_at=None)

    assert erase_due(actor=weert.system, on=date(2026, 6, 4)).register_people == 0
