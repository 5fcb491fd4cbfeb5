"""C8: two cases that differ only in what is inside them give a partner the same bytes: pages, files, receipt."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.feedback.world import TODAY, World, cased, signalled
from tests.sealed import rewrite
from tijdig.casework.models import Case
from tijdig.casework.rules.results import SubReason
from tijdig.casework.rules.states import CaseState
from tijdig.covenant.profiles import profile
from tijdig.ddas import Result
from tijdig.intake.models import Signal

WEERT = profile("weert")
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
# What is inside a case: how it ended and why, or that it has not ended at all.
INSIDES: list[tuple[Result | None, str]] = [
    (None, ""),
    *((result, "") for result in Result if result is not Result.OTHER_REASON),
    *((Result.OTHER_REASON, reason.value) for reason in SubReason),
]


def heard(inside: tuple[Result | None, str]) -> str | None:
    """What the covenant file lets a landlord hear, read from the file and not from what is tested."""
    result, _ = inside
    told = next((one.external for one in WEERT.feedback if result in one.internal), None)
    return None if told == "geen_contact" and not WEERT.feedback_policy.tell_no_contact else told


def told(clerk: Client, signal: Signal) -> dict[str, bytes]:
    """Everything that the landlord can fetch about its signal, byte for byte but for the token against forgery."""
    month = f"{signal.received_on:%Y-%m}"
    addresses = (
        f"/terugmeldingen/?maand={month}",
        f"/terugmeldingen/{month}.csv",
        f"/terugmeldingen/{month}.xlsx",
        f"/aanleveringen/{signal.delivery_id}/",
        f"/aanleveringen/{signal.delivery_id}/signalen/",
        f"/aanleveringen/signaal/{signal.pk}/nieuws/",
    )
    answers = {address: clerk.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: TOKEN.sub(rb"\1", answer.content) for address, answer in answers.items()}


def put_inside(case: Case, inside: tuple[Result | None, str]) -> None:
    result, sub_reason = inside
    rewrite(
        Case.objects.filter(pk=case.pk),
        result=result or "",
        sub_reason=sub_reason,
        state=CaseState.CLOSED if result else CaseState.TAKEN_UP,
        closed_on=TODAY if result else None,
    )


@pytest.mark.any_database
def test_c8_what_is_inside_a_case_cannot_be_read_from_what_a_landlord_gets(
    world: World, clerk: Client
) -> None:
    signal = signalled(world)
    case = cased(signal)
    seen: dict[str | None, dict[str, bytes]] = {}
    compared = 0
    for inside in INSIDES:
        put_inside(case, inside)
        now = told(clerk, signal)
        first = seen.setdefault(heard(inside), now)
        compared += first is not now
        assert now == first, inside
    assert compared >= len(INSIDES) - len(seen)
    assert len(seen) > 3  # what a landlord may hear does differ
    pages = [one[f"/terugmeldingen/?maand={signal.received_on:%Y-%m}"] for one in seen.values()]
    assert len(set(pages)) == len(pages)
