"""One page of a draft as a form: its fields in groups, what the linter says beside them, what was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django import forms
from django.forms import BoundField, ChoiceField
from django.utils.translation import gettext as _

from tijdig.covenant.drafting import Finding
from tijdig.covenant.rules.editing import Place, Value, key_of, with_values, without_tables
from tijdig.covenant.rules.form import Entry, Group, Part, condition_value, groups_of
from tijdig.web.covenants.form_fields import field_of, value_of

CONDITION = ("feit", "op", "waarde")
# Which data these give to whom is ticked in one table (:mod:`matrix`).
PERMISSIONS = frozenset({"uitwisseling", "eigen_gebruik"})
WHO = ("van", "naar", "door")


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A field with what the linter says of it."""

    field: BoundField
    findings: tuple[Finding, ...]
    findings_id: str
    in_matrix: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A table of the file: its title, its fields, its conditions (each fact, comparison, value), a box to remove it.

    ``findings`` are about the table as a whole, or about something in it that has no field.
    """

    title: str
    anchor: str
    entries: tuple[ShownEntry, ...]
    conditions: tuple[tuple[ShownEntry, ...], ...]
    remove: BoundField | None
    findings: tuple[Finding, ...]

    @property
    def who(self) -> str:
        """Between whom a permission is, in words; empty for another table."""
        fields = self.fields
        return " → ".join(_words(fields[name].field) for name in WHO if name in fields and "doel" in fields)

    @property
    def purpose(self) -> str:
        """What a permission is for, in words; empty for another table."""
        return _words(self.fields["doel"].field) if "doel" in self.fields else ""

    @property
    def fields(self) -> Mapping[str, ShownEntry]:
        """The entries by the last word of their place."""
        return {one.field.name.rpartition(".")[2]: one for one in self.entries}

    @property
    def needs_a_look(self) -> bool:
        """Whether the linter or the form itself finds something here."""
        shown = (*self.entries, *(one for row in self.conditions for one in row))
        return bool(self.findings) or any(one.findings or one.field.errors for one in shown)


class PartForm(forms.Form):
    """The fields of one page of a draft, and the revision that they were filled in on top of."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        content: Mapping[str, object],
        part: Part,
        findings: Sequence[Finding],
        data: Mapping[str, object] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.groups = groups_of(content, part)
        self._findings = findings
        for group in self.groups:
            for entry in group.entries:
                self.fields[entry.name] = field_of(entry, _findings_id(entry) if self._about(entry) else "")
            if group.removable:
                self.fields[_remove_name(group.place)] = forms.BooleanField(
                    required=False, label=_("Haal weg")
                )

    def shown(self) -> tuple[ShownGroup, ...]:
        """Return the groups as the page shows them."""
        return tuple(self._shown(group) for group in self.groups)

    def elsewhere(self) -> tuple[Finding, ...]:
        """Return what the linter says of this page's part of the file and that belongs to none of its groups."""
        told = {id(one) for group in self.shown() for one in self._all_of(group)}
        return tuple(one for one in self._findings if id(one) not in told)

    def edited(self, text: str) -> str:
        """Return the text of the draft with what was changed here; the form must be valid."""
        new = with_values(text, dict(self._changes()))
        gone = frozenset(
            group.place for group in self.groups if self.cleaned_data.get(_remove_name(group.place))
        )
        return without_tables(new, gone) if gone else new

    def _changes(self) -> Iterator[tuple[Place, Value | None]]:
        for group in self.groups:
            for entry in group.entries:
                if entry.place[-1] in CONDITION:
                    yield from self._change_of_condition(entry)
                else:
                    value = value_of(entry, self.cleaned_data.get(entry.name))
                    if value != entry.value:
                        yield entry.place, value

    def _change_of_condition(self, entry: Entry) -> Iterator[tuple[Place, Value | None]]:
        above = entry.place[:-1]
        fact, operator, text = (str(self.cleaned_data.get(key_of((*above, name)), "")) for name in CONDITION)
        value: Value | None = None
        if fact:
            said = {"feit": fact, "op": operator, "waarde": condition_value(fact, operator, text)}
            value = said[str(entry.place[-1])]
        # Yes is no one: in TOML both would be equal to Python, and are two things in a covenant.
        if (value, type(value)) != (entry.value, type(entry.value)):
            yield entry.place, value

    def _shown(self, group: Group) -> ShownGroup:
        plain = [entry for entry in group.entries if entry.place[-1] not in CONDITION]
        conditions = [entry for entry in group.entries if entry.place[-1] in CONDITION]
        rows = dict.fromkeys(entry.place[:-1] for entry in conditions)
        shown_rows = tuple(
            tuple(self._shown_entry(one) for one in conditions if one.place[:-1] == row) for row in rows
        )
        name, key = _remove_name(group.place), key_of(group.place)
        beside = [finding for entry in group.entries for finding in self._about(entry)]
        inside = (one for one in self._findings if _is_inside(one.problem.place.key, key))
        return ShownGroup(
            title=group.title,
            anchor=key,
            entries=tuple(self._shown_entry(entry) for entry in plain),
            conditions=shown_rows,
            remove=self[name] if name in self.fields else None,
            findings=tuple(one for one in inside if one not in beside) if key else (),
        )

    def _shown_entry(self, entry: Entry) -> ShownEntry:
        in_matrix = entry.place[0] in PERMISSIONS and entry.place[-1] == "gegevens"
        return ShownEntry(self[entry.name], self._about(entry), _findings_id(entry), in_matrix)

    def _about(self, entry: Entry) -> tuple[Finding, ...]:
        return tuple(one for one in self._findings if _is_inside(one.problem.place.key, entry.name))

    @staticmethod
    def _all_of(group: ShownGroup) -> Iterator[Finding]:
        yield from group.findings
        for entry in (*group.entries, *(one for row in group.conditions for one in row)):
            yield from entry.findings


def choices_in(bound: BoundField) -> list[tuple[str, str]]:
    """Return what may be chosen in a field, as value and words."""
    pairs = cast("Iterable[tuple[str, str]]", cast("ChoiceField", bound.field).choices)
    return [(str(value), str(label)) for value, label in pairs]


def _words(bound: BoundField) -> str:
    """Return what was chosen in words."""
    chosen = str(bound.value() or "")
    return dict(choices_in(bound)).get(chosen, chosen)


def _is_inside(key: str, table: str) -> bool:
    return key == table or key.startswith((f"{table}.", f"{table}["))


def _findings_id(entry: Entry) -> str:
    return f"controle-{entry.name}"


def _remove_name(place: Place) -> str:
    return f"weg:{key_of(place)}"
