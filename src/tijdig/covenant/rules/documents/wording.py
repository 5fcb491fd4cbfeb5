"""The words that every document of a covenant shares: who, what, when, in plain Dutch sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tijdig.covenant.rules.document import Condition, Contact, Covenant, Exchange, OwnUse, PartyRole
from tijdig.covenant.rules.fields import FIELDS, FieldKind
from tijdig.covenant.rules.table import Who, conditions_in_words, who
from tijdig.letters.dutch import enumeration, long_date
from tijdig.letters.papers import Block, Clause, CoverFact, Paper, Part, Section, SignatureLine

EACH = {"maandelijks": "elke maand"}
ROLES = {
    PartyRole.LANDLORD: "verhuurder",
    PartyRole.MUNICIPALITY: "gemeente",
    PartyRole.SOCIAL_WORK: "hulpverlener",
    PartyRole.CREDIT_BANK: "kredietbank",
    PartyRole.ENERGY_SUPPLIER: "energieleverancier",
    PartyRole.WATER_COMPANY: "drinkwaterbedrijf",
    PartyRole.HEALTH_INSURER: "zorgverzekeraar",
    PartyRole.OTHER_CREDITOR: "andere schuldeiser",
    PartyRole.COLLECTION_AGENT: "incassobureau",
}
_KINDS = {FieldKind.ORDINARY: "", FieldKind.BSN: " (BSN)", FieldKind.SPECIAL: " (bijzonder gegeven)"}


def named(group: Who) -> str:
    """Return ``Alle verhuurders (A en B)`` or the name of the one party."""
    return f"{group.name} ({enumeration(group.members)})" if group.members else group.name


def named_inside(group: Who) -> str:
    """Return the same for inside a sentence: ``alle verhuurders (A en B)``."""
    return (
        named(replace(group, name=group.name[:1].lower() + group.name[1:])) if group.members else group.name
    )


def may(group: Who) -> str:
    """Return the verb that fits: one party ``mag``, a group ``mogen``."""
    return "mogen" if group.members else "mag"


def permissions(covenant: Covenant) -> tuple[Exchange | OwnUse, ...]:
    """Return every permission: exchanges first, then own uses, in the order of the file."""
    return (*covenant.exchanges, *covenant.own_uses)


def key_of(permission: Exchange | OwnUse) -> str:
    """Return where a permission stands in the file: ``uitwisseling.U1``."""
    section = "eigen_gebruik" if isinstance(permission, OwnUse) else "uitwisseling"
    return f"{section}.{permission.id}"


def recipients(covenant: Covenant, selectors: tuple[str, ...]) -> str:
    """Return the parties and groups that these selectors name, in one enumeration."""
    return enumeration(tuple(named_inside(who(covenant, one)) for one in selectors))


def field_in_words(code: str) -> str:
    """Return what a field holds, with a mark when it is a BSN or special-category data."""
    known = FIELDS.get(code)
    return f"{known.description}{_KINDS[known.kind]}" if known else code


def category_name(code: str) -> str:
    """Return the name of a category as people read it."""
    return code.replace("_", " ")


def contact_in_words(contact: Contact) -> tuple[str, ...]:
    """Return how to reach someone, one way a line; empty when the file is silent."""
    ways = (
        ("", contact.name),
        ("telefoon ", contact.telephone),
        ("e-mail ", contact.email),
        ("adres ", contact.address),
    )
    return tuple(f"{label}{value}" for label, value in ways if value)


def points(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    """Return each condition as a point of an enumeration."""
    return tuple(f"{sentence}." for sentence in conditions_in_words(conditions))


def days(first: date, last: date) -> str:
    """Return ``van 1 maart 2026 tot en met 29 februari 2028``."""
    return f"van {long_date(first)} tot en met {long_date(last)}"


def annex(number: int, title: str, blocks: tuple[Block, ...]) -> Section:
    """Return an annex with its clauses numbered ``5.1``, ``5.2``…; one that has a number keeps it (``U1``)."""
    placed: list[Block] = []
    clauses = 0
    for block in blocks:
        if isinstance(block, Clause):
            clauses += not block.number
            placed.append(block if block.number else replace(block, number=f"{number}.{clauses}"))
        else:
            placed.append(block)
    return Section(f"Bijlage {number}", title, tuple(placed), anchor=f"bijlage-{number}")


def mark_facts(covenant: Covenant) -> tuple[CoverFact, ...]:
    """Return the lines of the cover that say which agreement this is."""
    return (
        CoverFact("Versie", covenant.version),
        CoverFact("Geldig", days(covenant.valid_from, covenant.valid_until)),
        CoverFact("Partijen", enumeration(tuple(party.name for party in covenant.parties.values()))),
        CoverFact("Bron", covenant.source),
        CoverFact("Vast nummer", covenant.id, is_code=True),
        CoverFact("Kenmerk van de tekst", covenant.hash, is_code=True),
    )


def paper_about(
    covenant: Covenant,
    kind_name: str,
    parts: Sequence[Part],
    intro: Sequence[str],
    *,
    signing_text: str = "",
    signatures: Sequence[SignatureLine] = (),
    wide: bool = False,
) -> Paper:
    """Return a document about this covenant: every one begins with the same cover, from the file alone."""
    return Paper(
        kind_name=kind_name,
        title=covenant.title,
        version=covenant.version,
        mark=covenant.hash,
        publisher=covenant.municipality.name,
        dated=covenant.valid_from,
        facts=mark_facts(covenant),
        intro=tuple(intro),
        parts=tuple(parts),
        signing_text=signing_text,
        signatures=tuple(signatures),
        wide=wide,
    )
