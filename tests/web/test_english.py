"""Who chose English reads English: on the main pages of every role no text of our own is left in Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from babel.messages.mofile import write_mo
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from tests.web.cases import FAMILY, SINGLE, Cases
from tijdig.actors import Role
from tijdig.casework import services
from tijdig.casework.models import Referral
from tijdig.covenant.models import CovenantVersion
from tijdig.ddas import AttemptKind, PartOfDay
from tijdig.intake.models import Delivery
from tijdig.web.context import ENTRIES
from tools.translations import read_catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SPOKEN = {"aria-label", "title", "placeholder", "alt", "data-label"}
UNREAD = {"script", "style"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue that is in the repository, not one that happens to have been compiled."""
    top = tmp_path_factory.mktemp("locale")
    folder = top / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, read_catalogue())
    return top


@pytest.fixture(autouse=True)
def english_as_it_stands(compiled: Path, settings: LazySettings) -> Iterator[None]:
    settings.LOCALE_PATHS = [compiled]
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield


@dataclass
class Reader(HTMLParser):
    """Collects what a person reads or hears, apart from what the page itself marks as Dutch."""

    texts: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=lambda: ["nl"])
    unread: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang", self.languages[-1])
        if language != "nl":
            self.texts += [value for name, value in given.items() if name in SPOKEN]
        if tag not in VOID:
            self.languages.append(language)
            self.unread += tag in UNREAD

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.languages.pop()
            self.unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if self.languages[-1] != "nl" and not self.unread and data.strip():
            self.texts.append(" ".join(data.split()))


def read(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    assert reader.languages == ["nl"], "an element is not closed"
    return reader.texts


@cache
def dutch_texts() -> re.Pattern[str]:
    """Our own Dutch as one pattern, without the words that are English too; a placeholder may be anything."""
    found: set[str] = set()
    for message in read_catalogue():
        english = message.string if isinstance(message.string, tuple | list) else (message.string,)
        dutch = message.id if isinstance(message.id, tuple | list) else (message.id,)
        found |= {_pattern(one) for one in dutch if one and one not in english}
    return re.compile("|".join(sorted(found)))


def _pattern(text: str) -> str:
    """Of "Zaak %(number)s" too little is our own to let the rest be a whole sentence: there it is one word."""
    pieces = PLACEHOLDER.split(text)
    words = sum(len(piece.split()) for piece in pieces)
    return (".+" if words > 2 else r"\S+").join(re.escape(piece) for piece in pieces)


def addresses(cases: Cases, role: Role) -> list[str]:
    """The main pages of a role; those of the case are of one that was referred."""
    director, case = cases.world.actor(Role.CASE_DIRECTOR), cases.by_person[SINGLE]
    taken = services.take_up_case(actor=director, case_id=case.pk, version=case.version)
    services.refer_case(
        actor=director, case_id=case.pk, version=taken.version, party="amw", reason="No benefit.",
        on=taken.received_on,
    )  # fmt: skip
    referral = Referral.objects.get()
    services.answer_referral(
        actor=cases.world.actor(Role.SOCIAL_WORKER), referral_id=referral.pk, version=1, accept=True,
        on=taken.received_on,
    )  # fmt: skip
    delivery = Delivery.objects.get()
    pages: dict[Role, list[str]] = {
        Role.LANDLORD_CLERK: [
            reverse("landlord:deliveries"),
            reverse("landlord:feedback"),
            reverse("landlord:delivery", args=[delivery.pk]),
            reverse("landlord:signals", args=[delivery.pk]),
        ],
        Role.CASE_DIRECTOR: [
            reverse("municipality:work_list"),
            reverse("municipality:case", args=[case.pk]),
            reverse("municipality:case", args=[cases.by_person[FAMILY].pk]),
            *(reverse(f"municipality:{name}") for name in ("day", "desk", "visits", "post")),
            *(
                reverse(f"municipality:{name}", args=[case.pk])
                for name in ("write_letter", "plan_appointment", "experts", "corrections")
            ),
            reverse("municipality:referral_preview", args=[case.pk, "amw"]),
            reverse("municipality:act", args=[case.pk, "poging"]),
            reverse("meeting:overview"),
        ],
        Role.SOCIAL_WORKER: [
            reverse("partner:referrals"),
            reverse("partner:referral", args=[referral.pk]),
            reverse("meeting:overview"),
        ],
        Role.COORDINATOR: [
            *(
                reverse(f"coordinator:{name}")
                for name in ("month", "doubts", "doubt_figures", "imports", "held")
            ),
            *(reverse(f"municipality:{name}") for name in ("day", "late", "desk", "work_list", "texts")),
            reverse("municipality:text", args=["closing"]),
            reverse("meeting:overview"),
        ],
        Role.PRIVACY_OFFICER: [
            *(
                reverse(f"privacy:{name}")
                for name in (
                    "desk",
                    "log",
                    "reviews",
                    "breaches",
                    "new_breach",
                    "proof",
                    "requests",
                    "evaluations",
                )
            ),
            reverse("covenants:covenant", args=[CovenantVersion.objects.get().pk]),
        ],
        Role.ORGANISATION_ADMIN: [reverse("people:people"), reverse("account:profile")],
    }
    return [*pages[role], reverse("covenants:overview"), "/bestaat-niet/"]


def in_english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("role", ENTRIES)
def test_the_pages_of_a_role_hold_no_dutch_of_our_own(cases: Cases, role: Role) -> None:
    dutch, browser = dutch_texts(), in_english(cases.browser(role))
    left = {
        f"{address}: {text}"
        for address in addresses(cases, role)
        for text in read(browser.get(address).content.decode())
        if dutch.fullmatch(text)
    }
    assert left == set()


def test_the_page_to_sign_in_holds_no_dutch_of_our_own(client: Client) -> None:
    texts = read(in_english(client).get("/account/inloggen/").content.decode())
    assert not [text for text in texts if dutch_texts().fullmatch(text)]
    assert "Sign in" in texts


def test_the_frame_is_read_at_all(cases: Cases) -> None:
    """In Dutch the same look finds the navigation and the heading: were it blind, the tests above would say nothing."""
    browser = cases.browser(Role.CASE_DIRECTOR)
    html = browser.get(reverse("municipality:work_list")).content.decode()
    found = {
        text
        for text in read(html.replace('<html lang="nl"', '<html lang="en"'))
        if dutch_texts().fullmatch(text)
    }
    assert {"Werklijst", "Overleg", "Convenanten", "Uitloggen", "Regisseur"} <= found


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        ("Werklijst", True),
        ("Zaak 2026-0001", True),
        ("Deze zaak is van A. de Vries", True),
        ("Verwijzing zonder tussenkomst inwoner", True),
        ("Woningstichting St. Joseph", False),
        ("Work list", False),
        ("Contact", False),
    ],
)
def test_what_counts_as_dutch_of_our_own(text: str, is_ours: bool) -> None:
    assert bool(dutch_texts().fullmatch(text)) is is_ours


