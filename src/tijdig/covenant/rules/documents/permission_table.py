"""The party × data × purpose table as a document, and spread out over fields for a spreadsheet (C1, R57)."""

from __future__ import annotations

from collections.abc import Iterator

from tijdig.covenant.rules.document import Covenant, Exchange, OwnUse
from tijdig.covenant.rules.documents.wording import category_name, field_in_words, paper_about
from tijdig.covenant.rules.table import (
    Permission,
    Who,
    conditions_in_words,
    exchanges,
    own_uses,
    retention_in_words,
    role_names,
)
from tijdig.letters.papers import Grid, Paper, Part, Remark, Row, Section

INTRO = (
    "Deze tabel is gemaakt uit het convenantbestand. Het systeem Tijdig leest datzelfde bestand. Staat iets niet in de "
    "tabel, dan mag het niet."
)
CSV_HEADINGS = (
    "kenmerk",
    "soort",
    "artikel",
    "van",
    "naar",
    "rollen",
    "groep",
    "veld",
    "omschrijving",
    "doel",
    "waarvoor",
    "grondslag",
    "extra grondslag",
    "voorwaarden",
    "bewaren",
)


def permission_table(covenant: Covenant) -> Paper:
    """Return the table on wide pages: exchanges between parties, then what a party may use itself."""
    between = Grid(
        "Tussen partijen",
        ("Nummer", "Van", "Naar", "Gegevens", "Waarvoor", "Alleen als", "Bewaren"),
        (9, 15, 15, 20, 19, 23, 14),
        tuple(_exchange_row(row) for row in exchanges(covenant)),
    )
    own = Grid(
        "Wat een partij zelf mag gebruiken",
        ("Nummer", "Wie", "Welke mensen", "Gegevens", "Waarvoor", "Alleen als", "Bewaren"),
        (9, 15, 15, 24, 21, 17, 14),
        tuple(_own_row(row) for row in own_uses(covenant)),
    )
    groups = Grid(
        "Wat in een groep gegevens zit",
        ("Groep", "Gegevens"),
        (20, 80),
        tuple(
            Row(
                ((category_name(code),), ("; ".join(field_in_words(name) for name in fields),)),
                (f"gegeven.{code}",),
            )
            for code, fields in covenant.categories.items()
        ),
    )
    sections = (
        Section("", "Wie geeft wat aan wie", (between,), anchor="tussen-partijen"),
        Section("", "Eigen gebruik", (own,), anchor="eigen-gebruik"),
        Section(
            "",
            "Groepen gegevens",
            (Remark("De tabellen hierboven noemen de groepen."), groups),
            anchor="groepen",
        ),
    )
    parts = (Part("De tabel", sections),)
    return paper_about(covenant, "Wie krijgt welke gegevens, en waarvoor", parts, (INTRO,), wide=True)


def _who_lines(who: Who) -> tuple[str, ...]:
    return (who.name, *who.members)


def _shared_cells(row: Permission) -> tuple[tuple[str, ...], ...]:
    special = (f"extra: {row.special_ground}",) if row.special_ground else ()
    return (
        (", ".join(what.name for what in row.data),),
        (row.purpose, row.ground, *special),
        row.conditions or ("geen voorwaarde",),
        (row.kept,),
    )


def _exchange_row(row: Permission) -> Row:
    recipient = _who_lines(row.recipient) if row.recipient else ()
    cells = ((row.id, f"artikel {row.article}"), _who_lines(row.sender), recipient, *_shared_cells(row))
    return Row(cells, (f"uitwisseling.{row.id}",))


def _own_row(row: Permission) -> Row:
    people = row.roles or ("iedereen van deze partij",)
    cells = ((row.id, f"artikel {row.article}"), _who_lines(row.sender), people, *_shared_cells(row))
    return Row(cells, (f"eigen_gebruik.{row.id}",))


def table_rows(covenant: Covenant) -> Iterator[tuple[str, ...]]:
    """Yield the headings, then a row per permission, sender, recipient and field: the set that ``decide`` allows.

    Groups of parties are spread out over their members, and categories over their fields.
    """
    yield CSV_HEADINGS
    for exchange in covenant.exchanges:
        for sender in _in_order(covenant, exchange.sender):
            for recipient in _in_order(covenant, exchange.recipient):
                yield from _field_rows(covenant, exchange, ("uitwisseling", sender, recipient, ""))
    for use in covenant.own_uses:
        for user in _in_order(covenant, use.by):
            roles = ", ".join(role_names(use.roles))
            yield from _field_rows(covenant, use, ("eigen gebruik", user, user, roles))


def _in_order(covenant: Covenant, selector: str) -> tuple[str, ...]:
    members = covenant.members(selector)
    return tuple(code for code in covenant.parties if code in members)


def _field_rows(
    covenant: Covenant, permission: Exchange | OwnUse, parties: tuple[str, str, str, str]
) -> Iterator[tuple[str, ...]]:
    kind, sender, recipient, roles = parties
    purpose = covenant.purposes.get(permission.purpose)
    for category in permission.categories:
        for field in covenant.categories.get(category, ()):
            yield (
                permission.id,
                kind,
                permission.article,
                sender,
                recipient,
                roles,
                category,
                field,
                field_in_words(field),
                permission.purpose,
                purpose.description if purpose else "",
                purpose.ground if purpose else "",
                permission.special_ground,
                "; ".join(conditions_in_words(permission.conditions)),
                retention_in_words(permission.retention),
            )
