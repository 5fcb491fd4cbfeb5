"""Searches in the log: by person, party, purpose, day, case or number; none stands in the address (R55, I2, L6)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.parties.town import Town
from tests.web.cases import FAMILY, SINGLE, build_cases
from tests.web.privacy.log.disclosed import SUBJECT, read_events
from tijdig.actors import Role
from tijdig.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("_disclosed")
def test_a_search_is_posted_and_kept_out_of_the_address_i2(officer: Client) -> None:
    searches: list[tuple[dict[str, str], bool]] = [
        ({"subject": SUBJECT}, True),
        ({"subject": str(uuid4())}, False),
        ({"party": "amw"}, True),
        ({"party": "wonen-limburg"}, False),
        ({"purpose": "hulpverlening"}, True),
        ({"purpose": "verantwoording"}, False),
        ({"given": "some"}, True),
        ({"given": "all"}, False),
        ({"given": "nothing"}, False),
        ({"from_day": "2026-04-07", "to_day": "2026-04-07"}, True),
        ({"from_day": "2026-04-08"}, False),
        ({"to_day": "2026-04-06"}, False),
    ]
    for search, found in searches:
        answer = officer.post(reverse("privacy:log"), search, follow=True)
        addresses = [address for address, _ in answer.redirect_chain]
        assert addresses == [reverse("privacy:log") + "?toon=verstrekkingen"], search
        assert ("Persoon social-worker (" in answer.content.decode()) is found, search


@pytest.mark.usefixtures("_disclosed")
def test_a_search_by_person_finds_what_that_person_did(officer: Client, town: Town) -> None:
    worker, director = town.person(Role.SOCIAL_WORKER), town.person(Role.CASE_DIRECTOR)

    assert (
        "1 regel gevonden"
        in officer.post(reverse("privacy:log"), {"person_id": str(worker.pk)}, follow=True).content.decode()
    )
    assert (
        "0 regels gevonden"
        in officer.post(reverse("privacy:log"), {"person_id": str(director.pk)}, follow=True).content.decode()
    )


def test_a_wrong_search_says_what_is_wrong(officer: Client) -> None:
    answer = officer.post(reverse("privacy:log"), {"from_day": "gisteren", "person_id": str(uuid4())})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert "gevonden" not in answer.content.decode()
    assert not read_events()


def test_a_case_is_found_by_its_number_with_its_signals_and_called_by_it(town: Town) -> None:
    cases = build_cases()
    director, officer = cases.browser(Role.CASE_DIRECTOR), cases.browser(Role.PRIVACY_OFFICER)
    case = cases.by_person[FAMILY]
    for one in (case, cases.by_person[SINGLE]):
        director.get(reverse("municipality:case", args=[one.pk]))

    page = officer.post(reverse("privacy:log"), {"subject": case.number}, follow=True).content.decode()

    assert f"zaak {case.number}" in page
    assert "signaal van Wonen Limburg, ontvangen 02-04-2026" in page
    assert cases.by_person[SINGLE].number not in page
    done = officer.get(reverse("privacy:log") + "?toon=handelingen").content.decode()
    assert "zaak ontstaan uit signalen" in done
    assert f"zaak {case.number}" in done


def test_r55_who_asks_after_their_own_data_is_told_who_saw_what_of_them(town: Town) -> None:
    cases = build_cases()
    director, officer = cases.browser(Role.CASE_DIRECTOR), cases.browser(Role.PRIVACY_OFFICER)
    case = cases.by_person[FAMILY]
    for one in (case, cases.by_person[SINGLE]):
        director.get(reverse("municipality:case", args=[one.pk]))

    page = officer.post(
        reverse("privacy:log"), {"bsn": f"{FAMILY[:4]}.{FAMILY[4:]}"}, follow=True
    ).content.decode()

    assert f"zaak {case.number}" in page
    assert "signaal van Wonen Limburg, ontvangen 02-04-2026" in page
    assert cases.by_person[SINGLE].number not in page
    (told,) = [event for event in read_events() if event.details["about_person"]]
    assert told.details["subject"] == case.number
    assert not [event for event in AuditEvent.objects.all() if FAMILY in str(vars(event))]


@pytest.mark.parametrize(
    ("search", "told"),
    [
        (
            {"bsn": "111222334"},
            "Dit is geen burgerservicenummer. Kijk de cijfers na; het zijn er acht of negen.",
        ),
        ({"bsn": "111222333"}, "Van de persoon met dit nummer staat niets in het logboek."),
        ({"bsn": FAMILY, "subject": "NUMBER"}, "Zoek op een zaaknummer of op een burgerservicenummer"),
    ],
)
def test_r55_a_number_that_finds_nobody_is_told_and_searches_nothing(
    town: Town, search: dict[str, str], told: str
) -> None:
    cases = build_cases()
    officer = cases.browser(Role.PRIVACY_OFFICER)
    sent = {name: value.replace("NUMBER", cases.by_person[FAMILY].number) for name, value in search.items()}

    answer = officer.post(reverse("privacy:log"), sent)

    assert told in answer.content.decode()
    assert not [event for event in read_events() if event.details["about_person"] or event.details["subject"]]


@pytest.mark.parametrize("text", ["2026-9999", "Jansen", "Maaspoort 12"])
def test_l6_what_is_no_case_is_not_looked_for_and_not_on_record(officer: Client, text: str) -> None:
    answer = officer.post(reverse("privacy:log"), {"subject": text}, follow=True)

    assert "Er is geen zaak met dit nummer." in answer.content.decode()
    assert not any(event.details["subject"] for event in read_events())
