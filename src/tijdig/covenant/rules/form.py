"""A covenant file as a form: which values stand where, what may be chosen, grouped as people think of them.

Made from the schema (:mod:`schema`): a key that the schema knows is in the form, and no other. Pure; the page turns an
:class:`Entry` into a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from tijdig.covenant.rules.conditions import OPERATORS
from tijdig.covenant.rules.document import ROLE_PREFIX
from tijdig.covenant.rules.editing import Place, Value, key_of
from tijdig.covenant.rules.facts import FACTS, FactType
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.schema import SCHEMA, Key, Node, Shape
from tijdig.covenant.rules.table import PLURALS


class Part(StrEnum):
    """A page of the form: a subject that people agree on."""

    GENERAL = "algemeen"
    PARTIES = "partijen"
    DATA = "gegevens"
    PURPOSES = "doelen"
    DELIVERY = "aanlevering"
    EXCHANGES = "uitwisselingen"
    OWN_USES = "eigen-gebruik"
    TRIAGE = "triage"
    TERMS = "termijnen"
    MEETING = "overleg"
    FEEDBACK = "terugkoppeling"
    ACCOUNT = "verantwoording"
    PROVISIONS = "bepalingen"


# Which top-level keys of the file each page holds. What the system itself fills in (id, vervangt) is in none.
TABLES: Mapping[Part, tuple[str, ...]] = {
    Part.GENERAL: ("versie", "titel", "bron", "geldig", "evaluatie", "contact"),
    Part.PARTIES: ("partij",),
    Part.DATA: ("gegeven",),
    Part.PURPOSES: ("doel",),
    Part.DELIVERY: ("aanlevering",),
    Part.EXCHANGES: ("uitwisseling",),
    Part.OWN_USES: ("eigen_gebruik",),
    Part.TRIAGE: ("route", "voorrang", "contact_na_keuze", "contactstap", "taak", "versheid"),
    Part.TERMS: ("termijn", "opschorting"),
    Part.MEETING: ("overleg",),
    Part.FEEDBACK: ("terugkoppeling", "terugkoppelbeleid"),
    Part.ACCOUNT: ("verantwoording",),
    Part.PROVISIONS: ("bepaling",),
}
GIVEN_BY_THE_SYSTEM = frozenset({"formaat", "id", "vervangt", "gemeente"})
# Conditions stand inside a permission or rule; each list of them ends with an empty one to fill in.
_CONDITIONS = frozenset({"voorwaarde", "als", "agenda"})
# What is named by its place in the file, and may be taken away as a whole.
_REMOVABLE = frozenset(
    {
        "partij", "gegeven", "doel", "uitwisseling", "eigen_gebruik", "route", "voorrang", "contact_na_keuze",
        "contactstap", "taak", "terugkoppeling", "bepaling", "rechtbank",
    }
)  # fmt: skip


# Tables with a code for a name, on a page with tables of several kinds: what people call each kind.
_KINDS = {
    "route": "Route", "voorrang": "Voorrang", "contact_na_keuze": "Eerst kiezen",
    "contactstap": "Contactstap", "taak": "Taak",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the form: where it stands, what the schema says of it, what stands there now (None: nothing).

    ``choices`` are value and words; empty when anything of the key's shape may stand there. ``is_spare``: the empty
    condition at the end of a list, which counts only when its fact is chosen.
    """

    place: Place
    key: Key
    value: object
    choices: tuple[tuple[str, str], ...] = ()
    is_spare: bool = False

    @property
    def name(self) -> str:
        """The place as the linter writes it."""
        return key_of(self.place)


@dataclass(frozen=True, slots=True)
class Group:
    """Values that belong together: a table of the file. ``title`` is what people call it, "" for a single table."""

    place: Place
    title: str
    entries: tuple[Entry, ...]
    removable: bool = False


def part_of(key: str) -> Part | None:
    """Return the page on which a key of the file (``uitwisseling[2].naar``) can be changed; None for no page."""
    first = key.split(".", 1)[0].split("[", 1)[0]
    return next((part for part, tables in TABLES.items() if first in tables), None)


def groups_of(content: Mapping[str, object], part: Part) -> tuple[Group, ...]:
    """Return the groups of one page, in the order of the file."""
    lists = _Choices(content)
    found: list[Group] = []
    alone: list[Entry] = []
    for name in TABLES[part]:
        node = SCHEMA.children[name]
        if node.key is not None:
            alone.append(lists.entry((name,), node.key, content.get(name)))
        else:
            found += _groups(node, (name,), content.get(name), lists)
    return (*((Group((), "", tuple(alone)),) if alone else ()), *found)


def _groups(node: Node, place: Place, value: object, lists: _Choices) -> Iterator[Group]:
    if node.repeats:
        for number, table in enumerate(value if isinstance(value, list) else []):
            yield _group(node, (*place, number), table, lists)
    elif (named := node.children.get("*")) is not None:
        tables = value if isinstance(value, dict) else {}
        if named.key is not None:
            key = named.key
            yield Group(
                place, "", tuple(lists.entry((*place, name), key, one) for name, one in tables.items())
            )
        else:
            for name, table in tables.items():
                yield _group(named, (*place, name), table, lists)
    else:
        yield _group(node, place, value, lists)


