"""Both logs in the shape that others read: the standard's for processings, and decisions with their covenant (L2)."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.disclosure.asking import CLERK, SOCIAL_WORKER, TODAY, actor, known, referral
from tijdig.actors import Role, system_actor
from tijdig.cli import main
from tijdig.covenant.rules.activities import activity_uri
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.models import DecisionRecord, ProcessingRecord
from tijdig.disclosure.services import disclose
from tijdig.disclosure.services_export import Days, Shape, export_shape
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.rules.traceparent import ForeignSpan
from tijdig.ledger.trace import new_trace
from tijdig.problems import Refused

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("0988")
SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs" / "logs.schema.json").read_text())
)
CALLER = ForeignSpan("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
MAY_REFER = known(uitkering_participatiewet=False, huurder_bezwaar=False)
SIGNALS = ("2a1ff0a0-9a3c-4f43-8a12-2f6d5f7e1a55", "2a1ff0a0-9a3c-4f43-8a12-2f6d5f7e1a56")


@pytest.fixture(autouse=True)
def covenant(weert_in_force: Covenant) -> Covenant:
    """Two acts: one about two people, one that another party's trace called for and that was refused."""
    asked = referral(weert_in_force, MAY_REFER, "signaal.naam", "bewoner.bsn")
    with new_trace("partner:referrals"):
        disclose(actor=SOCIAL_WORKER, requests=[replace(asked, subject_id=one) for one in SIGNALS])
    with new_trace("api:signal", CALLER):
        disclose(actor=CLERK, requests=[replace(asked, subject_id=SIGNALS[0])])
    return weert_in_force


def exported(tmp_path: Path, shape: Shape, days: Days = Days()) -> list[dict[str, Any]]:  # noqa: B008 - frozen
    to = tmp_path / f"{shape}.jsonl"
    count = export_shape(actor=SYSTEM, shape=shape, to=to, days=days)
    lines = [json.loads(line) for line in to.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == count
    return lines


def attributes(line: dict[str, Any]) -> dict[str, str]:
    return {one["key"]: one["value"] for one in line["attributes"]}


def test_l2_every_line_of_the_processing_log_has_the_shape_of_the_standard(tmp_path: Path) -> None:
    lines = exported(tmp_path, Shape.LDV)

    assert len(lines) == 4
    assert [error.message for line in lines for error in SCHEMA.iter_errors(line)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"trace_id": "0" * 32},
        {"span_id": "7"},
        {"status_code": "OK"},
        {"start_time": "2026-04-07T12:00:00Z"},
        {"person_id": "2a1ff0a0"},
        {"foreign_operation": {"trace_id": CALLER.trace_id}},
        {"attributes": [{"key": "dpl.core.processing_activity_id", "value": "vroegsignalering"}]},
        {"attributes": [{"key": "dpl.core.data_subject_id_type", "value": "BSN"}]},
    ],
)
def test_l2_the_schema_refuses_what_is_not_of_that_shape(tmp_path: Path, change: dict[str, Any]) -> None:
    line = exported(tmp_path, Shape.LDV)[-1]

    assert SCHEMA.is_valid(line)
    assert not SCHEMA.is_valid({**line, **change})


def test_l2_a_line_says_which_activity_which_data_subject_and_what_called_for_it(
    tmp_path: Path, covenant: Covenant
) -> None:
    act, first, _second, refused = exported(tmp_path, Shape.LDV)

    assert (act["name"], act["attributes"]) == ("partner:referrals", [])
    assert first["parent_span_id"] == act["span_id"]
    assert attributes(first)["dpl.core.processing_activity_id"] == activity_uri(covenant, "hulpverlening")
    assert attributes(first)["dpl.core.data_subject_id_type"] == "signal"
    # The same person on two pages is the same surrogate, which nobody can read.
    assert attributes(first)["dpl.core.data_subject_id"] == attributes(refused)["dpl.core.data_subject_id"]
    assert refused["status_code"] == "STATUS_CODE_UNSET"
    assert refused["foreign_operation"]["trace_id"] == CALLER.trace_id
    assert refused["foreign_operation"]["entity"].endswith("#partij.wonen-limburg")
    assert refused["trace_id"] != CALLER.trace_id


def test_l2_the_two_exports_join_by_trace_and_span(tmp_path: Path) -> None:
    processings = {
        (one["trace_id"], one["span_id"]) for one in exported(tmp_path, Shape.LDV) if one["attributes"]
    }
    decisions = [one for one in exported(tmp_path, Shape.DECISIONS) if one["kind"] == "decision"]

    assert {(one["trace_id"].replace("-", ""), one["span_id"]) for one in decisions} == processings


def test_l2_a_decision_tells_covenant_categories_and_reasons_but_not_what_tells_of_a_benefit(
    tmp_path: Path, covenant: Covenant
) -> None:
    decision = next(one for one in exported(tmp_path, Shape.DECISIONS) if one["kind"] == "decision")

    assert (decision["covenant"], decision["covenant_version"]) == (covenant.id, covenant.version)
    assert decision["covenant_hash"] == covenant.hash
    assert decision["permitted_fields"] == ["signaal.naam"]
    assert decision["permitted_categories"] == ["contact"]
    # The referral rests on whether there is a benefit: told by all permissions together, without the reasons (R44).
    assert decision["told_together"]
    assert decision["withheld_fields"] == {"bewoner.bsn": []}
    assert {"facts", "outcomes"}.isdisjoint(decision)


def test_l2_the_export_is_on_record_itself_and_for_its_owner_only(tmp_path: Path) -> None:
    exported(tmp_path, Shape.LDV)

    event = AuditEvent.objects.get(action="export-log")
    assert event.details == {"shape": "ldv", "from": "", "to": ""}
    assert stat.S_IMODE((tmp_path / "ldv.jsonl").stat().st_mode) == 0o600
    assert exported(tmp_path, Shape.DECISIONS)[-1]["action"] == "export-log"


def test_an_export_of_some_days_tells_of_those_days_only(tmp_path: Path) -> None:
    tomorrow = TODAY + timedelta(days=1)

    assert exported(tmp_path, Shape.LDV, Days(first=tomorrow)) == []
    (tmp_path / "ldv.jsonl").unlink()
    assert len(exported(tmp_path, Shape.LDV, Days(TODAY, TODAY))) == 4


def test_who_may_not_export_gets_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        export_shape(
            actor=actor("amw", Role.SOCIAL_WORKER), shape=Shape.LDV, to=tmp_path / "log", days=Days()
        )
    assert not (tmp_path / "log").exists()


def test_the_command_writes_the_shape_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "decisions.jsonl"
    command = ["export-log", "--controller", "0988", "--shape", "decisions", "--to", str(to)]

    assert main(command) == 0
    assert "regels / lines" in capsys.readouterr().out
    assert DecisionRecord.objects.count() == 3
    assert len(to.read_text(encoding="utf-8").splitlines()) == 4
    assert main(command) == 1  # what is there is not overwritten
    assert ProcessingRecord.objects.count() == 4
