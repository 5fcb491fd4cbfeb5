"""What waits to be handed over leaves once, not to the dead, and goes again only when it did not leave (R26, R35)."""

from __future__ import annotations

import pytest
from django.core import mail

from tests.casework.town import Town
from tests.contact.writing import drafted, finished, taken_up
from tijdig.casework.models import Case, ContactAttempt
from tijdig.contact import outbox
from tijdig.contact.gateways import NotTaken
from tijdig.contact.outbox import hand_over_queued
from tijdig.contact.rules.messages import Channel, MessageState
from tijdig.contact.rules.messages import MessageKind as Kind
from tijdig.contact.services import take_back_message
from tijdig.ddas import AttemptKind, Result
from tijdig.problems import Refused


def test_r35_a_queued_message_leaves_once_and_becomes_an_attempt(
    weert: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    director = weert.people["debt-director"]
    case = taken_up(weert, email="kim@voorbeeld.example", phone="0612345678")
    draft = drafted(director, case, Kind.CALL_ME, Channel.MAIL)
    finished(director, draft)

    assert hand_over_queued(actor=weert.system) == 1
    assert hand_over_queued(actor=weert.system) == 0

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["kim@voorbeeld.example"], "Bericht van Gemeente Weert")
    assert case.number in sent.body
    assert "Wonen Limburg" not in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{draft.pk}@tijdig>"
    attempt = ContactAttempt.objects.get()
    assert (attempt.kind, attempt.made_by) == (AttemptKind.MAIL, director.person_id)
    draft.refresh_from_db()
    assert draft.state == MessageState.SENT


def test_r26_what_was_queued_does_not_leave_to_the_dead(weert: Town) -> None:
    director = weert.people["debt-director"]
    case = taken_up(weert, email="kim@voorbeeld.example")
    draft = finished(director, drafted(director, case, Kind.CALL_ME, Channel.MAIL))
    Case.objects.update(proposed_result=Result.DECEASED)

    assert hand_over_queued(actor=weert.system) == 0

    draft.refresh_from_db()
    assert (draft.state, draft.problem, draft.tries) == (MessageState.FAILED, "contact.not-to-the-dead", 0)
    assert mail.outbox == []
    with pytest.raises(Refused, match=r"contact\.not-to-the-dead"):
        finished(director, draft)
    assert not ContactAttempt.objects.exists()


@pytest.mark.any_database
def test_r35_what_the_gateway_refused_is_tried_again_and_what_may_have_left_is_not(
    weert: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    director = weert.people["debt-director"]
    case = taken_up(weert, phone="0612345678")
    refused = finished(director, drafted(director, case, Kind.CALL_ME, Channel.SMS))
    asked: list[object] = []

    def not_taken(_channel: Channel, message: object) -> None:
        asked.append(message)
        raise NotTaken("sms-no-connection")

    monkeypatch.setattr(outbox, "hand_over", not_taken)
    for _time in range(5):
        assert hand_over_queued(actor=weert.system) == 0
    refused.refresh_from_db()
    assert (len(asked), refused.state, refused.problem) == (3, MessageState.FAILED, "sms-no-connection")

    def broken_off(_channel: Channel, message: object) -> None:
        asked.append(message)
        raise TimeoutError

    uncertain = finished(director, refused)
    monkeypatch.setattr(outbox, "hand_over", broken_off)
    for _time in range(2):
        assert hand_over_queued(actor=weert.system) == 0
    uncertain.refresh_from_db()
    assert (len(asked), uncertain.state) == (4, MessageState.SENDING)
    with pytest.raises(Refused, match=r"contact\.message-state"):
        finished(director, uncertain)
    take_back_message(actor=director, message_id=uncertain.pk, version=uncertain.version, drop=True)
    assert not ContactAttempt.objects.exists()
