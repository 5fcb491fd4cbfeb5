"""A referral from what goes to what comes back, its terms, and experts who get nothing without consent (R30, C1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date, timedelta

import pytest
import time_machine

from tests.casework.town import BSNS, RECEIVED, Town
from tests.letters.test_letters import text_of
from tijdig.actors import Role
from tijdig.casework.models import Case, HelperEntry, Referral, Task
from tijdig.casework.queries import case_page, cases_for_partner, ended_for_partner, referred_case
from tijdig.casework.queries.outside import outside_referrals
from tijdig.casework.queries.partner_list import Standing
from tijdig.casework.queries.referral_preview import referral_preview
from tijdig.casework.rules.helper_entries import check_entry
from tijdig.casework.rules.outside import Consent, check_consent, check_new_consent, fields_to_give
from tijdig.casework.rules.states import HelperEntryKind, ReferralOutcome, TaskKind
from tijdig.casework.services import (
    NewEntry,
    answer_referral,
    chase_referrals,
    complete_task,
    freeze_contact,
    record_consent,
    record_outside_referral,
    refer_case,
    release_contact,
    report_back,
    return_case,
    take_referral,
    take_up_case,
    withdraw_consent,
    write_entry,
    write_outside_letter,
)
from tijdig.casework.services.outside import Expert
from tijdig.ddas import AttemptKind
from tijdig.disclosure.models import DecisionRecord
from tijdig.problems import NotFound, Refused

ATTEMPT, APPOINTMENT, NOTE = HelperEntryKind


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (NewEntry(ATTEMPT, date(2026, 3, 4), AttemptKind.PHONE, reached=True), None),
        (NewEntry(ATTEMPT, date(2026, 3, 4), AttemptKind.PHONE), "attempt-incomplete"),
        (NewEntry(ATTEMPT, date(2026, 3, 4), reached=True), "attempt-incomplete"),
        (NewEntry(ATTEMPT, date(2026, 3, 5), AttemptKind.PHONE, reached=False), "attempt-in-future"),
        (
            NewEntry(ATTEMPT, date(2026, 3, 4), AttemptKind.ADMINISTRATIVE, reached=True),
            "nobody-reached-by-this-kind",
        ),
        (NewEntry(APPOINTMENT, date(2026, 3, 20)), None),
        (NewEntry(APPOINTMENT, date(2026, 3, 1)), "before-referral"),
        (NewEntry(NOTE, date(2026, 3, 4), text="Let op."), None),
        (NewEntry(NOTE, date(2026, 3, 4), text=" "), "note-empty"),
    ],
)
def test_r35_what_a_helper_can_write_down(entry: NewEntry, code: str | None) -> None:
    problem = check_entry(**asdict(entry), offered_on=date(2026, 3, 2), today=RECEIVED)

    assert (problem.code if problem else None) == (f"casework.{code}" if code else None)


def test_c1_consent_is_given_and_stands_or_nothing_goes() -> None:
    assert check_consent(Consent(RECEIVED)) is None
    for consent, code in (
        (Consent(None), "no-consent-to-expert"),
        (Consent(RECEIVED, RECEIVED), "consent-withdrawn"),
    ):
        problem = check_consent(consent)
        assert problem is not None
        assert problem.code == f"casework.{code}"
    assert fields_to_give(["arrears"]) == ("signaal.bedrag", "signaal.maanden")


@pytest.mark.parametrize(
    ("withdrawn_on", "on", "code"),
    [
        (None, RECEIVED, None),
        (None, date(2026, 3, 5), "consent-in-future"),
        (
            date(2026, 3, 3),
            date(2026, 3, 2),
            "consent-before-withdrawal",
        ),  # what was withdrawn does not revive
        (date(2026, 3, 3), date(2026, 3, 3), None),
    ],
)
def test_c1_when_consent_can_be_recorded(withdrawn_on: date | None, on: date, code: str | None) -> None:
    problem = check_new_consent(Consent(date(2026, 3, 1), withdrawn_on), on=on, today=RECEIVED)

    assert (problem.code if problem else None) == (f"casework.{code}" if code else None)


@pytest.fixture
def case(weert: Town) -> Case:
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_signal(BSNS[0], surname="Eigenhuur")
    (opened,) = weert.open()
    return take_up_case(actor=weert.people["debt-director"], case_id=opened.pk, version=1)


@pytest.fixture
def referral(weert: Town, case: Case) -> Referral:
    refer_case(
        actor=weert.people["debt-director"], case_id=case.pk, version=case.version, party="amw", reason="Hulp",
        on=RECEIVED,
    )  # fmt: skip
    return Referral.objects.get()


def open_tasks(kind: TaskKind) -> list[tuple[str, str]]:
    found = Task.objects.filter(kind=kind, done_on__isnull=True, dropped=False)
    return [(one.code, one.description) for one in found]


@pytest.mark.any_database
def test_c1_the_case_director_sees_beforehand_what_goes_what_stays_and_why(weert: Town, case: Case) -> None:
    before = DecisionRecord.objects.count()
    preview = referral_preview(weert.people["debt-director"], case.pk, "amw")

    goes, stays = ({field.code for field in fields} for fields in (preview.goes, preview.stays))
    assert {"signaal.naam", "signaal.bedrag", "doorgeleiding.reden"} <= goes
    assert {"huishouden.minderjarigen", "uitkering.participatiewet", "zaak.notities"} <= stays
    assert all(field.decision.reasons for field in preview.stays)
    assert {field.value for field in (*preview.goes, *preview.stays)} == {None}
    assert DecisionRecord.objects.count() == before  # nothing was released
    with pytest.raises(NotFound):
        referral_preview(weert.people["debt-director"], case.pk, "wonen-limburg")


def test_r30_who_accepts_has_it_on_her_name_and_a_colleague_can_take_it(
    weert: Town, referral: Referral
) -> None:
    helper = weert.people["social-worker"]
    colleague = weert.add_person("colleague", Role.SOCIAL_WORKER, "amw")

    assert cases_for_partner(helper)[0].standing is Standing.TO_ANSWER
    accepted = answer_referral(actor=helper, referral_id=referral.pk, version=1, accept=True, on=RECEIVED)
    assert accepted.report_by == date(2026, 6, 4)  # the covenant's three months
    assert [cases_for_partner(who)[0].standing for who in (helper, colleague)] == [
        Standing.MINE,
        Standing.OTHERS,
    ]
    take_referral(actor=colleague, referral_id=referral.pk, version=accepted.version)
    with pytest.raises(Refused, match="changed-by-colleague"):  # K6
        take_referral(actor=helper, referral_id=referral.pk, version=accepted.version)
    assert cases_for_partner(helper)[0].assigned_name == "Colleague"


@pytest.mark.any_database
def test_c1_the_list_asks_for_a_name_only_and_that_is_all_the_log_tells(
    weert: Town, referral: Referral
) -> None:
    before = set(DecisionRecord.objects.values_list("pk", flat=True))
    (listed,) = cases_for_partner(weert.people["social-worker"])

    assert [(field.code, field.value) for field in listed.named] == [("signaal.naam", listed.name)]
    (record,) = DecisionRecord.objects.exclude(pk__in=before)
    assert (record.subject_kind, record.permitted_fields) == ("signal", ["signaal.naam"])


def test_r44_attempts_reach_the_municipality_and_notes_stay_with_the_helper(
    weert: Town, referral: Referral
) -> None:
    helper = weert.people["social-worker"]
    with pytest.raises(
        Refused, match="referral-step-impossible"
    ):  # not accepted: it has no work of its own yet
        write_entry(actor=helper, referral_id=referral.pk, entry=NewEntry(NOTE, RECEIVED, text="Te vroeg."))
    answer_referral(actor=helper, referral_id=referral.pk, version=1, accept=True, on=RECEIVED)
    for entry in (
        NewEntry(ATTEMPT, RECEIVED, AttemptKind.PHONE, reached=True),
        NewEntry(APPOINTMENT, date(2026, 3, 11)),
        NewEntry(NOTE, RECEIVED, text="Partner is ziek."),
    ):
        write_entry(actor=helper, referral_id=referral.pk, entry=entry)

    own = referred_case(helper, referral.pk)
    assert [one.text for one in own.entries if one.kind is NOTE] == ["Partner is ziek."]
    (shown,) = case_page(weert.people["debt-director"], referral.case_id).referrals
    assert shown.contacts == ("04-03-2026: Telefoon, bereikt", "afspraak: 11-03-2026")
    sealed = HelperEntry.objects.get(kind=NOTE).stored_seal
    assert b"ziek" not in sealed


def test_r30_a_refused_or_returned_case_is_back_on_the_list_with_a_task(
    weert: Town, referral: Referral
) -> None:
    helper, director = weert.people["social-worker"], weert.people["debt-director"]
    answer_referral(
        actor=helper, referral_id=referral.pk, version=1, accept=False, on=RECEIVED, reason="Wachtlijst"
    )
    name = weert.covenant.parties["amw"].name
    assert open_tasks(TaskKind.REFERRAL_BACK) == [
        ("amw", f"{name} neemt de zaak niet aan: zoek een andere weg")
    ]
    page = case_page(director, referral.case_id)
    assert page.referrals[0].answer_reason == "Wachtlijst"

    again = refer_case(
        actor=director, case_id=referral.case_id, version=page.head.version, party="amw", reason="Toch", on=RECEIVED
    )  # fmt: skip
    assert open_tasks(TaskKind.REFERRAL_BACK) == []
    newest = again.referrals.get(state="offered")
    answer_referral(actor=helper, referral_id=newest.pk, version=1, accept=True, on=RECEIVED)
    return_case(actor=helper, referral_id=newest.pk, version=2, reason="Verhuisd", on=RECEIVED)
    assert open_tasks(TaskKind.REFERRAL_BACK) == [("amw", f"{name} gaf de zaak terug: zoek een andere weg")]


def test_r30_a_term_that_is_over_is_a_task_once_and_done_when_the_helper_answers(
    weert: Town,
    referral: Referral,
    clock: time_machine.Traveller,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    helper = weert.people["social-worker"]
    assert chase_referrals(actor=weert.system, on=referral.answer_by) == 0
    clock.move_to("2026-03-20 10:00+01:00")
    assert cases_for_partner(helper)[0].is_late
    assert [chase_referrals(actor=weert.system, on=date(2026, 3, 20)) for _ in range(2)] == [1, 0]
    assert open_tasks(TaskKind.REFERRAL_LATE)[0][0] == "amw"

    answer_referral(actor=helper, referral_id=referral.pk, version=1, accept=True, on=date(2026, 3, 20))
    assert open_tasks(TaskKind.REFERRAL_LATE) == []
    clock.move_to("2026-06-23 10:00+02:00")
    assert cases_for_partner(helper)[0].standing is Standing.TO_REPORT
    assert chase_referrals(actor=weert.system, on=date(2026, 6, 23)) == 1  # another term
    case, director = Case.objects.get(pk=referral.case_id), weert.people["debt-director"]
    asked = case.tasks.get(kind=TaskKind.REFERRAL_LATE, done_on__isnull=True)
    complete_task(
        actor=director, case_id=case.pk, version=case.version, task_id=asked.pk, on=date(2026, 6, 23)
    )
    with django_assert_num_queries(3):  # a savepoint, one question for all, its release
        assert chase_referrals(actor=weert.system, on=date(2026, 6, 24)) == 0  # somebody did ask
    with pytest.raises(Refused, match="role-may-not"):
        chase_referrals(actor=helper, on=date(2026, 6, 24))
    report_back(
        actor=helper, referral_id=referral.pk, version=2, outcome=ReferralOutcome.HELPED, report="",
        on=date(2026, 6, 23),
    )  # fmt: skip
    assert open_tasks(TaskKind.REFERRAL_LATE) == []
    assert [(one.number, one.ended_on) for one in ended_for_partner(helper)] == [
        (referral.case.number, date(2026, 6, 23))
    ]


def test_c1_an_expert_outside_the_covenant_gets_nothing_without_consent(weert: Town, case: Case) -> None:
    director = weert.people["debt-director"]
    expert = Expert("Buurtdokter", "Markt 1, 6001 AB Weert", "Er is meer aan de hand.")
    version = case.version
    with pytest.raises(Refused, match="nothing-to-give"):
        record_outside_referral(actor=director, case_id=case.pk, version=version, expert=expert, gives=[])
    wanted = record_outside_referral(
        actor=director, case_id=case.pk, version=version, expert=expert, gives=["contact"]
    )

    def letter(version: int) -> str:
        return text_of(
            write_outside_letter(
                actor=director, case_id=case.pk, version=version, referral_id=wanted.pk, on=RECEIVED
            )
        )

    with pytest.raises(Refused, match="no-consent-to-expert"):
        letter(version + 1)
    record_consent(
        actor=director, case_id=case.pk, version=version + 1, referral_id=wanted.pk, on=RECEIVED, how="Mondeling"
    )  # fmt: skip
    officer = weert.people["privacy-officer"]
    freeze_contact(actor=officer, number=case.number)
    (frozen,) = outside_referrals(director, case.pk).referrals
    assert [one.code for one in frozen.may_write.reasons] == ["casework.contact-frozen"]  # R56
    assert frozen.has_consent  # and can be withdrawn
    with pytest.raises(Refused, match="contact-frozen"):
        letter(version + 3)
    release_contact(actor=officer, case_id=case.pk)
    version += 2
    text = letter(version + 2)
    assert "Eigenhuur" in text
    assert "toestemming van de inwoner van 04-03-2026" in text
    assert "1.200,00" not in text  # the arrears were not consented to
    withdraw_consent(actor=director, case_id=case.pk, version=version + 3, referral_id=wanted.pk, on=RECEIVED)
    with pytest.raises(Refused, match="consent-withdrawn"):
        letter(version + 4)
    with pytest.raises(Refused, match="consent-before-withdrawal"):
        record_consent(
            actor=director, case_id=case.pk, version=version + 4, referral_id=wanted.pk, how="Mondeling",
            on=RECEIVED - timedelta(days=1),
        )  # fmt: skip
    (shown,) = outside_referrals(director, case.pk).referrals
    assert (shown.consent_on, shown.consent_recorded_by, shown.withdrawn_on) == (
        RECEIVED,
        "Debt Director",
        RECEIVED,
    )
    assert not shown.may_write.permitted
    assert not shown.has_consent
