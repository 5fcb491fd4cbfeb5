"""The permissions as ODRL 2.2 and DPV 2 in JSON-LD, for machines of others (R57). Permissions only, as in the file.

The context stands in the document itself, so that nobody needs a network to read it. Each permission is an ODRL rule
(who may do what with which group of data, under which constraints) and a DPV process (purpose, ground, subjects,
storage). Facts and fields have no words in those vocabularies: they get names under the covenant's own number.
"""

from __future__ import annotations

from datetime import date

from tijdig.covenant.rules.document import (
    Condition,
    ConditionValue,
    Covenant,
    Exchange,
    OwnUse,
    Party,
    Period,
    RetentionEnd,
)
from tijdig.covenant.rules.documents.asking import Json
from tijdig.covenant.rules.documents.processing import HOUSEHOLD, UsedGroup, used_group
from tijdig.covenant.rules.documents.wording import permissions
from tijdig.covenant.rules.facts import FACTS, FactType
from tijdig.covenant.rules.fields import FIELDS, FieldKind

CONTEXT: dict[str, Json] = {
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
_OPERATORS = {"=": "odrl:eq", "!=": "odrl:neq", ">=": "odrl:gteq", "<=": "odrl:lteq", "in": "odrl:isAnyOf"}
_AGES = {"hooguit-geleden": "odrl:lteq", "minstens-geleden": "odrl:gteq"}
USER_ROLE, _AGE = "gebruiker.rol", "/ouderdom"
_ENDS = {RetentionEnd.DESTROY: "dpv:StorageDeletion", RetentionEnd.SELECTION_LIST: "dpv:StorageCondition"}


def odrl_policy(covenant: Covenant) -> Json:
    """Return the JSON-LD: the agreement with its permissions, a process for each, and what they name."""
    every = permissions(covenant)
    return {
        "@context": CONTEXT,
        "@graph": [
            _agreement(covenant),
            *(_process(covenant, one) for one in every),
            *(_party_node(covenant, party) for party in covenant.parties.values()),
            *(_purpose_node(covenant, code) for code in covenant.purposes),
            *(_group_node(covenant, used_group(covenant, code)) for code in covenant.categories),
            *(_fact_node(covenant, name) for name in _left_operands(covenant)),
        ],
    }


def _agreement(covenant: Covenant) -> Json:
    return {
        "@id": _policy(covenant),
        "@type": "odrl:Agreement",
        "odrl:uid": {"@id": _policy(covenant)},
        "odrl:profile": {"@id": _name(covenant, "profiel", "feiten")},
        "dct:title": _dutch(covenant.title),
        "dct:hasVersion": covenant.version,
        "dct:identifier": covenant.hash,
        "dct:source": _dutch(covenant.source),
        "dct:valid": f"{covenant.valid_from.isoformat()}/{covenant.valid_until.isoformat()}",
        **({"dct:replaces": covenant.replaces} if covenant.replaces else {}),
        "dpv:hasDataController": {"@id": _party(covenant, covenant.municipality.code)},
        "odrl:permission": [_permission(covenant, one) for one in permissions(covenant)],
    }


def _policy(covenant: Covenant) -> str:
    return f"{covenant.id}#{covenant.version}"


def _name(covenant: Covenant, kind: str, code: str) -> str:
    return f"{covenant.id}#{kind}/{code}"


def _party(covenant: Covenant, code: str) -> str:
    return _name(covenant, "partij", code)


def _refs(names: list[str]) -> Json:
    return [{"@id": name} for name in names]


def _dutch(text: str) -> Json:
    return {"@value": text, "@language": "nl"}


def _typed(value: str, kind: str) -> Json:
    return {"@value": value, "@type": f"xsd:{kind}"}


def _members(covenant: Covenant, selector: str) -> list[str]:
    members = covenant.members(selector)
    return [_party(covenant, code) for code in covenant.parties if code in members]


def _giver(permission: Exchange | OwnUse) -> str:
    return permission.by if isinstance(permission, OwnUse) else permission.sender


def _receiver(permission: Exchange | OwnUse) -> str:
    return permission.by if isinstance(permission, OwnUse) else permission.recipient


def _permission(covenant: Covenant, permission: Exchange | OwnUse) -> Json:
    """An own use is granted by the municipality, which answers for the data, to the party that uses it."""
    is_own = isinstance(permission, OwnUse)
    granted_by = (
        [_party(covenant, covenant.municipality.code)] if is_own else _members(covenant, _giver(permission))
    )
    return {
        "@id": _name(covenant, "toestemming", permission.id),
        "@type": "odrl:Permission",
        "dct:identifier": permission.id,
        "dct:description": _dutch(f"artikel {permission.article}"),
        "odrl:assigner": _refs(granted_by),
        "odrl:assignee": _refs(_members(covenant, _receiver(permission))),
        "odrl:action": {"@id": "odrl:use" if is_own else "odrl:transfer"},
        "odrl:target": _refs([_name(covenant, "gegeven", code) for code in permission.categories]),
        "odrl:constraint": [
            _purpose_constraint(covenant, permission.purpose),
            *(_constraint(covenant, condition) for condition in permission.conditions),
            *(
                _roles_constraint(covenant, permission)
                if isinstance(permission, OwnUse) and permission.roles
                else ()
            ),
        ],
        "dpv:hasProcess": {"@id": _name(covenant, "verwerking", permission.id)},
    }


def _purpose_constraint(covenant: Covenant, purpose: str) -> Json:
    return {
        "@type": "odrl:Constraint",
        "odrl:leftOperand": {"@id": "odrl:purpose"},
        "odrl:operator": {"@id": "odrl:eq"},
        "odrl:rightOperand": {"@id": _name(covenant, "doel", purpose)},
    }


def _roles_constraint(covenant: Covenant, use: OwnUse) -> tuple[Json, ...]:
    roles: list[Json] = [{"@id": _name(covenant, "rol", role)} for role in use.roles]
    return (
        {
            "@type": "odrl:Constraint",
            "odrl:leftOperand": {"@id": _name(covenant, "feit", USER_ROLE)},
            "odrl:operator": {"@id": "odrl:isAnyOf"},
            "odrl:rightOperand": roles,
        },
    )


def _constraint(covenant: Covenant, condition: Condition) -> Json:
    """A condition on how long ago a day is becomes a constraint on the age of the fact, in ISO 8601."""
    operator = _AGES.get(condition.operator) or _OPERATORS.get(condition.operator, condition.operator)
    return {
        "@type": "odrl:Constraint",
        "odrl:leftOperand": {"@id": _name(covenant, "feit", _left(condition))},
        "odrl:operator": {"@id": operator},
        "odrl:rightOperand": _operand(condition.fact, condition.value),
    }


def _left(condition: Condition) -> str:
    return f"{condition.fact}{_AGE}" if condition.operator in _AGES else condition.fact


def _operand(fact: str, value: ConditionValue) -> Json:
    if isinstance(value, bool):
        return _typed("true" if value else "false", "boolean")
    if isinstance(value, Period):
        return _typed(str(value), "duration")
    if isinstance(value, date):
        return _typed(value.isoformat(), "date")
    if isinstance(value, tuple):
        return [_typed(one, "string") for one in value]
    if isinstance(value, int):
        is_money = fact in FACTS and FACTS[fact].kind is FactType.MONEY
        return (
            _typed(f"{value // 100}.{value % 100:02d}", "decimal")
            if is_money
            else _typed(str(value), "integer")
        )
    return _typed(value, "string")


def _process(covenant: Covenant, permission: Exchange | OwnUse) -> Json:
    purpose = covenant.purposes.get(permission.purpose)
    groups = [used_group(covenant, code) for code in permission.categories]
    grounds: list[Json] = [{"@id": f"eu-gdpr:A{purpose.gdpr.replace('.', '-')}"}] if purpose else []
    texts = [
        *([purpose.law] if purpose else []),
        *([permission.special_ground] if permission.special_ground else []),
    ]
    is_own = isinstance(permission, OwnUse)
    recipients = {} if is_own else {"dpv:hasRecipient": _refs(_members(covenant, _receiver(permission)))}
    return {
        "@id": _name(covenant, "verwerking", permission.id),
        "@type": "dpv:Process",
        "dpv:hasDataController": {"@id": _party(covenant, covenant.municipality.code)},
        "dpv:hasPurpose": {"@id": _name(covenant, "doel", permission.purpose)},
        "dpv:hasProcessing": {"@id": "dpv:Use" if is_own else "dpv:Disclose"},
        "dpv:hasPersonalData": _refs([_name(covenant, "gegeven", group.code) for group in groups]),
        "dpv:hasDataSubject": _subjects(groups),
        "dpv:hasLegalBasis": grounds,
        "dpv:hasApplicableLaw": [_dutch(text) for text in texts],
        **recipients,
        "dpv:hasStorageCondition": {
            "@type": ["dpv:StorageDuration", _ENDS[permission.retention.then]],
            "dpv:hasDuration": _duration(permission.retention.term),
            "dct:description": _dutch(
                f"vanaf {permission.retention.starts}, daarna {permission.retention.then}"
            ),
        },
    }


def _duration(period: Period) -> Json:
    # Working days are no part of xsd:duration.
    return _typed(str(period), "string" if period.working_days else "duration")


def _subjects(groups: list[UsedGroup]) -> Json:
    """A group about the household is about children too."""
    household = any(HOUSEHOLD in group.subjects for group in groups)
    return _refs(["dpv:DataSubject", *(["dpv:Child"] if household else [])])


def _party_node(covenant: Covenant, party: Party) -> Json:
    return {
        "@id": _party(covenant, party.code),
        "@type": ["odrl:Party", "dpv:Organisation"],
        "dpv:hasName": _dutch(party.name),
        "dct:type": party.role.value,
        **({"dpv:hasIdentifier": f"OIN {party.oin}"} if party.oin else {}),
    }


def _purpose_node(covenant: Covenant, code: str) -> Json:
    purpose = covenant.purposes[code]
    return {
        "@id": _name(covenant, "doel", code),
        "@type": "dpv:Purpose",
        "skos:prefLabel": _dutch(purpose.description),
        "dpv:hasLegalBasis": {"@id": f"eu-gdpr:A{purpose.gdpr.replace('.', '-')}"},
        "dpv:hasApplicableLaw": _dutch(purpose.law),
    }


def _group_node(covenant: Covenant, group: UsedGroup) -> Json:
    kinds = {FIELDS[field].kind for field in group.fields if field in FIELDS}
    special: list[Json] = ["dpv:SpecialCategoryPersonalData"] if FieldKind.SPECIAL in kinds else []
    sensitive: list[Json] = ["dpv:SensitivePersonalData"] if FieldKind.BSN in kinds else []
    return {
        "@id": _name(covenant, "gegeven", group.code),
        "@type": ["odrl:AssetCollection", "dpv:PersonalData", *special, *sensitive],
        "skos:prefLabel": _dutch(group.name),
        "dct:hasPart": [
            {
                "@id": _name(covenant, "veld", field),
                "skos:prefLabel": _dutch(FIELDS[field].description if field in FIELDS else field),
            }
            for field in group.fields
        ],
    }


def _left_operands(covenant: Covenant) -> tuple[str, ...]:
    asked = (_left(condition) for one in permissions(covenant) for condition in one.conditions)
    return (*dict.fromkeys(asked), USER_ROLE)


def _fact_node(covenant: Covenant, name: str) -> Json:
    fact = FACTS.get(name.removesuffix(_AGE))
    described = fact.description if fact else "Rol van wie de gegevens gebruikt"
    age = ": hoe lang geleden" if name.endswith(_AGE) else ""
    return {
        "@id": _name(covenant, "feit", name),
        "@type": "odrl:LeftOperand",
        "skos:prefLabel": _dutch(f"{described}{age}"),
    }
