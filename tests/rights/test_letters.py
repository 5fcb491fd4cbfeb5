"""The letters to the tenant: made from the covenant, through disclosure, on record (R18, R30)."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tests.casework.town import BSNS, RECEIVED, Town, shipped
from tests.rights.test_erasing import spoken
from tests.sealed import rewrite
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case
from tijdig.covenant.rules.activities import activity_uri
from tijdig.covenant.rules.fields import FIELDS
from tijdig.ddas import Result
from tijdig.disclosure.models import DecisionRecord, ProcessingRecord
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused
from tijdig.residents.models import Resident
from tijdig.rights.rules.told import told_use
from tijdig.rights.services import Conversation, write_informing_letter, write_joint_invitation

TALK = Conversation(date(2026, 3, 12), "10.30 uur", "Wilhelminasingel 101, Weert")


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("name", ["weert", "sittard-geleen", "landelijk"])
def test_r18_every_shipped_covenant_says_all_that_a_tenant_must_be_told(name: str) -> None:
    covenant = shipped(name)

    told = told_use(covenant)

    assert told.purpose
    assert "AVG art. 6.1.e" in told.ground
    assert told.recipients
    assert covenant.municipality.name not in told.recipients
    assert not {party.name for party in covenant.signal_partners} & set(told.recipients)
    described = {fact for _, facts in told.categories for fact in facts}
    assert {FIELDS["signaal.bedrag"].description, FIELDS["bewoner.bsn"].description} <= described
    assert any("nadat uw zaak is afgesloten. Daarna vernietigen wij ze." in one for one in told.retention)


def test_r18_the_letter_informs_and_leaves_a_decision_and_an_event(weert: Town) -> None:
    case = spoken(weert, BSNS[0])
    director = weert.people["debt-director"]

    text = text_of(write_informing_letter(actor=director, case_id=case.pk, on=RECEIVED))

    for expected in (
        "Zonnebloemkanarie",
        "Maasstraat 12",
        "Wonen Limburg",
        case.number,
        "6 maanden nadat uw zaak is afgesloten",
    ):
        assert expected in text
    assert "Algemeen Maatschappelijk Werk Midden-Limburg" in text
    record = DecisionRecord.objects.filter(subject_id=str(case.pk)).latest("id")
    assert set(record.permitted_fields) == {"bewoner.naam", "bewoner.adres"}
    assert (
        AuditEvent.objects.filter(action="case.write-informing-letter", object_id=str(case.pk)).count() == 1
    )
    written = ProcessingRecord.objects.get(act="case.write-informing-letter")
    assert (written.status, written.subject_type) == ("ok", "case")
    assert written.activity == activity_uri(covenant_of_case(case), "hulpverlening")
    case.refresh_from_db()
    assert case.informed_on is None  # recording that stays a person's act


def test_r30_the_invitation_names_both_case_directors(weert: Town) -> None:
    case = spoken(weert, BSNS[0])
    director = weert.people["debt-director"]
    with pytest.raises(Refused, match=r"rights\.two-invite"):
        write_joint_invitation(actor=director, case_id=case.pk, conversation=TALK, on=RECEIVED)

    Case.objects.update(second_owner=weert.id_of("work-director"))
    text = text_of(write_joint_invitation(actor=director, case_id=case.pk, conversation=TALK, on=RECEIVED))

    for expected in ("Debt Director", "Work Director", "donderdag 12 maart 2026", "10.30 uur", TALK.place):
        assert expected in text


def test_no_letter_goes_to_the_dead_nor_without_an_address(weert: Town) -> None:
    case = spoken(weert, BSNS[0])
    director = weert.people["debt-director"]
    rewrite(Resident.objects.all(), street="", house_number=None, postcode="", town="")
    with pytest.raises(Refused, match=r"rights\.nobody-to-write-to"):
        write_informing_letter(actor=director, case_id=case.pk, on=RECEIVED)

    Case.objects.update(proposed_result=Result.DECEASED)
    with pytest.raises(Refused, match=r"rights\.not-to-the-dead"):
        write_informing_letter(actor=director, case_id=case.pk, on=RECEIVED)
    assert not AuditEvent.objects.filter(action="case.write-informing-letter").exists()


def test_only_who_works_on_cases_of_this_municipality_writes(weert: Town, sittard: Town) -> None:
    case = spoken(weert, BSNS[0])
    with pytest.raises(Refused, match="role-may-not"):
        write_informing_letter(actor=weert.people["coordinator"], case_id=case.pk, on=RECEIVED)
    with pytest.raises(NotFound):  # A6
        write_informing_letter(actor=sittard.people["debt-director"], case_id=case.pk, on=RECEIVED)
