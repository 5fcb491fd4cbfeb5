"""A remembered layout in words: what each column is read as, how its values are written, and what changed when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from tijdig.intake.mappings import MappingVersion, RememberedLayout
from tijdig.intake.rules.fields import FIELD_BY_NAME
from tijdig.intake.rules.mapping_changes import Change, Changed
from tijdig.intake.rules.sheets import ALL
from tijdig.web.landlord.questions import WRITING


@dataclass(frozen=True, slots=True)
class ToldMapping:
    """One column that is read: its heading, its field, and how its values are written (empty: they show it)."""

    heading: str
    field: str
    writing: str


@dataclass(frozen=True, slots=True)
class ToldVersion:
    """One version: who, when, and what it changed in sentences."""

    version: MappingVersion
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldLayout:
    """A layout with its columns and versions, the newest first."""

    id: UUID
    read: tuple[ToldMapping, ...]
    unread: tuple[str, ...]
    sheet: str
    versions: tuple[ToldVersion, ...]


def told_layout(layout: RememberedLayout) -> ToldLayout:
    """Return the layout in words."""
    return ToldLayout(
        id=layout.id,
        read=tuple(
            ToldMapping(heading, _field(field), _writing(layout.answers.get(heading, "")))
            for heading, field in layout.columns.items()
            if field
        ),
        sheet=_sheet(layout),
        unread=tuple(heading for heading, field in layout.columns.items() if not field),
        versions=tuple(
            ToldVersion(version, tuple(_sentences(version.changes))) for version in layout.versions
        ),
    )


def _sheet(layout: RememberedLayout) -> str:
    if layout.choice is None:
        return ""
    return gettext("alle bladen samen") if layout.choice.chosen == ALL else layout.choice.chosen


def _sentences(changes: Iterable[Change]) -> Iterable[str]:
    for change in changes:
        name = _field if change.what is Changed.FIELD else _writing
        yield gettext("%(heading)s: was %(before)s, nu %(after)s") % {
            "heading": change.heading,
            "before": name(change.before) or gettext("niets"),
            "after": name(change.after) or gettext("niets"),
        }


def _field(name: str) -> str:
    return FIELD_BY_NAME[name].in_words if name in FIELD_BY_NAME else name


def _writing(answer: str) -> str:
    return str(WRITING[answer]) if answer in WRITING else ""
