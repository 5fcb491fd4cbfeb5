"""T4: the page on which a partner or the municipality checks a receipt tells nothing of what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.feedback.world import NOW, World, build_world, signalled
from tests.parties.town import signed_in
from tijdig.actors import Role
from tijdig.feedback.services import issue_receipt
from tijdig.ledger.models import ReceiptRecord

PAGE = "/bewijs-controleren/"
KNOWN = "Dit bewijs staat in het logboek"
CHANGED = "niet meer zoals het is gegeven"
UNKNOWN = "Dit bewijs kennen wij niet"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build_world()


def test_t4_the_code_and_the_file_of_a_receipt_are_checked_on_the_page(world: World) -> None:
    signal = signalled(world)
    paper = issue_receipt(actor=world.actor(Role.LANDLORD_CLERK), signal_id=signal.pk)
    code = ReceiptRecord.objects.get().code
    clerk = signed_in(world.town.assignments[Role.LANDLORD_CLERK])

    def asked(client: Client, code: str = "", file: bytes = b"") -> str:
        sent = {"code": code, **({"file": SimpleUploadedFile("bewijs.pdf", file)} if file else {})}
        answer = client.post(PAGE, sent)
        return " ".join(answer.content.decode().split())

    told = asked(clerk, code.lower())
    assert KNOWN in told
    assert "7 april 2026" in told
    assert "Convenant vroegsignalering huurschulden Weert" in told
    assert signal.surname not in told
    assert signal.reference not in told
    assert "is zoals het is gegeven" in asked(clerk, "", paper)
    assert CHANGED in asked(clerk, code, paper[:-1])
    assert UNKNOWN in asked(signed_in(world.other_clerk), code, paper)
    assert KNOWN in asked(signed_in(world.town.assignments[Role.COORDINATOR]), code)
    assert "kan niet kloppen" in asked(clerk, "1234")
    assert "Typ de controlecode over, of kies het bestand." in asked(clerk)
    assert "Zelf controleren" in clerk.get(PAGE).content.decode()


def test_t4_the_check_itself_is_there_for_everyone(client: Client) -> None:
    answer = client.get(reverse("witness:verifier"))

    assert answer.content.startswith(b"PK")
    assert "verify.pyz" in answer["Content-Disposition"]
