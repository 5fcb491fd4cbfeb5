"""Minor children, three-valued (R29)."""

from __future__ import annotations

from datetime import date

import pytest

from tijdig.residents.rules.household import household_facts
from tijdig.residents.rules.record import ResidentRecord

ON = date(2026, 7, 6)
HERE = "9901"


def tenant(**changes: object) -> ResidentRecord:
    return ResidentRecord(bsn="999990019", birth_date="19800101", municipality=HERE, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ((), False),
        (("20150101",), True),
        (("20000101",), False),
        (("20000101", "20150101"), True),
        (("20080000",), None),
        (("00000000",), None),
        (("00000000", "20150101"), True),
        (("20000101", "20080000"), None),
    ],
)
def test_r29_minor_children_are_the_tenants_own_and_a_vague_birth_date_leaves_it_open(
    children: tuple[str, ...], expected: bool | None
) -> None:
    assert household_facts(tenant(child_birth_dates=children), (), HERE, ON).minor_children is expected


def test_r29_someone_elses_child_at_the_address_is_told_apart_and_changes_nothing() -> None:
    child = ResidentRecord(bsn="999990020", birth_date="20150101", municipality=HERE)
    facts = household_facts(tenant(), [tenant(), child], HERE, ON)

    assert facts.minor_children is False
    assert facts.minors_at_address is True


@pytest.mark.parametrize(
    "record",
    [
        None,
        tenant(deceased_on="20260101", child_birth_dates=("20150101",)),
        tenant(emigrated_on="20260101", child_birth_dates=("20150101",)),
        ResidentRecord(bsn="999990019", municipality="9902", child_birth_dates=("20150101",)),
    ],
)
def test_r29_the_register_cannot_say_of_someone_who_does_not_live_here(record: ResidentRecord | None) -> None:
    facts = household_facts(record, (), HERE, ON)

    assert (facts.minor_children, facts.minors_at_address) == (None, None)
