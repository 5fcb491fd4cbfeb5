"""The permissions as ODRL 2.2 and DPV 2 in JSON-LD: the shape, no network, the same set as the file permits (C1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.covenant.documents.changing import content_of, covenant_from, unseen_changes, with_value
from tijdig.covenant.profiles import PROFILES, profile
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.asking import as_text
from tijdig.covenant.rules.documents.odrl import CONTEXT, odrl_policy
from tijdig.covenant.rules.terms import Condition

ACTIONS = {"odrl:use", "odrl:transfer"}
OPERATORS = {"odrl:eq", "odrl:neq", "odrl:gteq", "odrl:lteq", "odrl:isAnyOf"}
DATA_TYPES = {"xsd:boolean", "xsd:integer", "xsd:decimal", "xsd:date", "xsd:duration", "xsd:string"}
# The words that are used of each vocabulary; another one is a mistake until it is looked up.
DPV = {
    "Process", "Purpose", "PersonalData", "SpecialCategoryPersonalData", "SensitivePersonalData", "Organisation", "Use",
    "Disclose", "DataSubject", "Child", "StorageDuration", "StorageDeletion", "StorageCondition", "hasProcess",
    "hasPurpose", "hasProcessing", "hasPersonalData", "hasDataSubject", "hasLegalBasis", "hasApplicableLaw",
    "hasRecipient", "hasStorageCondition", "hasDuration", "hasDataController", "hasName", "hasIdentifier",
}  # fmt: skip
GROUNDS = {f"A6-1-{letter}" for letter in "abcdef"}
ABOUT = ("uitwisseling", "eigen_gebruik", "gegeven", "doel", "partij.*.naam", "partij.*.rol", "partij.*.oin")
MARK = ("titel", "versie", "geldig", "bron", "id")


def graph(covenant: Covenant) -> list[dict[str, Any]]:
    document = json.loads(as_text(odrl_policy(covenant)))
    assert set(document) == {"@context", "@graph"}
    nodes: list[dict[str, Any]] = document["@graph"]
    return nodes


def of_type(covenant: Covenant, kind: str) -> list[dict[str, Any]]:
    return [node for node in graph(covenant) if kind in node["@type"]]


def permissions_of(covenant: Covenant) -> list[dict[str, Any]]:
    (agreement,) = [node for node in graph(covenant) if node["@type"] == "odrl:Agreement"]
    found: list[dict[str, Any]] = agreement["odrl:permission"]
    return found


def everything(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from everything(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from everything(inner)
    else:
        yield str(value)


def ids(refs: list[dict[str, str]]) -> list[str]:
    return [ref["@id"] for ref in refs]


def code(name: str) -> str:
    return name.rpartition("/")[2]


@pytest.mark.parametrize("name", PROFILES)
def test_permissions_only(name: str) -> None:
    words = set(everything(graph(profile(name))))
    assert not {word for word in words if re.search(r"(?i)prohibition|obligation|odrl:duty", word)}


@pytest.mark.parametrize("name", PROFILES)
def test_the_context_is_local_and_names_every_prefix(name: str) -> None:
    document = json.loads(as_text(odrl_policy(profile(name))))
    assert document["@context"] == CONTEXT
    assert all(isinstance(address, str) and address.endswith(("#", "/")) for address in CONTEXT.values())

    used = {
        word.partition(":")[0]
        for word in everything(document["@graph"])
        if re.fullmatch(r"[a-z-]+:[\w-]+", word)
    }
    assert used - {"urn", "sha256"} <= set(CONTEXT)


@pytest.mark.parametrize("name", PROFILES)
def test_every_word_is_one_of_its_vocabulary(name: str) -> None:
    words = set(everything(graph(profile(name))))
    assert {word.removeprefix("dpv:") for word in words if word.startswith("dpv:")} <= DPV
    assert {word.removeprefix("eu-gdpr:") for word in words if word.startswith("eu-gdpr:")} <= GROUNDS


@pytest.mark.parametrize("name", PROFILES)
def test_each_permission_has_the_shape_of_an_odrl_rule(name: str) -> None:
    for rule in permissions_of(profile(name)):
        assert rule["@type"] == "odrl:Permission"
        assert rule["odrl:assigner"]
        assert rule["odrl:assignee"]
        assert rule["odrl:target"]
        assert rule["odrl:action"]["@id"] in ACTIONS
        for constraint in rule["odrl:constraint"]:
            assert set(constraint) == {"@type", "odrl:leftOperand", "odrl:operator", "odrl:rightOperand"}
            assert constraint["odrl:operator"]["@id"] in OPERATORS
            right = constraint["odrl:rightOperand"]
            for operand in right if isinstance(right, list) else [right]:
                assert "@id" in operand or operand["@type"] in DATA_TYPES


@pytest.mark.parametrize("name", PROFILES)
def test_what_is_named_is_described(name: str) -> None:
    """No name leads nowhere: every party, purpose, group, process and fact that is pointed at has its node."""
    nodes = graph(profile(name))
    described = {node["@id"] for node in nodes}
    described |= {field["@id"] for node in nodes for field in node.get("dct:hasPart", ())}
    described |= {rule["@id"] for rule in permissions_of(profile(name))}
    pointed = {word for word in everything(nodes) if word.startswith("urn:uuid:") and "#" in word}

    unnamed = {word for word in pointed - described if "#rol/" not in word and "#profiel/" not in word}
    assert unnamed == set()


@pytest.mark.parametrize("name", PROFILES)
def test_c1_the_policy_permits_exactly_what_the_file_permits(name: str) -> None:
    covenant = profile(name)
    told = {
        (rule["dct:identifier"], giver, receiver, purpose, group)
        for rule in permissions_of(covenant)
        for giver in map(code, ids(rule["odrl:assigner"]))
        for receiver in map(code, ids(rule["odrl:assignee"]))
        for purpose in [code(rule["odrl:constraint"][0]["odrl:rightOperand"]["@id"])]
        for group in map(code, ids(rule["odrl:target"]))
    }
    municipality = covenant.municipality.code
    assert told == {
        (one.id, giver, receiver, one.purpose, group)
        for one in covenant.exchanges
        for giver in covenant.members(one.sender)
        for receiver in covenant.members(one.recipient)
        for group in one.categories
    } | {
        (use.id, municipality, user, use.purpose, group)
        for use in covenant.own_uses
        for user in covenant.members(use.by)
        for group in use.categories
    }
    groups = {code(node["@id"]): node for node in of_type(covenant, "dpv:PersonalData")}
    for group, fields in covenant.categories.items():
        assert [code(part["@id"]) for part in groups[group]["dct:hasPart"]] == list(fields)


@pytest.mark.parametrize("name", PROFILES)
def test_c2_every_condition_is_a_constraint(name: str) -> None:
    covenant = profile(name)
    rules = {rule["dct:identifier"]: rule for rule in permissions_of(covenant)}
    for one in (*covenant.exchanges, *covenant.own_uses):
        facts = [
            code(constraint["odrl:leftOperand"]["@id"].removesuffix("/ouderdom"))
            for constraint in rules[one.id]["odrl:constraint"][1:]
            if "#feit/gebruiker.rol" not in constraint["odrl:leftOperand"]["@id"]
        ]
        assert facts == [condition.fact for condition in one.conditions]


@pytest.mark.parametrize("name", PROFILES)
def test_r57_each_value_that_it_is_about_changes_the_policy(name: str) -> None:
    assert unseen_changes(name, (*ABOUT, *MARK), odrl_policy) == []


def test_amounts_days_and_choices_have_their_data_type() -> None:
    content = content_of("weert")
    conditions = [
        {"feit": "achterstand.bedrag", "op": ">=", "waarde": 75},
        {"feit": "ontruiming.datum", "op": "minstens-geleden", "waarde": "P2W"},
        {"feit": "ontruiming.fase", "op": "in", "waarde": ["vonnis", "aanzegging"]},
    ]
    covenant = covenant_from(with_value(content, ("uitwisseling", 0, "voorwaarde"), conditions))
    assert isinstance(covenant.exchanges[0].conditions[0], Condition)
    money, age, choice = permissions_of(covenant)[0]["odrl:constraint"][1:]

    assert money["odrl:rightOperand"] == {"@value": "75.00", "@type": "xsd:decimal"}
    assert age["odrl:leftOperand"]["@id"].endswith("#feit/ontruiming.datum/ouderdom")
    assert (age["odrl:operator"]["@id"], age["odrl:rightOperand"]["@value"]) == ("odrl:gteq", "P2W")
    assert [one["@value"] for one in choice["odrl:rightOperand"]] == ["vonnis", "aanzegging"]
