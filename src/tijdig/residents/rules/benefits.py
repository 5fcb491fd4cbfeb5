"""Read who receives a Participatiewet benefit (R30) from a simple CSV.

Two layouts. A *status list* has a column for the person and one for yes or no (``bsn;participatiewet``): whoever is
not in it is unknown. A *list of recipients* has the person only (``bsn``): it is complete by its nature, so whoever is
not in it has no benefit. A column with the day of reference (``peildatum``) may stand in both; it must be one day.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from tijdig.problems import Problem, ProblemKind
from tijdig.residents.rules.bsn import is_bsn
from tijdig.residents.rules.extract import decode_extract

PERSON_HEADINGS = frozenset(
    {"bsn", "burgerservicenummer", "burger service nummer", "bsn nummer", "bsnnummer"}
)
BENEFIT_HEADINGS = frozenset(
    {
        "participatiewet",
        "pw",
        "pw uitkering",
        "participatiewet uitkering",
        "bijstand",
        "bijstandsuitkering",
        "uitkering",
    }
)
DATE_HEADINGS = frozenset({"peildatum", "per", "datum", "stand per", "as of"})
YES = frozenset({"j", "ja", "y", "yes", "true", "waar", "1", "x"})
NO = frozenset({"n", "nee", "no", "false", "onwaar", "0"})
SEPARATORS = ";,\t"

PERSON_COLUMN_MISSING = ProblemKind(
    code="residents.benefits.person-column-missing",
    rule="R30",
    nl="De eerste regel noemt geen kolom met het burgerservicenummer.",
    en="The first line names no column with the citizen service number.",
    remedy_nl="Zet op de eerste regel: bsn;participatiewet.",
    remedy_en="Put this on the first line: bsn;participatiewet.",
)
COLUMN_UNKNOWN = ProblemKind(
    code="residents.benefits.column-unknown",
    rule="R30",
    nl="Kolom {number} hoort niet in deze lijst. Alleen bsn, participatiewet en peildatum zijn nodig.",
    en="Column {number} does not belong in this list. Only bsn, participatiewet and peildatum are needed.",
    remedy_nl="Haal de kolom weg: Tijdig neemt niet meer gegevens aan dan nodig.",
    remedy_en="Remove the column: Tijdig takes no more data than needed.",
)
ROW_MALFORMED = ProblemKind(
    code="residents.benefits.row-malformed",
    rule="R30",
    nl="Deze regel heeft {found} velden waar de kopregel er {expected} heeft.",
    en="This line has {found} fields where the heading has {expected}.",
)
BSN_INVALID = ProblemKind(
    code="residents.benefits.bsn-invalid",
    rule="R30",
    nl="Dit is geen geldig burgerservicenummer. De regel is niet overgenomen.",
    en="This is no valid citizen service number. The line was not taken over.",
    remedy_nl="Let op nullen vooraan: rekenprogramma's laten die weg.",
    remedy_en="Mind leading zeros: spreadsheets drop them.",
)
ANSWER_UNCLEAR = ProblemKind(
    code="residents.benefits.answer-unclear",
    rule="R30",
    nl="Hier staat geen ja of nee. De regel is niet overgenomen.",
    en="This says neither yes nor no. The line was not taken over.",
    remedy_nl="Schrijf ja of nee.",
    remedy_en="Write ja or nee.",
)
ANSWERS_CONFLICT = ProblemKind(
    code="residents.benefits.answers-conflict",
    rule="R30",
    nl="Deze persoon stond al op regel {other}, met een ander antwoord. Geen van beide is overgenomen.",
    en="This person already stood on line {other}, with another answer. Neither was taken over.",
    remedy_nl="Zoek uit welk antwoord klopt.",
    remedy_en="Find out which answer is right.",
)
DATES_DIFFER = ProblemKind(
    code="residents.benefits.dates-differ",
    rule="R30",
    nl="Hier staat geen leesbare peildatum, of een andere dan op de regels erboven. De lijst is niet overgenomen.",
    en="This is no readable day of reference, or another than on the lines above. The list was not taken over.",
    remedy_nl="Lever een lijst per peildatum, met datums als 31-12-2026 of 2026-12-31.",
    remedy_en="Deliver one list per day of reference, with dates like 31-12-2026 or 2026-12-31.",
)


@dataclass(frozen=True, slots=True)
class BenefitList:
    """Who receives the benefit, by citizen service number, and every problem.

    ``complete`` says whether someone who is not in ``receives`` has no benefit. ``as_of`` is None when the list does
    not tell. ``readable`` is False when the list as a whole was not taken over.
    """

    receives: Mapping[str, bool]
    complete: bool = False
    as_of: date | None = None
    problems: tuple[Problem, ...] = ()
    readable: bool = True

    def receives_benefit(self, bsn: str) -> bool | None:
        """Answer for one person; None: the list cannot say."""
        return self.receives.get(bsn, False if self.complete else None)


@dataclass(frozen=True, slots=True)
class _Columns:
    width: int
    person: int
    benefit: int | None
    day: int | None


def read_benefit_file(content: bytes) -> BenefitList:
    """Read a benefit list from the bytes of its file."""
    text = decode_extract(content)
    if isinstance(text, Problem):
        return _refused(text)
    return read_benefits(text.split("\n"))


def read_benefits(lines: Iterable[str]) -> BenefitList:
    """Read a benefit list from its lines, heading first. Bad lines become problems; good ones count."""
    numbered = [
        (number, line.strip("\r\n"))
        for number, line in enumerate(lines, start=1)
        if line.strip(SEPARATORS + "\r\n ")
    ]
    if not numbered:
        return _refused(PERSON_COLUMN_MISSING().at(line=1))
    heading = numbered[0][1].lstrip("\ufeff")
    separator = max(SEPARATORS, key=heading.count)
    columns = _read_columns(_split(heading, separator))
    if isinstance(columns, tuple):
        return _refused(*columns)
    return _read_rows([(number, _split(line, separator)) for number, line in numbered[1:]], columns)


def _refused(*problems: Problem) -> BenefitList:
    return BenefitList(MappingProxyType({}), problems=problems, readable=False)


def _split(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]


def _read_columns(names: Sequence[str]) -> _Columns | tuple[Problem, ...]:
    plain = [" ".join(name.casefold().replace("_", " ").replace("-", " ").split()) for name in names]
    known = PERSON_HEADINGS | BENEFIT_HEADINGS | DATE_HEADINGS
    unknown = [position for position, name in enumerate(plain, start=1) if name and name not in known]

    def find(headings: frozenset[str]) -> int | None:
        return next((position for position, name in enumerate(plain) if name in headings), None)

    person = find(PERSON_HEADINGS)
    if person is None:
        return (PERSON_COLUMN_MISSING().at(line=1),)
    if unknown:
        return tuple(COLUMN_UNKNOWN(number=number).at(line=1) for number in unknown)
    return _Columns(len(names), person, find(BENEFIT_HEADINGS), find(DATE_HEADINGS))


def _read_rows(rows: Iterable[tuple[int, Sequence[str]]], columns: _Columns) -> BenefitList:
    problems: list[Problem] = []
    answers: dict[str, tuple[int, bool]] = {}
    conflicts: set[str] = set()
    days: set[date | None] = set()
    for line, row in rows:
        answer = _read_row(row, columns)
        if isinstance(answer, Problem):
            problems.append(answer.at(line=line))
            continue
        bsn, receives = answer
        if columns.day is not None:
            days.add(_day(row[columns.day]))
            if len(days) > 1 or None in days:
                return _refused(DATES_DIFFER().at(line=line, column="peildatum"))
        other, before = answers.setdefault(bsn, (line, receives))
        if before != receives:
            conflicts.add(bsn)
            problems.append(ANSWERS_CONFLICT(other=other).at(line=line, column="participatiewet"))
    return BenefitList(
        receives=MappingProxyType({bsn: yes for bsn, (_, yes) in answers.items() if bsn not in conflicts}),
        # A line that could not be read may have named anyone: then absence says nothing.
        complete=columns.benefit is None and not problems,
        as_of=next(iter(days), None),
        problems=tuple(problems),
    )


def _read_row(row: Sequence[str], columns: _Columns) -> tuple[str, bool] | Problem:
    if len(row) != columns.width:
        return ROW_MALFORMED(found=len(row), expected=columns.width)
    bsn = row[columns.person]
    if not (bsn.isascii() and bsn.isdigit() and len(bsn) == 9 and is_bsn(bsn)):
        return BSN_INVALID().at(column="bsn")
    if columns.benefit is None:
        return bsn, True
    word = row[columns.benefit].casefold()
    if word in YES or word in NO:
        return bsn, word in YES
    return ANSWER_UNCLEAR().at(column="participatiewet")


@lru_cache(maxsize=64)  # a list tells of one day
def _day(text: str) -> date | None:
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
