"""The log is read in words: each action, kind and detail that a service records has its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import ROOT
from tests.parties.town import Town
from tijdig.actors import Action, Role
from tijdig.casework.rules.referrals import Answer
from tijdig.casework.rules.transitions import Act
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.rights.services.erasing import Erased
from tijdig.web.privacy.details import LABELS, LEFT_OUT
from tijdig.web.privacy.wording import ACTIONS, KINDS

pytestmark = pytest.mark.django_db


def test_an_event_is_told_without_keys_and_codes(officer: Client, town: Town) -> None:
    officer.post(
        reverse("privacy:log"),
        {"person_id": str(town.person(Role.SOCIAL_WORKER).pk), "party": "amw", "from_day": "2026-04-01"},
    )
    officer.get(reverse("privacy:log"))
    events = reverse("privacy:log") + "?toon=handelingen"
    page = officer.post(events, {"action": "read-log"}, follow=True).content.decode()

    assert "medewerker: Persoon social-worker;" in page
    assert "partij: AMW Midden-Limburg;" in page
    assert "vanaf: 1 april 2026" in page
    assert "logboek gelezen" in page
    assert "from_day" not in page.split("</form>")[1]


@pytest.mark.any_database
def test_every_action_and_kind_that_a_service_records_has_words() -> None:
    source = "".join(path.read_text() for path in (ROOT / "src" / "tijdig").rglob("*.py"))
    kinds = set(re.findall(r'(?:object_kind|subject_kind)="([a-z-]+)"', source))
    actions = set(re.findall(r'action="([a-z.-]+)"', source)) - {"store_true", "append"}
    actions |= {Action[name].value for name in re.findall(r"action=Action\.([A-Z_]+)", source)}
    actions |= {f"case.{act}" for act in Act} | {f"referral.{answer}" for answer in Answer}

    assert kinds <= set(KINDS)
    assert actions <= set(ACTIONS)


def details_in(source: str) -> Iterator[str]:
    """The keys that are written out where an event is recorded."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            for given in node.keywords:
                if given.arg == "details" and isinstance(given.value, ast.Dict):
                    yield from (key.value for key in given.value.keys if isinstance(key, ast.Constant))


@pytest.mark.any_database
def test_every_detail_that_a_service_records_has_a_word() -> None:
    sources = [path.read_text() for path in (ROOT / "src" / "tijdig").rglob("*.py")]
    keys = {key for source in sources if "details=" in source for key in details_in(source)}
    # Made from a dataclass, an enumeration, or handed on.
    keys |= {
        *(field.name for field in fields(Erased)),
        *(outcome.value for outcome in Outcome),
        "from",
        "case",
    }

    assert len(keys) > 60
    assert keys - LEFT_OUT <= set(LABELS)
