"""The covenant workshop on pages: begin, write with the linter beside it, see what changes, send, follow who signed."""

from __future__ import annotations

import html as entities

import pytest
from django.test import Client
from django.urls import reverse

from tests.parties.town import signed_in
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.covenant import services
from tijdig.covenant.models import CovenantDraft, CovenantVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(town) -> Client:
    return signed_in(town.assignments[Role.COORDINATOR])


@pytest.fixture
def draft(town, version) -> CovenantDraft:
    return services.start_draft(actor=town.actor(Role.COORDINATOR), based_on=version.pk)


def page(client: Client, draft: CovenantDraft) -> str:
    response = client.get(reverse("covenants:draft", args=[draft.pk]))
    assert response.status_code == 200
    text = entities.unescape(response.content.decode())
    assert UNKNOWN not in text
    return text


def save(client: Client, draft: CovenantDraft, text: str, revision: int = 1):
    address = reverse("covenants:draft", args=[draft.pk])
    return client.post(address, {"text": text, "revision": revision}, follow=True)


def test_a_draft_begins_from_a_version_without_javascript(coordinator, version):
    overview = coordinator.get(reverse("covenants:overview")).content.decode()
    assert reverse("covenants:drafts") in overview
    listed = coordinator.get(reverse("covenants:drafts")).content.decode()
    assert UNKNOWN not in listed
    assert reverse("covenants:start_draft", args=[version.pk]) in listed

    begun = coordinator.post(reverse("covenants:start_draft", args=[version.pk]), follow=True)
    text = entities.unescape(begun.content.decode())
    assert 'versie = "1.1.0"' in text
    assert "Niets: de tekst kan naar de partijen." in text
    assert CovenantDraft.objects.get().based_on == version


def test_the_linter_stands_beside_the_text_with_line_reason_and_remedy(coordinator, draft):
    text = draft.text.replace('informeren = "P1M"', 'informeren = "P6W"')
    number = text.splitlines().index('informeren = "P6W"') + 1
    shown = entities.unescape(save(coordinator, draft, text).content.decode())

    assert "De tekst is bewaard en nagekeken." in shown
    assert f"Regel {number}" in shown
    assert 'Schrijf informeren = "P1M" of korter.' in shown
    assert (
        "In de bewaarde tekst staat nog iets dat niet klopt (aantal: 1)." in shown
    )  # why the button does not work
    assert 'informeren = "P6W"' in page(coordinator, draft)


def test_what_changes_stands_in_plain_words(coordinator, draft):
    text = draft.text.replace('informeren = "P1M"', 'informeren = "P2W"')
    shown = entities.unescape(save(coordinator, draft, text).content.decode())

    assert "De inwoner krijgt bericht over het signaal binnen 1 maand na ontvangst." in shown
    assert "De inwoner krijgt bericht over het signaal binnen 2 weken na ontvangst." in shown


def test_k6_a_colleagues_text_is_not_overwritten_and_ones_own_is_not_lost(town, coordinator, draft):
    save(signed_in(town.assignments[Role.PRIVACY_OFFICER]), draft, draft.text + "# van de FG\n")
    response = save(coordinator, draft, draft.text + "# van de coordinator\n")

    assert response.status_code == 409
    shown = entities.unescape(response.content.decode())
    assert "Een collega heeft dit concept intussen bewaard." in shown
    assert "# van de coordinator" in shown
    draft.refresh_from_db()
    assert draft.text.endswith("# van de FG\n")


def test_sent_out_the_page_shows_who_must_sign(coordinator, draft):
    response = coordinator.post(
        reverse("covenants:send_draft", args=[draft.pk]), {"revision": draft.revision}, follow=True
    )
    shown = entities.unescape(response.content.decode())
    assert "De partijen kunnen nu tekenen." in shown
    assert "Wie tekende" in shown
    assert "Nog geen antwoord" in shown
    assert not CovenantDraft.objects.exists()
    assert CovenantVersion.objects.filter(version="1.1.0").exists()


def test_what_cannot_be_sent_comes_back_with_the_reason(coordinator, draft):
    save(coordinator, draft, draft.text.replace('versie = "1.1.0"', 'versie = "1.0.0"'))
    response = coordinator.post(reverse("covenants:send_draft", args=[draft.pk]), {"revision": 2})

    assert response.status_code == 409
    assert "Versie 1.0.0 van dit convenant bestaat al." in entities.unescape(response.content.decode())
    assert CovenantDraft.objects.exists()


def test_a_draft_is_thrown_away(coordinator, draft):
    response = coordinator.post(
        reverse("covenants:discard_draft", args=[draft.pk]), {"revision": draft.revision}, follow=True
    )
    assert "Het concept is weg." in response.content.decode()
    assert not CovenantDraft.objects.exists()


@pytest.mark.parametrize("revision", ["", "x", "0"])
def test_a_button_without_its_revision_does_nothing(coordinator, draft, revision):
    for name in ("send_draft", "discard_draft"):
        address = reverse(f"covenants:{name}", args=[draft.pk])
        assert coordinator.post(address, {"revision": revision}).status_code == 404
    assert CovenantDraft.objects.exists()


def test_an_empty_text_is_a_form_error_and_loses_nothing(coordinator, draft):
    response = coordinator.post(reverse("covenants:draft", args=[draft.pk]), {"text": "", "revision": 1})
    assert response.status_code == 422
    draft.refresh_from_db()
    assert draft.text.startswith("# Convenant")


def test_the_privacy_officer_sees_why_sending_is_for_another(town, draft):
    shown = page(signed_in(town.assignments[Role.PRIVACY_OFFICER]), draft)
    assert "Stuur ter ondertekening" in shown
    assert "mag dit niet doen." in shown
    assert "coördinator" in shown


def test_others_find_no_link_to_the_workshop(town, version):
    shown = signed_in(town.assignments[Role.LANDLORD_CLERK]).get(reverse("covenants:overview"))
    assert reverse("covenants:drafts") not in shown.content.decode()