def test_our_own_tasks_and_periods_are_read_in_english(cases: Cases) -> None:
    """They are kept in Dutch, with a capital and a number: no single text of ours to look for."""
    director, family = cases.world.actor(Role.CASE_DIRECTOR), cases.by_person[FAMILY]
    services.take_up_case(actor=director, case_id=family.pk, version=family.version)
    html = (
        in_english(cases.browser(Role.CASE_DIRECTOR))
        .get(reverse("municipality:case", args=[family.pk]))
        .content.decode()
    )
    assert "within 3 working days of receipt" in html
    assert "Eviction threatens: seek contact today" in html
    assert "werkdagen" not in html
    assert "Huur inhouden op de lopende uitkering" in html  # the covenant's own words stay


def test_the_words_of_the_standard_are_read_in_english_wherever_an_attempt_is_told(cases: Cases) -> None:
    """In the history and among what worked here they stand within a text of ours."""
    director, family = cases.world.actor(Role.CASE_DIRECTOR), cases.by_person[FAMILY]
    taken = services.take_up_case(actor=director, case_id=family.pk, version=family.version)
    with time_machine.travel("2026-04-06 10:00+02:00", tick=False):
        services.log_attempt(
            actor=director, case_id=family.pk, version=taken.version, kind=AttemptKind.PHONE, reached=False,
            on=date(2026, 4, 6), part=PartOfDay.EVENING,
        )  # fmt: skip
    browser = in_english(cases.browser(Role.CASE_DIRECTOR))

    html = browser.get(reverse("municipality:case", args=[family.pk])).content.decode()

    assert "Telephone, not reached" in html
    assert "6 April 2026</time>, evening" in html
    assert "Telefoon" not in re.sub(r'value="[^"]*"', "", html)  # which is what a form sends
