"""T6: what a record commits to: canonical, salted, and complete."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import pytest
import rfc8785
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.world import SYSTEM, any_record, tell
from tijdig.ledger.keys import is_evidence
from tijdig.ledger.models import AuditEvent, LogRecord, committed_columns, log_kinds
from tijdig.ledger.rules.record import (
    NotRecordable,
    canonical_json,
    canonical_record,
    canonical_records,
    commitment_of,
    leaf_of,
    leaf_of_commitment,
)
from tijdig.ledger.services import record_event
from tijdig.ledger.trace import current_span, current_trace, new_span, new_trace

NAMES = st.text(st.characters(codec="utf-8", max_codepoint=0xD7FF), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


class Colour(StrEnum):
    RED = "red"


@given(VALUES)
def test_t6_canonical_json_is_that_of_rfc_8785(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        2**53,
        -(2**53),
        {1: "x"},
        {"\U0001f600": 1},
        b"x",
        date(2026, 3, 4),
        {"x": [{"y": 0.1}]},
        "\ud800",
    ],
)
def test_t6_what_has_no_single_form_is_not_recorded(value: object) -> None:
    with pytest.raises(NotRecordable) as refused:
        canonical_json(value)
    assert "x" not in str(refused.value).replace("text", "")


def test_t6_a_record_in_canonical_form() -> None:
    summer = datetime(2026, 7, 1, 12, 30, 0, 5, tzinfo=timezone(timedelta(hours=2)))

    assert canonical_record(
        "event",
        {
            "at": summer,
            "on": date(2026, 7, 1),
            "who": UUID(int=1),
            "hash": b"\xff\x00",
            "n": 1,
            "role": Colour.RED,
        },
    ) == (
        b'{"at":"2026-07-01T10:30:00.000005Z","hash":"ff00","kind":"event","n":1,"on":"2026-07-01",'
        b'"role":"red","who":"00000000-0000-0000-0000-000000000001"}'
    )


def test_t6_a_column_that_a_later_version_adds_changes_no_record_that_stands() -> None:
    stands = canonical_record("event", {"n": 1, "party": ""})

    assert canonical_record("event", {"n": 1, "party": "", "added_later": None}) == stands
    assert canonical_record("event", {"n": 1, "party": "", "added_later": False}) != stands


def test_t6_the_leaf_is_the_hash_of_a_salted_commitment() -> None:
    salt, canonical = bytes(range(32)), b'{"kind":"event"}'
    commitment = sha256(salt + canonical).digest()

    assert commitment_of(salt, canonical) == commitment
    assert leaf_of(salt, canonical) == leaf_of_commitment(commitment) == sha256(b"\x00" + commitment).digest()
    with pytest.raises(ValueError, match="32 bytes"):
        commitment_of(b"short", canonical)


@pytest.mark.django_db
def test_t6_each_record_has_a_salt_of_its_own_and_evidence_that_it_was_written_here() -> None:
    one, other = tell(2)

    assert len(bytes(one.salt)) == 32
    assert one.salt != other.salt
    for kept in AuditEvent.objects.all():
        assert kept.position is None
        assert is_evidence(bytes(kept.evidence or b""), bytes(kept.salt), kept.canonical())
        assert not is_evidence(bytes(kept.evidence or b""), bytes(kept.salt), kept.canonical() + b" ")


@pytest.mark.django_db
def test_t6_a_record_reads_back_as_it_was_written() -> None:
    with new_trace(), transaction.atomic():
        written = record_event(
            actor=SYSTEM,
            action=Colour.RED,
            object_kind="k",
            object_id="é\n\u2028",
            reasons=["b", "a"],
            details={"z": 1, "a": None, "ja": True, "naam": "ü"},
        )

    assert AuditEvent.objects.get().canonical() == written.canonical()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", log_kinds(), ids=lambda kind: kind.KIND)
def test_t6_a_record_commits_to_every_column_but_those_of_storage(kind: type[LogRecord]) -> None:
    columns = {field.attname for field in kind._meta.concrete_fields}
    beside = {"id", "salt", "position", "evidence"}
    parts = {f"{part}{column}" for part in kind.PARTS for column in ("", "_salt", "_commitment")}

    assert parts <= columns
    assert set(committed_columns(kind)) == columns - beside - parts
    assert not columns & {"kind", "parts"}
    record = any_record(kind)
    told = json.loads(record.canonical())
    assert set(told) == columns - beside - parts | {"kind"} | ({"parts"} if kind.PARTS else set())
    assert set(told.get("parts", {})) == set(kind.PARTS)


@pytest.mark.parametrize("kind", log_kinds(), ids=lambda kind: kind.KIND)
def test_a_kind_of_record_is_told_apart_and_fit_for_sealing(kind: type[LogRecord]) -> None:
    assert [other.KIND for other in log_kinds()].count(kind.KIND) == 1
    assert any(
        isinstance(one, models.UniqueConstraint) and list(one.fields) == ["controller_id", "position"]
        for one in kind._meta.constraints
    )
    for part in kind.PARTS:
        for column, field in ((part, models.JSONField), (f"{part}_salt", models.BinaryField)):
            assert isinstance(kind._meta.get_field(column), field)
            assert kind._meta.get_field(column).null
    assert not any(field.is_relation for field in kind._meta.get_fields())


@pytest.mark.django_db
def test_t7_a_record_that_stands_is_not_saved_again() -> None:
    (event,) = tell()

    with pytest.raises(TypeError, match="not changed"):
        event.save()


def test_no_kind_of_record_has_a_column_for_content() -> None:
    for kind in log_kinds():
        for name in ("name", "surname", "bsn", "address", "amount"):
            with pytest.raises(FieldDoesNotExist):
                kind._meta.get_field(name)


def test_l2_a_trace_holds_spans() -> None:
    assert current_span() != current_span()
    with new_trace() as trace:
        first = current_span()
        with new_span() as second:
            assert (current_trace(), current_span()) == (trace, second)
        assert (current_trace(), current_span()) == (trace, first)
    assert first != second
    assert [len(bytes.fromhex(span)) for span in (first, second)] == [8, 8]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)


@given(same=st.dictionaries(NAMES, VALUES, max_size=4), rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_t6_many_records_made_from_one_pattern_are_what_each_would_be(
    same: dict[str, object], rows: list[tuple[str, str]]
) -> None:
    same = {name: value for name, value in same.items() if name not in {"kind", "m", "z"}}
    each = {"m": [row[0] for row in rows], "z": [row[1] for row in rows]}

    made = list(canonical_records("event", same, each))

    assert made == [canonical_record("event", {**same, "m": first, "z": last}) for first, last in rows]


def test_t6_a_text_that_has_no_canonical_form_is_in_no_record_of_many() -> None:
    with pytest.raises(NotRecordable):
        list(canonical_records("event", {}, {"act": ["\ud800"]}))
