"""What may be written about what, and what a text must say and may not (C1, R18, R28, R38)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.casework.town import shipped
from tijdig.contact.rules.messages import (
    CHANNELS,
    Channel,
    MessageKind,
    Possible,
    check_appointment_stands,
    check_kind,
    check_text,
)
from tijdig.contact.rules.texts import Text, check_text_of_kind, filled, placeholders_in
from tijdig.contact.rules.told import told_use
from tijdig.contact.shipped import shipped_text
from tijdig.covenant.rules.fields import FIELDS

Kind = MessageKind
DECIDED = Possible(decision="admission")


@pytest.mark.parametrize(
    ("kind", "channel", "case", "wrong"),
    [
        (Kind.INFORMING, Channel.LETTER, Possible(), ""),
        (Kind.INFORMING, Channel.MAIL, Possible(), "contact.not-this-way"),
        (Kind.MISSED_YOU, Channel.LETTER, Possible(), "contact.not-this-way"),
        (Kind.CALL_ME, Channel.SMS, Possible(), ""),
        (Kind.INVITATION, Channel.LETTER, Possible(), "contact.needs-appointment"),
        (
            Kind.JOINT_INVITATION,
            Channel.LETTER,
            Possible(appointment=True),
            "contact.needs-joint-appointment",
        ),
        (Kind.JOINT_INVITATION, Channel.LETTER, Possible(joint_appointment=True), ""),
        (Kind.ADMISSION, Channel.LETTER, DECIDED, ""),
        (Kind.REFUSAL, Channel.LETTER, DECIDED, "contact.needs-decision"),
        (Kind.REFERRED, Channel.LETTER, Possible(), "contact.needs-referral"),
        (Kind.CLOSING, Channel.LETTER, Possible(deceased=True), "contact.not-to-the-dead"),
    ],
)
def test_r38_nothing_is_written_about_what_is_not_there(
    kind: MessageKind, channel: Channel, case: Possible, wrong: str
) -> None:
    problem = check_kind(kind, channel, case)
    assert (problem.code if problem else "") == wrong


WRITTEN = datetime(2026, 3, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({}, True),
        ({"cancelled": True}, False),
        ({"changed_at": WRITTEN + HOUR}, False),
        ({"now": WRITTEN + 8 * HOUR}, False),
    ],
)
def test_r28_a_letter_about_an_appointment_goes_while_all_in_it_holds(
    changed: dict[str, Any], holds: bool
) -> None:
    about = {
        "starts_at": WRITTEN + 8 * HOUR, "changed_at": WRITTEN, "cancelled": False, "drafted_at": WRITTEN,
        "now": WRITTEN + HOUR,
    }  # fmt: skip
    assert (check_appointment_stands(**{**about, **changed}) is None) is holds  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", Kind)
def test_r18_every_shipped_text_says_what_it_must_and_nothing_that_others_may_not_read(
    kind: MessageKind,
) -> None:
    assert check_text_of_kind(kind, shipped_text(kind)) == ()
    assert set(CHANNELS) == set(Kind)


@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        (Kind.CLOSING, "Dag {naam}, {onzin}. {bereikbaar}", "contact.unknown-placeholder"),
        (
            Kind.INFORMING,
            shipped_text(Kind.INFORMING).body.replace("{grondslag}", ""),
            "contact.placeholder-missing",
        ),
        (Kind.CALL_ME, "Bel ons over {bronnen}: {bereikbaar}", "contact.others-may-read"),
    ],
)
def test_c1_a_text_of_a_municipality_has_known_placeholders_only(
    kind: MessageKind, text: str, wrong: str
) -> None:
    assert [one.code for one in check_text_of_kind(kind, Text("Titel", text))] == [wrong]


def test_r38_a_decision_does_not_leave_before_its_plan_is_filled_in() -> None:
    text = shipped_text(Kind.ADMISSION)
    found = check_text(text.title, text.body, Channel.LETTER, complete=True)
    assert {one.code for one in found} == {"contact.still-to-fill-in"}
    assert check_text(text.title, text.body, Channel.LETTER, complete=False) == ()
    assert [one.code for one in check_text("a", "b" * 481, Channel.SMS, complete=True)] == [
        "contact.too-long-for-sms"
    ]
    assert filled(Text("{naam}", "{naam} {naam}"), {"naam": "A"}) == Text("A", "A A")
    assert placeholders_in(Text("{a}", "{b} {a}")) == ("a", "b")


@pytest.mark.parametrize("name", ["weert", "sittard-geleen", "landelijk"])
def test_r18_every_shipped_covenant_says_all_that_a_tenant_must_be_told(name: str) -> None:
    covenant = shipped(name)
    told = told_use(covenant)

    assert told.purpose
    assert "AVG art. 6.1.e" in told.ground
    assert told.recipients
    assert covenant.municipality.name not in told.recipients
    assert not {party.name for party in covenant.signal_partners} & set(told.recipients)
    described = {fact for _, facts in told.categories for fact in facts}
    assert {FIELDS["signaal.bedrag"].description, FIELDS["bewoner.bsn"].description} <= described
    assert any("nadat uw zaak is afgesloten. Daarna vernietigen wij ze." in one for one in told.retention)
