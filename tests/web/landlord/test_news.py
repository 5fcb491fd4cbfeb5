"""What comes back to a landlord, and the news that its clerk sends on a signal."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests.feedback.world import World, cased, linked, notified, signalled
from tests.web.landlord.delivering import DELIVERIES, GOOD, csv, deliver, text
from tests.web.unknown import UNKNOWN
from tijdig.casework.models import Case, SignalNews
from tijdig.ddas import Result
from tijdig.intake.models import Signal
from tijdig.linkage.rules.outcomes import Outcome


def test_feedback_shows_only_the_projection(world: World, clerk: Client) -> None:
    cased(
        signalled(world), result=Result.OTHER_REASON, sub_reason="detention", result_reason="iets van binnen"
    )
    cased(signalled(world), result=Result.ALREADY_KNOWN)
    page = text(clerk.get("/terugmeldingen/"))
    assert "Het signaal is niet opgepakt" in page
    assert page.count("Nog geen terugkoppeling") == 2  # the one signal, and the explanation below the table
    for inner in ("detention", "iets van binnen", "al bekend", "schuldhulpverlening"):
        assert inner not in page
    assert "Dit convenant kent geen incassopauze" in page


def test_the_feedback_file_downloads_in_both_kinds(world: World, clerk: Client) -> None:
    cased(signalled(world, reference="=1+1"), result=Result.FOLLOW_UP)
    content = clerk.get("/terugmeldingen/2026-04.csv").content.decode("utf-8-sig")
    assert "'=1+1;2026-04-02;aanbod_aanvaard" in content
    assert clerk.get("/terugmeldingen/2026-04.xlsx").content.startswith(b"PK")
    assert clerk.get("/terugmeldingen/2026-04.pdf").status_code == 404
    assert clerk.get("/terugmeldingen/2026-13.csv").status_code == 404


def test_news_reaches_the_case(world: World, clerk: Client) -> None:
    case = cased(signalled(world))
    signal = Signal.objects.get()
    response = clerk.post(reverse("landlord:news", args=[signal.pk]), {"what": "paid"}, follow=True)
    assert "Ontvangen" in text(response)
    assert Case.objects.get(pk=case.pk).paid_reported_on is not None


def test_an_announced_eviction_needs_its_day(world: World, clerk: Client) -> None:
    cased(signalled(world))
    response = clerk.post(reverse("landlord:news", args=[Signal.objects.get().pk]), {"what": "aanzegging"})
    assert response.status_code == 422
    assert "Vul de dag in waarvoor de ontruiming is aangezegd" in text(response)


@pytest.mark.parametrize("what", ["paid", "vonnis", "geen"])
def test_c8_news_is_answered_the_same_whatever_became_of_the_signal(
    world: World, clerk: Client, what: str
) -> None:
    without_link, in_review, without_case = signalled(world), signalled(world), signalled(world)
    linked(in_review, Outcome.REVIEW)
    notified(linked(without_case))
    open_one, closed = signalled(world), signalled(world)
    cased(open_one)
    cased(closed, result=Result.ALREADY_KNOWN)
    pages = []
    for signal in (without_link, in_review, without_case, open_one, closed):
        address = reverse("landlord:news", args=[signal.pk])
        response = clerk.post(address, {"what": what}, follow=True)
        alert = text(response).split('role="status"')[1].split("</div>")[0]
        pages.append((response.status_code, response.redirect_chain, alert))
    assert pages == [pages[0]] * 5
    assert SignalNews.objects.count() == DBTaskResult.objects.count() == 5


def test_i2_no_address_holds_personal_data(clerk: Client) -> None:
    response = deliver(clerk, csv(GOOD, GOOD | {"kenmerk": "H2", "herinnering": ""}))
    signals = clerk.get(response["Location"] + "signalen/").content.decode()
    addresses = [part.split('"')[0] for part in signals.split('href="')[1:]]
    assert addresses
    for address in addresses:
        for personal in ("H100200", "Voorbeeld", "6001", "april.csv"):
            assert personal not in address


@pytest.mark.parametrize("address", [DELIVERIES, "/terugmeldingen/"])
def test_no_page_has_an_unknown_variable(world: World, clerk: Client, address: str) -> None:
    signalled(world)
    assert UNKNOWN not in text(clerk.get(address))
