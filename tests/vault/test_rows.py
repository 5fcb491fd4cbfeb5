"""Rows with personal fields: typed on the model, sealed in the table (E1, E5, S7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from tests.vault.world import HERE, NAME, NUMBER, extract, raw, resident, signal
from tijdig.intake.models import Delivery, Signal
from tijdig.residents.models import PERSON, PLACE, Resident
from tijdig.residents.queries import resident_records
from tijdig.vault.keys import cipher_of, indexer, new_data_keys
from tijdig.vault.models import ControllerKey, DataKey
from tijdig.vault.registers import opened_rows, seal_rows
from tijdig.vault.rows import sealed_models
from tijdig.vault.rules.sealing import SealBroken

pytestmark = pytest.mark.django_db


def move(column: str, to: Signal, value: object) -> None:
    Signal.objects.filter(pk=to.pk).update(**{column: value})


def test_personal_fields_read_and_write_like_any_other() -> None:
    made = signal()

    found = Signal.objects.get(pk=made.pk)
    assert (found.surname, found.house_number, found.amount_cents) == (NAME, 12, 120_000)
    assert (found.onset_on, found.months, found.warm_transfer) == (date(2026, 1, 1), None, False)
    found.surname, found.amount_cents = "Anders", 5
    found.save(update_fields=["surname", "amount_cents"])
    made.refresh_from_db()
    assert (made.surname, made.amount_cents, made.reference) == ("Anders", 5, "H-1")


def test_a_change_inside_a_list_is_kept() -> None:
    made = resident(child_birth_dates=["20150601"])

    made.child_birth_dates.append("20170601")
    made.save()

    assert Resident.objects.get().child_birth_dates == ["20150601", "20170601"]


def test_e1_the_table_holds_no_personal_value() -> None:
    made, person = signal(email="kanarie@voorbeeld.nl"), resident()

    with connection.cursor() as cursor:
        for model in sealed_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                told = b"\x1f".join(
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for value in row
                )
                assert not any(word.encode() in told for word in (NAME, NUMBER, "6001AB", "kanarie", "H-1"))
    assert bytes(raw("intake_signal", "sealed", made.pk))[:1] == b"\x01"  # type: ignore[call-overload]
    assert person.person not in {"", NUMBER}


def test_e1_a_moved_ciphertext_does_not_open() -> None:
    mine, yours = signal(), signal(surname="Anders")
    move("sealed", yours, mine.sealed)
    with pytest.raises(SealBroken):  # with its own key
        _ = Signal.objects.get(pk=yours.pk).surname
    move("data_key", yours, mine.data_key_id)  # and with the key it was sealed under
    with pytest.raises(SealBroken):
        _ = Signal.objects.get(pk=yours.pk).surname
    with pytest.raises(SealBroken):
        list(opened_rows(Signal.objects.filter(pk=yours.pk)))


def test_e1_a_row_of_another_controller_or_table_does_not_open_either() -> None:
    made = signal()
    other = Delivery.objects.get()
    Delivery.objects.update(sealed=made.sealed, data_key=made.data_key)
    with pytest.raises(SealBroken):
        _ = Delivery.objects.get(pk=other.pk).file_name

    signal("1883")
    move("controller", made, "1883")
    with pytest.raises(SealBroken):
        _ = Signal.objects.get(pk=made.pk).surname


def test_e2_each_subject_has_a_key_of_its_own_wrapped_by_the_controller_s() -> None:
    first, second, person = signal(), signal(), resident()
    keys = {one.data_key_id for one in (first, second, person)}

    assert len(keys) == 3
    assert None not in keys
    parents = {key.controller_key_id for key in DataKey.objects.all()}
    assert parents == {ControllerKey.objects.get(controller_id=HERE, kind="data").pk}
    assert ControllerKey.objects.get(pk=parents.pop()).wrapped_with == "operator"


def test_e1_a_wrapped_key_does_not_open_as_another_key() -> None:
    first, second = signal(), signal()
    stolen = DataKey.objects.get(pk=first.data_key_id)
    DataKey.objects.filter(pk=second.data_key_id).update(wrapped=stolen.wrapped)

    with pytest.raises(SealBroken):
        cipher_of(DataKey.objects.get(pk=second.data_key_id))


def test_e5_an_index_follows_the_values_it_is_made_of() -> None:
    person = resident()

    assert person.person == indexer(HERE, PERSON)(NUMBER)
    assert person.place == indexer(HERE, PLACE)("6001AB", 12, "", "")
    person.house_number = 14
    person.save(update_fields=["house_number"])
    assert Resident.objects.get(place=indexer(HERE, PLACE)("6001AB", 14, "", "")) == person
    person.postcode = ""
    person.save()
    assert Resident.objects.get().place == ""  # a place that is not known is not looked up


def test_e5_a_person_has_another_index_under_each_controller_and_for_each_purpose() -> None:
    extract(), extract("1883")
    indexes = {indexer(code, purpose)(NUMBER) for code in (HERE, "1883") for purpose in (PERSON, PLACE)}

    assert len(indexes) == 4


def test_e5_nothing_personal_can_be_asked_of_the_database() -> None:
    for ask in (
        lambda: Signal.objects.filter(surname=NAME),
        lambda: Signal.objects.order_by("surname"),
        lambda: Resident.objects.filter(postcode="6001AB"),
    ):
        with pytest.raises(FieldError):
            ask()


def test_keys_of_a_page_come_in_one_query(django_assert_num_queries: Callable[[int], object]) -> None:
    for _ in range(5):
        signal()

    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert {one.surname for one in Signal.objects.all()} == {NAME}
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert len(list(Signal.objects.all())) == 5  # what is not opened asks for no key


def test_a_row_that_tells_nothing_personal_needs_no_key() -> None:
    made = signal(surname="", reference="", house_number=0, amount_cents=0, onset_on=None)

    assert (made.data_key_id, bytes(made.sealed)) == (None, b"")
    assert Signal.objects.get(pk=made.pk).surname == ""


def test_s7_a_row_whose_key_is_gone_does_not_open_and_is_not_blank() -> None:
    made = signal()
    DataKey.objects.filter(pk=made.data_key_id).delete()

    with pytest.raises(SealBroken):
        _ = Signal.objects.get(pk=made.pk).surname
    with pytest.raises(SealBroken):
        list(opened_rows(Signal.objects.all()))


def test_s7_nothing_is_stored_when_sealing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    of = extract()

    def fail(*_: object, **__: object) -> bytes:
        raise SealBroken

    monkeypatch.setattr("tijdig.vault.rows.seal", fail)
    with pytest.raises(SealBroken), transaction.atomic():
        resident(of=of)

    assert not Resident.objects.exists()


def test_a_whole_register_is_read_without_model_instances() -> None:
    of = extract()
    Resident.objects.bulk_create(
        Resident(controller_id=HERE, extract=of, bsn=f"{number:09}", surname=NAME) for number in range(30)
    )

    assert sorted(record.bsn for record in resident_records(HERE)) == [f"{number:09}" for number in range(30)]


def test_new_keys_are_never_the_same() -> None:
    keys = new_data_keys(HERE, 50, group=uuid4().hex)

    kept = DataKey.objects.filter(pk__in=[key.id for key in keys])
    assert len({key.id for key in keys}) == len({bytes(key.wrapped) for key in kept}) == 50


def test_e1_e2_rows_of_a_register_are_stored_as_one_by_one() -> None:
    of = extract()
    same = {"extract_id": of.pk, "as_of": None}
    homes: list[dict[str, object]] = [
        {"bsn": NUMBER, "surname": NAME, "postcode": "6001 AA", "house_number": 12},
        {"bsn": "999990020", "surname": "Zonder", "postcode": "6001 AA"},
    ]
    sealed = seal_rows(Resident, HERE, homes)
    assert not DataKey.objects.exists()
    ciphers = sealed.insert(same=same, each={}, group=of.key_group.hex)

    with_home, without = Resident.objects.order_by("-place")
    assert (with_home.surname, with_home.house_number, without.surname) == (NAME, 12, "Zonder")
    assert with_home.person == indexer(HERE, PERSON)(NUMBER)
    assert with_home.place == indexer(HERE, PLACE)("6001 AA", 12, "", "")
    assert without.place == ""
    assert set(ciphers) == {str(with_home.pk), str(without.pk)}
    assert with_home.data_key_id != without.data_key_id
    assert DataKey.objects.filter(group=of.key_group.hex).count() == 2
    with pytest.raises(ValueError, match="something to seal"):
        seal_rows(Resident, HERE, [{"surname": ""}])
    with pytest.raises(ValueError, match="every column once"):
        seal_rows(Resident, HERE, homes).insert(same={}, each={}, group="")
