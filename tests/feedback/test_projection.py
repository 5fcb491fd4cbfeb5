"""What a partner hears: the projection, and that nothing else can be read from it (R43, R44, C8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.town import shipped
from tijdig.covenant.rules.deciding import projected_feedback
from tijdig.covenant.rules.feedback_codes import EXTERNAL_NAMES_NL, TELLABLE, ExternalCode
from tijdig.ddas import Result, SignalStatus
from tijdig.feedback.rules.files import FeedbackRow, FileKind, feedback_file
from tijdig.feedback.rules.projection import Feedback, SignalOutcome, internal_result, projected

OPEN = SignalOutcome(UUID(int=7), date(2026, 3, 4), SignalStatus.TAKEN_UP, None)
PROJECTIONS = st.dictionaries(
    st.sampled_from([*Result]), st.none() | st.sampled_from([*ExternalCode]), max_size=len(Result)
)


def widest(result: str) -> str | None:
    """The widest projection that the closed list allows."""
    return next((code.value for code, results in TELLABLE.items() if result in results), None)


def file_of(feedback: Feedback, kind: FileKind) -> bytes:
    row = FeedbackRow("HUUR-1", feedback.received_on, feedback.code or "", feedback.sentence_nl)
    return feedback_file([row], kind)


@pytest.mark.parametrize(
    ("status", "result", "code"),
    [
        (SignalStatus.OPEN, None, None),
        (SignalStatus.TAKEN_UP, None, None),
        (SignalStatus.UNJUSTIFIED, None, ExternalCode.UNJUSTIFIED),
        (SignalStatus.REPEAT, None, ExternalCode.REPEAT),
        (SignalStatus.NOT_RESIDENT, None, ExternalCode.NO_RESIDENT),
        (SignalStatus.DECEASED, None, ExternalCode.DECEASED),
        (SignalStatus.OTHER_REASON, None, ExternalCode.NOT_TAKEN_UP),
        (SignalStatus.ALREADY_KNOWN, None, None),
        (SignalStatus.TAKEN_UP, Result.FOLLOW_UP, ExternalCode.OFFER_ACCEPTED),
        (SignalStatus.TAKEN_UP, Result.NO_HELP_WANTED, ExternalCode.OFFER_DECLINED),
        (SignalStatus.TAKEN_UP, Result.OTHER_REASON, ExternalCode.NOT_TAKEN_UP),
        (SignalStatus.TAKEN_UP, Result.OTHER_PROGRAMME, None),
        (SignalStatus.REPEAT, Result.FOLLOW_UP, ExternalCode.REPEAT),
        (SignalStatus.OPEN, Result.FOLLOW_UP, None),
    ],
)
def test_r43_whitelist(status: SignalStatus, result: Result | None, code: ExternalCode | None) -> None:
    assert projected(replace(OPEN, status=status, result=result), widest).code == code


@given(
    st.sampled_from([status for status in SignalStatus if status is not SignalStatus.TAKEN_UP]),
    st.none() | st.sampled_from([*Result]),
    PROJECTIONS,
)
def test_r44_a_signal_that_was_not_taken_up_never_hears_the_result_of_a_case(
    status: SignalStatus, result: Result | None, projection: dict[Result, ExternalCode | None]
) -> None:
    def apply(text: str) -> str | None:
        return projection.get(Result(text))

    with_case = projected(replace(OPEN, status=status, result=result), apply)
    assert with_case == projected(replace(OPEN, status=status, result=None), apply)


@given(st.sampled_from([*Result]), st.sampled_from([*Result]), PROJECTIONS, st.sampled_from([*FileKind]))
def test_c8_two_results_with_one_projection_are_byte_identical(
    one: Result, other: Result, projection: dict[Result, ExternalCode | None], kind: FileKind
) -> None:
    def apply(result: str) -> str | None:
        return projection.get(Result(result))

    first = projected(replace(OPEN, result=one), apply)
    second = projected(replace(OPEN, result=other), apply)
    assert (file_of(first, kind) == file_of(second, kind)) == (projection.get(one) == projection.get(other))


@given(st.sampled_from([*Result]), PROJECTIONS)
def test_c8_a_result_that_is_not_told_looks_like_an_open_case(
    result: Result, projection: dict[Result, ExternalCode | None]
) -> None:
    told = projected(replace(OPEN, result=result), lambda text: projection.get(Result(text)))
    if projection.get(result) is None:
        assert told == projected(OPEN, lambda _: None)


def test_r32_the_inner_reason_cannot_reach_feedback_because_it_is_not_an_input() -> None:
    assert set(SignalOutcome.__dataclass_fields__) == {"signal_id", "received_on", "status", "result"}
    assert set(Feedback.__dataclass_fields__) == {"signal_id", "received_on", "code"}


def test_r44_a_projection_outside_the_closed_list_tells_nothing() -> None:
    for leak in ("heeft kinderen", "zorg", "", "Niet opgepakt: andere reden"):
        assert projected(replace(OPEN, result=Result.FOLLOW_UP), lambda _, leak=leak: leak).code is None


def test_a_status_outside_a_case_is_its_own_result() -> None:
    for status in SignalStatus:
        ended = internal_result(replace(OPEN, status=status))
        expected = None if status in {SignalStatus.OPEN, SignalStatus.TAKEN_UP} else status.value
        assert ended == expected
        assert ended is None or Result(ended)


def test_every_code_has_a_sentence() -> None:
    for code in ExternalCode:
        assert replace(projected(OPEN, widest), code=code).sentence_nl == EXTERNAL_NAMES_NL[code]
    assert projected(OPEN, widest).sentence_nl == "Nog geen terugkoppeling"


@pytest.mark.parametrize("name", ["weert", "sittard-geleen", "landelijk"])
def test_r43_each_of_the_sixteen_results_is_told_as_little_as_the_law_allows(name: str) -> None:
    covenant = shipped(name)
    for result in Result:
        told = projected_feedback(covenant, result)
        assert told is None or result in TELLABLE[ExternalCode(told)]
    silent = {result for result in Result if projected_feedback(covenant, result) is None}
    assert {Result.PAID_OR_ARRANGED, Result.ALREADY_KNOWN, Result.REFERRED_WITHOUT_TENANT} <= silent
    assert not silent & {*TELLABLE[ExternalCode.OFFER_ACCEPTED], Result.DECEASED, Result.NOT_RESIDENT}
