"""The processings of a covenant, one for each purpose: what the register (GDPR art. 30) and the DPIA both tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tijdig.covenant.rules.activities import activity_uri
from tijdig.covenant.rules.document import Covenant, Exchange, OwnUse, Purpose
from tijdig.covenant.rules.documents.wording import category_name, key_of, named, named_inside, permissions
from tijdig.covenant.rules.fields import FIELDS, FieldKind
from tijdig.covenant.rules.table import conditions_in_words, retention_in_words, role_names, who

# Whom a field is about and where it comes from follows from the closed list of fields: a field that is not there
# does not exist (C9).
TENANT, HOUSEHOLD = "inwoner met een achterstand", "huisgenoten van die inwoner, ook kinderen"
_SUBJECTS = {"huishouden": HOUSEHOLD}
REGISTER, BENEFITS, CASE = (
    "Basisregistratie Personen (BRP)",
    "uitkeringsadministratie van de gemeente",
    "de behandeling van de zaak zelf",
)
_SOURCES = {
    "bewoner": REGISTER,
    "huishouden": REGISTER,
    "uitkering": BENEFITS,
    "zaak": CASE,
    "doorgeleiding": CASE,
    "terugkoppeling": CASE,
}
DELIVERED = "de melder"


@dataclass(frozen=True, slots=True)
class UsedGroup:
    """A group of data as a processing uses it: code, name, fields (codes), whom it is about, where it comes from."""

    code: str
    name: str
    fields: tuple[str, ...]
    subjects: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def kinds(self) -> tuple[FieldKind, ...]:
        """The kinds of data in it, ordinary ones first."""
        found = {FIELDS[field].kind for field in self.fields if field in FIELDS}
        return tuple(kind for kind in FieldKind if kind in found)


@dataclass(frozen=True, slots=True)
class Use:
    """A permission of a processing: who gives to whom (or uses it itself), which groups, when, for how long."""

    id: str
    key: str
    article: str
    giver: str
    receiver: str
    people: tuple[str, ...]
    groups: tuple[str, ...]
    conditions: tuple[str, ...]
    kept: str
    term: str
    special_ground: str

    @property
    def is_own(self) -> bool:
        """Whether nothing leaves the party."""
        return not self.receiver


@dataclass(frozen=True, slots=True)
class Processing:
    """All that the file permits for one purpose; ``uri`` is how the processing log refers to it (L2)."""

    uri: str
    purpose: Purpose
    groups: tuple[UsedGroup, ...]
    uses: tuple[Use, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """Whom the data is about."""
        return _unique(subject for group in self.groups for subject in group.subjects)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the data comes from."""
        return _unique(source for group in self.groups for source in group.sources)

    @property
    def receivers(self) -> tuple[str, ...]:
        """Who receives data from another party."""
        return _unique(use.receiver for use in self.uses if use.receiver)

    @property
    def special_grounds(self) -> tuple[str, ...]:
        """The explicit grounds for BSN and special-category data."""
        return _unique(use.special_ground for use in self.uses if use.special_ground)


def processings(covenant: Covenant) -> tuple[Processing, ...]:
    """Return a processing for every purpose that some permission serves, in the order of the file."""
    found = (_processing(covenant, purpose) for purpose in covenant.purposes.values())
    return tuple(one for one in found if one.uses)


def used_group(covenant: Covenant, code: str) -> UsedGroup:
    """Return a group of data with its fields, whom it is about and where it comes from."""
    fields = covenant.categories.get(code, ())
    return UsedGroup(
        code,
        category_name(code),
        fields,
        _unique(_SUBJECTS.get(_prefix(field), TENANT) for field in fields),
        _unique(_SOURCES.get(_prefix(field), DELIVERED) for field in fields),
    )


def _processing(covenant: Covenant, purpose: Purpose) -> Processing:
    serving = [one for one in permissions(covenant) if one.purpose == purpose.code]
    used = {category for permission in serving for category in permission.categories}
    groups = tuple(used_group(covenant, code) for code in covenant.categories if code in used)
    return Processing(
        activity_uri(covenant, purpose.code), purpose, groups, tuple(_use(covenant, one) for one in serving)
    )


def _use(covenant: Covenant, permission: Exchange | OwnUse) -> Use:
    if isinstance(permission, OwnUse):
        giver, receiver, people = permission.by, "", role_names(permission.roles)
    else:
        giver, receiver, people = permission.sender, named_inside(who(covenant, permission.recipient)), ()
    return Use(
        id=permission.id,
        key=key_of(permission),
        article=permission.article,
        giver=named(who(covenant, giver)),
        receiver=receiver,
        people=people,
        groups=tuple(category_name(code) for code in permission.categories),
        conditions=conditions_in_words(permission.conditions),
        kept=retention_in_words(permission.retention),
        term=str(permission.retention.term),
        special_ground=permission.special_ground,
    )


def _prefix(field: str) -> str:
    return field.partition(".")[0]


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
