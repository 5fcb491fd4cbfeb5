"""A round of house visits: in walking order, with name and address only, each result an attempt (R35, R36)."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.casework.town import BSNS, Town
from tests.sealed import person_of, rewrite
from tijdig.casework.models import Case, ContactAttempt
from tijdig.casework.services import take_up_case
from tijdig.contact.queries.visits import doors_of_round, doors_to_choose, sheet_of_round
from tijdig.contact.rules.walking import walking_key
from tijdig.contact.services import plan_visits, record_visit
from tijdig.ddas import AttemptKind, Result
from tijdig.disclosure.models import DecisionRecord
from tijdig.problems import NotFound, Refused
from tijdig.residents.models import Resident


def test_r35_one_walks_by_postcode_and_then_by_number() -> None:
    addresses = [
        "Nieuwstraat 3, 6001 AB Weert", "Dijk 100, 6001AA Weert", "Dijk 9 A, 6001AA Weert", "Dijk 9, 6001AA Weert",
        "Onbekend", "1e Hoofdstraat 2, 6001AA Weert",
    ]  # fmt: skip
    assert sorted(addresses, key=walking_key) == [
        "1e Hoofdstraat 2, 6001AA Weert", "Dijk 9, 6001AA Weert", "Dijk 9 A, 6001AA Weert", "Dijk 100, 6001AA Weert",
        "Nieuwstraat 3, 6001 AB Weert", "Onbekend",
    ]  # fmt: skip


def test_r36_a_round_is_chosen_printed_and_each_visit_recorded_once(weert: Town, sittard: Town) -> None:
    director = weert.people["debt-director"]
    for bsn, number in ((BSNS[0], 40), (BSNS[1], 8)):
        weert.add_resident(bsn, benefit=False)
        weert.add_signal(bsn)
        rewrite(Resident.objects.filter(person=person_of(weert.code, bsn)), house_number=number)
    for case in weert.open():
        take_up_case(actor=director, case_id=case.pk, version=case.version)
    assert [door.address for door in doors_to_choose(director)] == [
        "Maasstraat 8, 6001 AB Weert",
        "Maasstraat 40, 6001 AB Weert",
    ]
    record = DecisionRecord.objects.latest("id")
    assert set(record.permitted_fields) == {"bewoner.naam", "bewoner.adres"}
    assert doors_to_choose(weert.people["work-director"]) == ()
    with pytest.raises(Refused, match=r"contact\.nobody-to-visit"):
        plan_visits(actor=director, case_ids=[])
    waiting = Case.objects.order_by("number")[0]
    Case.objects.filter(pk=waiting.pk).update(proposed_result=Result.DECEASED)
    assert [door.case_id for door in doors_to_choose(director)] == [
        one.pk for one in Case.objects.exclude(pk=waiting.pk)
    ]
    Case.objects.filter(pk=waiting.pk).update(proposed_result="")

    made = plan_visits(actor=director, case_ids=Case.objects.values_list("pk", flat=True))

    text = " ".join(PdfReader(io.BytesIO(sheet_of_round(director, made.pk))).pages[0].extract_text().split())
    assert text.index("Maasstraat 8,") < text.index("Maasstraat 40,")
    first, _second = doors_of_round(director, made.pk)
    assert first.stop_id is not None
    visited = {"round_id": made.pk, "stop_id": first.stop_id, "version": first.case_version, "reached": True}
    record_visit(actor=director, **visited)
    with pytest.raises(NotFound):
        record_visit(actor=director, **visited)
    attempt = ContactAttempt.objects.get()
    assert (attempt.kind, attempt.reached, attempt.case_id) == (AttemptKind.HOME_VISIT, True, first.case_id)
    assert [door.reached for door in doors_of_round(director, made.pk)] == [True, None]
    assert len(doors_to_choose(director)) == 1
    for stranger in (weert.people["work-director"], sittard.people["debt-director"]):  # A6
        with pytest.raises(NotFound):
            doors_of_round(stranger, made.pk)
