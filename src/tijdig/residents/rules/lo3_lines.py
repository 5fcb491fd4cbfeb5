"""From the lines of a register extract to one card per person: which entry stands, which is history.

The layout has one column per LO3 element (``08.11.60``). A person begins on a line with something in the first
column; lines with an empty first column carry further entries of the person above. Per category the last column
(``08.H``) announces what the *next* line holds in that category: its own number (``09``) a further current entry, as
with a second child; its number plus fifty (``58``) an older state of the entry above; nothing: no more entries.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tijdig.problems import Problem
from tijdig.residents.rules import extract_problems as said

SEPARATOR = ";"
INCORRECT = "84.10"  # the entry was wrong, or against public order

ELEMENTS: Mapping[str, str] = {
    "01.01.20": "burgerservicenummer",
    "01.02.10": "voornamen",
    "01.02.30": "voorvoegsel",
    "01.02.40": "geslachtsnaam",
    "01.03.10": "geboortedatum",
    "01.61.10": "aanduiding naamgebruik",
    "05.02.30": "voorvoegsel partner",
    "05.02.40": "geslachtsnaam partner",
    "05.84.10": "onjuist",
    "06.08.10": "datum overlijden",
    "06.84.10": "onjuist",
    "07.67.10": "datum opschorting",
    "07.67.20": "reden opschorting",
    "07.70.10": "indicatie geheim",
    "07.80.20": "versie persoonslijst",
    "08.09.10": "gemeente van inschrijving",
    "08.10.30": "datum aanvang adres",
    "08.11.10": "straatnaam",
    "08.11.20": "huisnummer",
    "08.11.30": "huisletter",
    "08.11.40": "huisnummertoevoeging",
    "08.11.50": "aanduiding bij huisnummer",
    "08.11.60": "postcode",
    "08.11.70": "woonplaats",
    "08.13.20": "datum vertrek uit Nederland",
    "08.14.20": "datum vestiging in Nederland",
    "08.83.10": "aanduiding gegevens in onderzoek",
    "08.83.30": "datum einde onderzoek",
    "08.84.10": "onjuist",
    "09.02.40": "geslachtsnaam kind",
    "09.03.10": "geboortedatum kind",
    "09.84.10": "onjuist",
    "09.89.10": "registratie betrekking",
}
OPTIONAL = frozenset({"08.11.70", "07.80.20", "09.89.10"})  # older extracts lack these
CATEGORIES = ("01", "05", "06", "07", "08", "09")


# Not frozen: a country's registers have ten million, and those take three times as long to make.
@dataclass(slots=True)
class Entry:
    """One state of one category: element (without the category: ``11.60``) → text, and the line it stood on."""

    line: int
    current: bool
    values: Mapping[str, str]

    def __getitem__(self, element: str) -> str:
        return self.values.get(element, "")

    @property
    def is_incorrect(self) -> bool:
        """Whether the register itself marks this entry as wrong."""
        return bool(self[INCORRECT])


@dataclass(slots=True)
class Card:
    """One person's entries per category, newest first, as they stood in the file."""

    line: int
    last_line: int = 0
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: bool = False
    announced: dict[str, str] = field(default_factory=dict)

    def current(self, category: str) -> Entry:
        """Return the entry that stands, or an empty one."""
        for entry in self.entries.get(category, ()):
            if entry.current:
                return entry
        return Entry(self.line, current=True, values={})


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each needed element stands in a line."""

    width: int
    columns: Mapping[str, Sequence[tuple[str, int]]]  # category → (element without category, position)
    markers: Mapping[str, int]  # category → position of its ``.H``


def read_heading(line: str) -> Heading | tuple[Problem, ...]:
    """Return where the elements stand, or every problem with the first line. Headings we do not use may be anything."""
    names = [name.strip() for name in next(csv.reader([line.lstrip("\ufeff")], delimiter=SEPARATOR), [])]
    needed = {**ELEMENTS, **{f"{category}.H": "historie" for category in CATEGORIES}}
    problems: list[Problem] = []
    for element, name in needed.items():
        times = names.count(element)
        if times == 0 and element not in OPTIONAL:
            problems.append(said.HEADING_MISSING(element=element, name=name).at(line=1, column=element))
        if times > 1:
            problems.append(said.HEADING_TWICE(element=element, name=name).at(line=1, column=element))
    if problems:
        return tuple(problems)
    columns = {
        category: [
            (element[3:], names.index(element))
            for element in ELEMENTS
            if element.startswith(category) and element in names
        ]
        for category in CATEGORIES
    }
    return Heading(len(names), columns, {category: names.index(f"{category}.H") for category in CATEGORIES})


def read_cards(lines: Iterable[tuple[int, str]], heading: Heading) -> Iterator[Card | Problem]:
    """Yield one card per person, and a problem per line that belongs to nobody."""
    card: Card | None = None
    for number, text in lines:
        if not text.strip():
            continue
        fields = _fields(text, heading.width)
        begins = isinstance(fields, Problem) or bool(fields[0])
        if begins and not (isinstance(fields, Problem) and text.startswith(SEPARATOR)):
            if card is not None:
                yield _finished(card)
            card = Card(number)
        if card is None:
            yield said.NO_PERSON().at(line=number)
        elif isinstance(fields, Problem):
            card.problems.append(fields.at(line=number))
            card.damaged = True
        else:
            _add_line(card, number, fields, heading)
    if card is not None:
        yield _finished(card)


def _fields(text: str, width: int) -> list[str] | Problem:
    """Split one line; each line stands alone, so that one stray quotation mark cannot swallow the next person."""
    try:
        fields = next(csv.reader([text], delimiter=SEPARATOR, strict=True))
    except csv.Error:
        return said.QUOTES_BROKEN()
    if len(fields) != width:
        return said.LINE_UNREADABLE(found=len(fields), expected=width)
    return fields


def _add_line(card: Card, number: int, fields: Sequence[str], heading: Heading) -> None:
    first = number == card.line
    card.last_line = number
    for category in CATEGORIES:
        values = {
            element: text
            for element, position in heading.columns[category]
            if (text := fields[position].strip())
        }
        announced = category if first else card.announced.get(category, "")
        if values:
            current = announced == category or (not announced and category == "09")
            card.entries.setdefault(category, []).append(Entry(number, current, values))
            if not announced:
                card.problems.append(_unannounced(category).at(line=number, column=f"{category}.H"))
        card.announced[category] = fields[heading.markers[category]].strip()


def _unannounced(category: str) -> Problem:
    """Count a child that nothing announced as a child: leaving out a family is the worse mistake (R29)."""
    if category == "09":
        return said.ENTRY_UNANNOUNCED(category=category, counted_nl="kind", counted_en="a child")
    return said.ENTRY_UNANNOUNCED(category=category, counted_nl="historie", counted_en="history")


def _finished(card: Card) -> Card:
    for category, marker in card.announced.items():
        if marker:
            problem = said.ENTRY_MISSING(category=category)
            card.problems.append(problem.at(line=card.last_line, column=f"{category}.H"))
    return card
