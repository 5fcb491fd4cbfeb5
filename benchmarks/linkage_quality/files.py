"""The files of a run: an invented register, signals about it, and apart from them the truth."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.linkage_quality.ledgers import Adults, Line, ledgers
from benchmarks.linkage_quality.town import Inhabitant, inhabitants
from tijdig.linkage.given_files import REGISTER_COLUMNS, SIGNAL_COLUMNS
from tijdig.residents.rules.record import RegisteredAddress

TRUTH_COLUMNS = ("signal", "person", "household", "partner", "layout", "group", "slips")
NOISES: Mapping[str, float] = {"realistic": 1.0, "double": 2.0}


@dataclass(frozen=True, slots=True)
class Made:
    """Where one seed's files stand: a register, and per noise the signals and their truth."""

    register: Path
    signals: Mapping[str, Path]
    truth: Mapping[str, Path]


def files_in(folder: Path) -> Made:
    """Return where the files of a seed stand in its folder."""
    return Made(
        folder / "register.csv",
        {noise: folder / f"signals-{noise}.csv" for noise in NOISES},
        {noise: folder / f"truth-{noise}.csv" for noise in NOISES},
    )


def make_files(folder: Path, *, residents: int, signals: int, seed: int) -> Made:
    """Write the files of one seed into ``folder``, unless they are there; a folder holds all of them or none."""
    if not files_in(folder).register.exists():
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        unfinished.mkdir(parents=True, exist_ok=True)
        _make(files_in(unfinished), residents=residents, signals=signals, seed=seed)
        unfinished.rename(folder)
    return files_in(folder)


def _make(made: Made, *, residents: int, signals: int, seed: int) -> None:
    adults = Adults(signals, seed)
    _write(made.register, REGISTER_COLUMNS, _register_rows(inhabitants(residents, seed), adults))
    for noise, times in NOISES.items():
        lines = ledgers(adults.kept, noise=times, seed=seed)
        _write(made.signals[noise], SIGNAL_COLUMNS, map(_signal_row, lines))
        _write(made.truth[noise], TRUTH_COLUMNS, map(_truth_row, lines))


def _register_rows(people: Iterable[Inhabitant], adults: Adults) -> Iterator[Sequence[object]]:
    for one in people:
        adults.see(one)
        record = one.record
        former = record.previous_addresses[0] if record.previous_addresses else None
        yield (
            record.bsn, f"H{one.household}", record.given_names, record.prefix, record.surname,
            record.partner_prefix, record.partner_surname, record.birth_date, *_cells(record.address),
            record.municipality, record.deceased_on,
            *(_cells(former.address) if former else [""] * 6), former.municipality if former else "",
        )  # fmt: skip


def _cells(home: RegisteredAddress) -> Sequence[object]:
    return home.street, home.house_number or "", home.house_letter, home.addition, home.postcode, home.town


def _signal_row(line: Line) -> Sequence[object]:
    one = line.person
    return (
        one.id, one.initials, one.prefix, one.surname, one.birth_date, one.street, one.house_number,
        one.house_letter, one.addition, one.postcode, one.town, one.received_on,
    )  # fmt: skip


def _truth_row(line: Line) -> Sequence[object]:
    about = (
        (line.truth.record.bsn, f"H{line.truth.household}", line.truth.group) if line.truth else ("", "", "")
    )
    return line.person.id, *about[:2], line.partner, line.layout, about[2], "; ".join(line.slips)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
