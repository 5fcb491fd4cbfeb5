"""Letters that wait to be printed: what stays behind is told, also when the answer is the archive (K6, R56)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
import time_machine
from django.urls import reverse

from tests.web.cases import FAMILY, SINGLE, Cases
from tijdig.actors import Role
from tijdig.casework.models import Case
from tijdig.casework.services import freeze_contact, take_up_case
from tijdig.contact.models import Message
from tijdig.contact.rules.messages import Channel, MessageKind, MessageState
from tijdig.contact.services import draft_message, edit_message, finish_message

pytestmark = pytest.mark.django_db
ADDRESS = reverse("municipality:post")


def ready(cases: Cases, bsn: str) -> UUID:
    """A letter of the case director that waits to be printed."""
    director = cases.world.actor(Role.CASE_DIRECTOR)
    case = Case.objects.get(pk=cases.by_person[bsn].pk)
    taken = take_up_case(actor=director, case_id=case.pk, version=case.version)
    draft = draft_message(
        actor=director,
        case_id=case.pk,
        version=taken.version,
        kind=MessageKind.INFORMING,
        channel=Channel.LETTER,
    )
    written = edit_message(
        actor=director, message_id=draft.pk, version=draft.version, title="Bel mij", text="Bel mij op 0495."
    )
    return finish_message(actor=director, message_id=draft.pk, version=written.version).pk


def test_what_stays_behind_is_told_beside_the_archive(cases: Cases) -> None:
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        director = cases.browser(Role.CASE_DIRECTOR)
        leaves, stays = ready(cases, SINGLE), ready(cases, FAMILY)
        frozen = cases.by_person[FAMILY]
        freeze_contact(actor=cases.world.actor(Role.PRIVACY_OFFICER), number=frozen.number)

        answer = director.post(ADDRESS, {"bericht": [leaves, stays, uuid4()]})

        assert answer["Content-Type"] == "application/zip"
        assert Message.objects.get(pk=leaves).state == MessageState.SENT
        assert Message.objects.get(pk=stays).state == MessageState.READY
        page = director.get(ADDRESS).content.decode()
        assert "Niet geprint: Het contact met deze inwoner staat stil" in page
        assert "Eén brief die u koos staat niet meer klaar" in page
        assert "Niet geprint" not in director.get(ADDRESS).content.decode()  # told once