def _group(node: Node, place: Place, value: object, lists: _Choices) -> Group:
    table = value if isinstance(value, dict) else {}
    return Group(
        place, _title(place, table), tuple(_entries(node, place, table, lists)), place[0] in _REMOVABLE
    )


def _entries(node: Node, place: Place, table: Mapping[str, object], lists: _Choices) -> Iterator[Entry]:
    for name, child in node.children.items():
        value, here = table.get(name), (*place, name)
        if child.key is not None:
            yield lists.entry(here, child.key, value)
        elif child.repeats:
            rows = value if isinstance(value, list) else []
            for number, row in enumerate(rows):
                yield from _entries(child, (*here, number), row if isinstance(row, dict) else {}, lists)
            if name in _CONDITIONS:
                yield from _spare(child, (*here, len(rows)), lists)
        else:
            yield from _entries(child, here, value if isinstance(value, dict) else {}, lists)


def _spare(node: Node, place: Place, lists: _Choices) -> Iterator[Entry]:
    for name, child in node.children.items():
        if child.key is not None:
            yield lists.entry((*place, name), child.key, None, is_spare=True)


def _title(place: Place, table: Mapping[str, object]) -> str:
    """Return what people call a table: the name that it has, or the word of the file for it."""
    named = (table.get(name) for name in ("id", "naam", "artikel", "extern"))
    title = next((str(name) for name in named if name and len(place) > 1), "") or str(place[-1])
    kind = _KINDS.get(str(place[0]))
    return f"{kind}: {title.replace('-', ' ')}" if kind and len(place) > 1 else title


class _Choices:
    """What may be chosen where a key names something else in the same file."""

    def __init__(self, content: Mapping[str, object]) -> None:
        parties = {code: _named(table) for code, table in _tables(content, "partij").items()}
        roles = {_text(table.get("rol")) for table in _tables(content, "partij").values()}
        groups = {f"{ROLE_PREFIX}{role}": PLURALS[role] for role in PLURALS if role in roles}
        purposes = {
            code: _text(table.get("omschrijving")) for code, table in _tables(content, "doel").items()
        }
        tasks = {
            code: _text(table.get("omschrijving")) or code for code, table in _tables(content, "taak").items()
        }
        categories = {code: code for code in _tables(content, "gegeven")}
        facts = {name: f"{fact.description} ({name})" for name, fact in FACTS.items()}
        fields = {code: f"{field.description} ({code})" for code, field in FIELDS.items()}
        self._by_last: dict[str, Mapping[str, str]] = {
            "van": {**parties, **groups}, "naar": {**parties, **groups}, "door": {**parties, **groups},
            "deelnemers": {**parties, **groups}, "partij": parties, "levert_voor": parties, "taak": tasks,
            "doel": purposes, "gegevens": categories, "velden": fields, "feit": facts,
            "op": {one: one for one in sorted(frozenset().union(*OPERATORS.values()))},
        }  # fmt: skip

    def named(self, name: str) -> Mapping[str, str]:
        """Return the choices for keys of this name; empty when anything may stand there."""
        return self._by_last.get(name, {})

    def entry(self, place: Place, key: Key, value: object, *, is_spare: bool = False) -> Entry:
        names_another = key.shape in {Shape.TEXT, Shape.TEXTS}
        choices = (self.named(str(place[-1])) if names_another else {}) or {one: one for one in key.choices}
        # What stands in the file but is no choice stays visible: the linter says what is wrong with it.
        standing = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        unknown = {str(one): str(one) for one in standing if choices and str(one) not in choices}
        return Entry(place, key, value, tuple({**choices, **unknown}.items()), is_spare)


def choices_of(content: Mapping[str, object], name: str) -> list[tuple[str, str]]:
    """Return what may be chosen for a key of this name (``naar``), as value and words."""
    return list(_Choices(content).named(name).items())


def _tables(content: Mapping[str, object], name: str) -> Mapping[str, Mapping[str, object]]:
    tables = content.get(name)
    return (
        {code: one for code, one in tables.items() if isinstance(one, dict)}
        if isinstance(tables, dict)
        else {}
    )


def _named(table: Mapping[str, object]) -> str:
    return _text(table.get("naam"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def condition_text(value: object) -> str:
    """Return the value of a condition as the form shows it."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def condition_value(fact: str, operator: str, text: str) -> Value:
    """Return what this text means beside this fact and comparison; a text that fits nothing stays a text.

    The linter then says what should stand there.
    """
    text, known = text.strip(), FACTS.get(fact)
    if known is None or operator.endswith("-geleden"):
        return text
    if operator == "in":
        return [one.strip() for one in text.split(",") if one.strip()]
    readers = {
        FactType.YES_NO: _yes_no,
        FactType.NUMBER: _number,
        FactType.MONEY: _amount,
        FactType.DATE: _day,
    }
    reader = readers.get(known.kind)
    found = reader(text) if reader else None
    return text if found is None else found


def _yes_no(text: str) -> bool | None:
    return {"ja": True, "nee": False}.get(text.lower())


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _amount(text: str) -> int | Decimal | None:
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    if not found.is_finite():
        return None
    return int(found) if found == found.to_integral_value() else found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
