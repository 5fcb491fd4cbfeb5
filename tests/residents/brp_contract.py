"""The published OpenAPI of the national resident register, to hold questions and answers against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

FILE = (
    Path(__file__).resolve().parents[2].parent / "shared" / "data" / "brp" / "haal-centraal-brp-openapi.json"
)
needs_contract = pytest.mark.skipif(not FILE.exists(), reason="the register's OpenAPI file is not at hand")
REFERENCE = "#/components/schemas/"

type Schema = dict[str, Any]


@cache
def document() -> Schema:
    loaded: Schema = json.loads(FILE.read_text(encoding="utf-8"))
    schemas = loaded["components"]["schemas"]
    loaded["components"]["schemas"] = {name: _by_type(one, schemas) for name, one in schemas.items()}
    return loaded


def wrong_with(name: str, value: object) -> list[str]:
    """Say where a value does not fit a schema of the document."""
    schema = {"allOf": [{"$ref": f"{REFERENCE}{name}"}], "components": document()["components"]}
    validator = Draft7Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.validator}" for error in validator.iter_errors(value)]


def parameters_of(name: str) -> set[str]:
    """Return every parameter that a kind of question knows."""
    return set(_properties({"$ref": f"{REFERENCE}{name}"}))


def has_field(name: str, path: str) -> bool:
    """Say whether the schema of a person has this field, such as ``naam.voornamen``."""
    schemas: list[Schema] = [{"$ref": f"{REFERENCE}{name}"}]
    for step in path.split("."):
        schemas = [found[step] for one in schemas for found in [_properties(one)] if step in found]
        schemas = [each for one in schemas for each in _kinds(one)]
    return bool(schemas)


def _properties(schema: Schema) -> Mapping[str, Schema]:
    found: dict[str, Schema] = {}
    for one in _flat(schema):
        found |= one.get("properties", {})
    return found


def _flat(schema: Schema) -> list[Schema]:
    if "$ref" in schema:
        return _flat(document()["components"]["schemas"][schema["$ref"].removeprefix(REFERENCE)])
    return [schema, *(each for part in schema.get("allOf", []) for each in _flat(part))]


def _kinds(schema: Schema) -> list[Schema]:
    """Return the schema, what an array of it holds, and each kind that its type can tell."""
    if "items" in schema:
        return _kinds(schema["items"])
    return [schema, *(part["then"] for part in schema.get("allOf", []) if "then" in part)]


def _by_type(schema: Any, schemas: Mapping[str, Schema]) -> Any:
    """Write out discriminators: a reference to an abstract schema is one to the kind that its ``type`` names."""
    if isinstance(schema, list):
        return [_by_type(one, schemas) for one in schema]
    if not isinstance(schema, dict):
        return schema
    target = schemas.get(str(schema.get("$ref", "")).removeprefix(REFERENCE), {})
    if "discriminator" in target:
        mapping = target["discriminator"]["mapping"]
        kinds = [
            {"if": {"properties": {"type": {"const": kind}}}, "then": {"$ref": where}}
            for kind, where in mapping.items()
        ]
        return {"required": ["type"], "properties": {"type": {"enum": list(mapping)}}, "allOf": kinds}
    return {
        # The base that the kinds build on stays what it is.
        key: value if key == "allOf" and _names_base(value, schemas) else _by_type(value, schemas)
        for key, value in schema.items()
    }


def _names_base(parts: list[Schema], schemas: Mapping[str, Schema]) -> bool:
    return any(
        "discriminator" in schemas.get(one.get("$ref", "").removeprefix(REFERENCE), {}) for one in parts
    )
