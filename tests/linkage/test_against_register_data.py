"""The national test register and the deliveries made from it: figures, and the promise that no certain link is wrong.

Read at the level of linkage alone; what a whole rehearsal makes of the same files is tested with ``rehearse``. Beside
the given deliveries, ledgers with every kind of slip are made of the same register, with other seeds.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from benchmarks.linkage_data import LedgerLine, as_registered, some_slips, with_slips
from tests.conftest import ROOT
from tijdig.covenant.rules.reading import read_covenant
from tijdig.intake.reading.reader import read_table
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.rows import SignalRow
from tijdig.linkage.engine import link_people
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.residents.rules.extract import Extract, read_extract_file
from tijdig.residents.rules.household import has_minor_children
from tijdig.residents.rules.record import ResidentRecord

MUNICIPALITY = "0518"
COVENANT = ROOT / "tests" / "covenants" / "landelijk-0518.toml"
STATE_OF_EXPECTED = {
    "accepted": RegisterState.RESIDENT,
    "accepted-deceased": RegisterState.DECEASED,
    "accepted-no-resident": RegisterState.MOVED_AWAY,
}


@dataclass(frozen=True)
class Delivered:
    """One delivered row with what is expected of it."""

    person: SignalPerson
    expected: str
    bsn: str
    minor_children: bool


@pytest.fixture(scope="module")
def extract(shared_data: Path) -> Extract:
    return read_extract_file((shared_data / "rvig" / "persoonslijsten.csv").read_bytes())


@pytest.fixture(scope="module")
def delivered(shared_data: Path) -> list[Delivered]:
    folder = shared_data / "deliveries" / "0518"
    with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = {(row["bestand"], int(row["rij"])): row for row in csv.DictReader(file, delimiter=";")}
    found = []
    for path in sorted(path for path in folder.iterdir() if path.name != "truth.csv"):
        for row, received_on in _accepted_rows(path):
            expected = truth[path.name, row.row]
            person = _person(f"{path.name} {row.row}", row, received_on)
            ja = expected["minderjarige_kinderen"] == "ja"
            found.append(Delivered(person, expected["verwacht"], expected["bsn"], ja))
    return found


def _accepted_rows(path: Path) -> Iterator[tuple[SignalRow, date]]:
    covenant = read_covenant(COVENANT.read_bytes()).covenant
    assert covenant is not None
    table = read_table(path.read_bytes())
    received_on = date.fromisoformat(f"{path.stem[-7:]}-05")
    checked = check_delivery(
        table,
        propose_columns(table.headings),
        covenant=covenant,
        party=path.stem[:-8],
        received_on=received_on,
    )
    assert checked.problems == ()
    return ((row, received_on) for row in checked.accepted)


def _person(key: str, row: SignalRow, received_on: date) -> SignalPerson:
    return SignalPerson(
        id=key, surname=row.surname, prefix=row.prefix, initials=row.initials, birth_date=row.birth_date,
        street=row.street, house_number=row.house_number, house_letter=row.house_letter, addition=row.addition,
        postcode=row.postcode, town=row.town, received_on=received_on,
    )  # fmt: skip


@pytest.fixture(scope="module")
def results(extract: Extract, delivered: list[Delivered]) -> tuple[LinkResult, ...]:
    return link_people([one.person for one in delivered], extract.records, municipality=MUNICIPALITY)


def test_hardly_anyone_in_the_register_is_left_out_and_each_is_told(extract: Extract) -> None:
    print(f"\n{len(extract.records)} people taken over, {extract.people_not_taken} not")

    assert len(extract.records) > 650
    assert extract.people_not_taken <= 15
    assert all(problem.place.line for problem in extract.problems)


def test_residents_are_found_and_no_certain_link_is_wrong(
    delivered: list[Delivered], results: Sequence[LinkResult]
) -> None:
    counts: Counter[str] = Counter()
    shown = 0
    for one, result in zip(delivered, results, strict=True):
        right = result.bsn == one.bsn
        assert right or result.outcome is not Outcome.CERTAIN, one.person.id
        if one.expected == "accepted":
            counts[f"{result.outcome}, {'right' if right else 'not the right one first'}"] += 1
            shown += right or one.bsn in {candidate.bsn for candidate in result.candidates}
    share = (counts["certain, right"] + counts["review, right"]) / counts.total()
    linked = shown / counts.total()
    print(f"\n{counts.total()} rows about residents: {dict(counts)}; first {share:.1%}, linked {linked:.1%}")

    assert share >= 0.97
    assert linked >= 0.99


def test_r25_r26_the_deceased_and_those_who_left_are_recognised(
    delivered: list[Delivered], results: Sequence[LinkResult]
) -> None:
    states = Counter(
        (one.expected, result.register)
        for one, result in zip(delivered, results, strict=True)
        if one.expected in STATE_OF_EXPECTED
    )
    print(f"\n{ {f'{expected}: {state}': number for (expected, state), number in states.items()} }")

    assert set(states) == set(STATE_OF_EXPECTED.items())


def test_r29_minor_children_are_those_on_the_tenants_own_record(
    extract: Extract, delivered: list[Delivered]
) -> None:
    records = {record.bsn: record for record in extract.records}
    asked = [one for one in delivered if one.bsn]

    assert any(one.minor_children for one in asked)
    for one in asked:
        assert has_minor_children(records[one.bsn], one.person.received_on) is one.minor_children


@pytest.mark.parametrize("seed", range(4))
def test_ledgers_with_every_kind_of_slip_hold_the_same_promise(extract: Extract, seed: int) -> None:
    rng = Random(seed)
    people = [record for record in extract.records if _may_rent(record)]
    lines = [_slipped(rng.choice(people), f"L{number}", rng) for number in range(400)]
    linked = link_people([line.person for line in lines], extract.records, municipality=MUNICIPALITY)
    pairs = list(zip(lines, linked, strict=True))
    found = sum(result.bsn == line.truth for line, result in pairs)
    listed = sum(line.truth in {one.bsn for one in result.candidates} for line, result in pairs)
    print(f"\nseed {seed}: the right person first {found / 400:.1%}, among the candidates {listed / 400:.1%}")

    assert [
        line.slips for line, result in pairs if result.outcome is Outcome.CERTAIN and result.bsn != line.truth
    ] == []
    # The register holds triplets and twins with one initial, at one address: who of them is meant, no one can say.
    assert found / len(pairs) >= 0.95
    assert listed / len(pairs) >= 0.99


def _may_rent(record: ResidentRecord) -> bool:
    return record.address.is_known and bool(record.surname) and record.birth_date < "2008"


def _slipped(record: ResidentRecord, key: str, rng: Random) -> LedgerLine:
    slips = some_slips(rng)
    line = as_registered(replace(record, previous_addresses=()), key)
    return LedgerLine(
        with_slips(line, record, slips, rng), record.bsn, tuple(slip.__name__ for slip in slips)
    )
