"""The layouts that an organisation confirmed: the one in use for a heading line, and all of them with their history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tijdig.actors import Action, Actor, require
from tijdig.intake.models import ColumnMapping
from tijdig.intake.ownership import own_organisation
from tijdig.intake.rules.columns import ColumnPlan, planned_columns, propose_columns
from tijdig.intake.rules.drift import Drift, drift_from
from tijdig.intake.rules.mapping_changes import Change, changes_between
from tijdig.intake.rules.proposals import propose_for
from tijdig.intake.rules.sheets import remembered_table
from tijdig.intake.rules.table import SheetChoice, Table, heading_key
from tijdig.intake.writing.template import TEMPLATE_HEADINGS
from tijdig.parties.queries import names_of_people


@dataclass(frozen=True, slots=True)
class MappingVersion:
    """One version of a layout: who said it, when, and what it changed."""

    number: int
    confirmed_by: str
    confirmed_at: datetime
    forgotten: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RememberedLayout:
    """A layout that is in use: its columns (heading → field) and answers, with its versions, the newest first."""

    id: UUID
    columns: Mapping[str, str]
    answers: Mapping[str, str]
    choice: SheetChoice | None
    versions: tuple[MappingVersion, ...]


def is_own_layout(table: Table) -> bool:
    """Whether this is Tijdig's own template, which explains itself."""
    return set(table.headings) <= set(TEMPLATE_HEADINGS)


def latest_mapping(actor: Actor, fingerprint: str) -> ColumnMapping | None:
    """Return the mapping in use for this heading line of the actor's organisation; None when there is none."""
    last = last_version(actor, fingerprint)
    return None if last is None or last.forgotten else last


def last_version(actor: Actor, fingerprint: str) -> ColumnMapping | None:
    """Return the newest version of this mapping, also one that says that it was forgotten."""
    return (
        ColumnMapping.objects.filter(
            controller_id=actor.controller_id,
            organisation_id=own_organisation(actor),
            headings_fingerprint=fingerprint,
        )
        .order_by("-version")
        .first()
    )


def known_plan(actor: Actor, table: Table) -> ColumnPlan | None:
    """Return the plan this organisation confirmed for this layout, or that of our own template; None for a new one."""
    mapping = latest_mapping(actor, table.fingerprint)
    if mapping is None:
        return propose_columns(table.headings) if is_own_layout(table) else None
    columns, answers = _by_key(mapping.fields), _by_key(mapping.answers)
    keys = {heading: heading_key(heading) for heading in table.headings}
    plan = planned_columns(table.headings, {heading: columns.get(key, "") for heading, key in keys.items()})
    return plan.answered({heading: answers[key] for heading, key in keys.items() if key in answers})


def _by_key(remembered: Mapping[str, str]) -> dict[str, str]:
    """A layout is known by what its headings say; capitals and points may differ from month to month."""
    return {heading_key(heading): value for heading, value in remembered.items()}


def proposed_plan(actor: Actor, table: Table, received_on: date) -> ColumnPlan:
    """Return the plan in use for this layout, else the proposal for it."""
    known = known_plan(actor, table)
    return known or propose_for(table, _last_chosen(actor), received_on)


def remembered_sheet(actor: Actor, tables: Sequence[Table]) -> Table | None:
    """Return the table of the sheet that was chosen before among such sheets; None when it must be asked."""
    chosen = [
        (mapping.headings_fingerprint, mapping.choice)
        for mapping in reversed(_in_use(actor))
        if mapping.choice
    ]
    return remembered_table(tables, chosen)


def drift_of(actor: Actor, headings: Sequence[str]) -> Drift | None:
    """Return how this heading line differs from the nearest layout in use; None when it is like none of them."""
    return drift_from(headings, [tuple(mapping.fields) for mapping in _in_use(actor)])


def _in_use(actor: Actor) -> list[ColumnMapping]:
    """The mapping in use of each layout, the one that was confirmed last at the end."""
    rows = ColumnMapping.objects.filter(
        controller_id=actor.controller_id, organisation_id=own_organisation(actor)
    )
    newest = {mapping.headings_fingerprint: mapping for mapping in rows.order_by("version")}
    return sorted(
        (mapping for mapping in newest.values() if not mapping.forgotten),
        key=lambda mapping: mapping.confirmed_at,
    )


def _last_chosen(actor: Actor) -> dict[str, str]:
    return {
        heading_key(heading): field for mapping in _in_use(actor) for heading, field in mapping.fields.items()
    }


def remembered_layouts(actor: Actor) -> tuple[RememberedLayout, ...]:
    """Return the layouts that the actor's organisation confirmed and did not forget, the latest choice first."""
    require(actor, Action.DELIVER_SIGNALS)
    found: dict[str, list[ColumnMapping]] = {}
    rows = ColumnMapping.objects.filter(
        controller_id=actor.controller_id, organisation_id=own_organisation(actor)
    )
    for mapping in rows.order_by("headings_fingerprint", "-version"):
        found.setdefault(mapping.headings_fingerprint, []).append(mapping)
    in_use = [versions for versions in found.values() if not versions[0].forgotten]
    people = {one.confirmed_by for versions in in_use for one in versions if one.confirmed_by}
    names = names_of_people(actor.controller_id, people)
    layouts = [_layout(versions, names) for versions in in_use]
    return tuple(sorted(layouts, key=lambda layout: layout.versions[0].confirmed_at, reverse=True))


def _layout(versions: list[ColumnMapping], names: Mapping[UUID, str]) -> RememberedLayout:
    newest = versions[0]
    before = [*versions[1:], None]
    return RememberedLayout(
        id=newest.pk,
        columns=newest.fields,
        answers=newest.answers,
        choice=newest.choice,
        versions=tuple(
            MappingVersion(
                number=one.version,
                confirmed_by=names.get(one.confirmed_by, "") if one.confirmed_by else "",
                confirmed_at=one.confirmed_at,
                forgotten=one.forgotten,
                changes=_changes(one, earlier),
            )
            for one, earlier in zip(versions, before, strict=True)
        ),
    )


def _changes(one: ColumnMapping, earlier: ColumnMapping | None) -> tuple[Change, ...]:
    if earlier is None or earlier.forgotten or one.forgotten:
        return ()
    return changes_between(earlier.fields, one.fields, earlier.answers, one.answers)
