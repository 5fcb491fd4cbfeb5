"""A line of either log in the shape that others read (L2): Logboek Dataverwerkingen, or decisions and events.

Which line of the one belongs to which of the other, trace and span say. Names and codes of a processing are those of
the standard's interface of a log (Logius, *Logboek Dataverwerkingen*, component Logboek).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tijdig.covenant.rules.activities import party_uri
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.rules import Question, permissions_that_tell

type Json = str | int | bool | Sequence["Json"] | Mapping[str, "Json"] | None

STATUS_CODES = {"unset": "STATUS_CODE_UNSET", "ok": "STATUS_CODE_OK", "error": "STATUS_CODE_ERROR"}
ACTIVITY, SUBJECT, SUBJECT_TYPE = (
    "dpl.core.processing_activity_id",
    "dpl.core.data_subject_id",
    "dpl.core.data_subject_id_type",
)


@dataclass(frozen=True, slots=True)
class ProcessingLine:
    """One row of the processing log; see :class:`tijdig.disclosure.models.ProcessingRecord`."""

    trace_id: UUID
    span_id: str
    parent_span_id: str
    started_at: datetime
    at: datetime
    status: str
    act: str
    activity: str
    subject: str
    subject_type: str
    foreign: Mapping[str, str] | None


def ldv_json(line: ProcessingLine, resource: Mapping[str, str]) -> Json:
    """Return a processing in the shape of the standard; moments in whole milliseconds since 1970 (UTC).

    ``resource`` names the system that logged. What is empty is left out, except what the standard demands.
    """
    attributes = {ACTIVITY: line.activity, SUBJECT: line.subject, SUBJECT_TYPE: line.subject_type}
    told: dict[str, Json] = {
        "trace_id": line.trace_id.hex,
        "span_id": line.span_id,
        "status_code": STATUS_CODES[line.status],
        "name": line.act,
        "start_time": _milliseconds(line.started_at),
        "end_time": _milliseconds(line.at),
        "resource": {"attributes": _pairs(resource)},
        "attributes": _pairs({name: value for name, value in attributes.items() if value}),
    }
    if line.parent_span_id:
        told["parent_span_id"] = line.parent_span_id
    if line.foreign is not None:
        told["foreign_operation"] = {
            "trace_id": line.foreign["trace_id"],
            "span_id": line.foreign["span_id"],
            "entity": party_uri(line.activity, line.foreign["party"]),
        }
    return told


def decision_json(told: Mapping[str, Json], covenant: Covenant | None, question: Question) -> Json:
    """Return a decision with the covenant's id and version, and the categories of data that were released.

    Where the permission itself would tell of a benefit, the decision is told by all permissions that it could rest
    on, and why something was withheld is left out (R44).
    """
    if covenant is None:
        return told
    permitted = _texts(told["permitted_fields"])
    found = {
        **told,
        "covenant": covenant.id,
        "covenant_version": covenant.version,
        "permitted_categories": [
            code for code, fields in covenant.categories.items() if not permitted.isdisjoint(fields)
        ],
    }
    together = permissions_that_tell(covenant, question)
    if not together:
        return found
    del found["facts"]
    return {
        **found,
        "exchanges": together if told["exchanges"] else (),
        "withheld_fields": dict.fromkeys(_texts(told["withheld_fields"]), ()),
        "told_together": True,
    }


def _texts(value: Json) -> frozenset[str]:
    return frozenset(str(one) for one in value) if isinstance(value, Sequence | Mapping) else frozenset()


def line_of(told: Json) -> str:
    """Return one line of JSON, with its end."""
    return (
        json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written) + "\n"
    )


def _pairs(named: Mapping[str, str]) -> list[Json]:
    return [{"key": name, "value": value} for name, value in named.items()]


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000)


def _written(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return value.hex()
    raise TypeError(type(value).__name__)
