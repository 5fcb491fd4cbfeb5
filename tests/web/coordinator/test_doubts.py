"""Settling doubtful matches and different people on one address (R22, R24)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.feedback.world import World, linked, notified, signalled
from tests.sealed import person_of, rewrite
from tests.web.unknown import UNKNOWN
from tijdig.casework.models import Case
from tijdig.disclosure.models import DecisionRecord
from tijdig.intake.models import Signal
from tijdig.linkage.models import Candidate, Link, Notification, ReviewDesk
from tijdig.linkage.queries_figures import review_figures
from tijdig.linkage.rules.decision_table import line
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import Reason, Side
from tijdig.linkage.stored_reasons import stored
from tijdig.residents.models import RegisterExtract, Resident

BSN = "999990019"


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def resident(world: World) -> Resident:
    extract = RegisterExtract.objects.create(
        controller_id="0988",
        kind="residents",
        as_of=date(2026, 4, 1),
        imported_at=datetime(2026, 4, 1, tzinfo=UTC),
        people=1,
    )
    return Resident.objects.create(
        controller_id="0988", extract=extract, bsn=BSN, given_names="Johanna", surname="Vries", prefix="de",
        birth_date="19800503", municipality="0988", street="Markt", house_number=12, postcode="6001AB", town="Weert",
    )  # fmt: skip


def doubted(world: World, **values: object) -> Link:
    signal = signalled(
        world, initials="J.", prefix="de", surname="Wit", birth_date="19800508", street="Markt", house_number=12,
        town="Weert", **values,
    )  # fmt: skip
    reasons = stored([Reason(line("R3").said(), Side.AGAINST)])
    link = linked(signal, Outcome.REVIEW, reasons=reasons)
    Candidate.objects.create(
        controller_id="0988", link=link, position=1, person=person_of("0988", BSN),
        rule_id="R3", register_state=RegisterState.RESIDENT,
        reasons=stored([Reason(line("R1").said(), Side.FOR), Reason(line("R2").said(), Side.AGAINST)]),
    )  # fmt: skip
    return link


def address_of(link: Link) -> str:
    return reverse("coordinator:doubt", args=[link.pk])


def test_the_queue_lists_without_names_and_releases_nothing(
    world: World, coordinator: Client, resident: Resident
) -> None:
    link = doubted(world)
    page = text(coordinator.get("/twijfels/"))
    assert address_of(link) in page
    assert "Adres en geboortedatum passen" in page
    assert "Wit" not in page
    assert not DecisionRecord.objects.exists()


def test_l1_the_page_shows_both_sides_with_differences_marked_and_leaves_records(
    world: World, coordinator: Client, resident: Resident
) -> None:
    page = text(coordinator.get(address_of(doubted(world))))
    assert "<mark>Wit</mark>" in page
    assert "<mark>Vries</mark>" in page
    assert "<mark>3</mark>" in page
    assert "<mark>Markt</mark>" not in page
    for expected in ("Wat past", "Wat niet past", "woont hier", "Niemand van hen"):
        assert expected in page
    assert BSN not in page
    assert UNKNOWN not in page
    assert sorted(record.subject_kind for record in DecisionRecord.objects.all()) == ["candidate", "signal"]


def test_a_decision_is_recorded_opens_the_case_and_goes_on_to_the_next(
    world: World, coordinator: Client, resident: Resident
) -> None:
    first, second = doubted(world), doubted(world, row=900)
    candidate = first.candidates.get()
    response = coordinator.post(address_of(first), {"candidate": str(candidate.pk), "reason": "schrijffout"})
    assert response["Location"] == address_of(second)
    first.refresh_from_db()
    assert (first.person, first.decision_reason) == (person_of("0988", BSN), "schrijffout")
    assert Case.objects.count() == 1


def test_nobody_is_an_answer_too(world: World, coordinator: Client, resident: Resident) -> None:
    link = doubted(world)
    response = coordinator.post(address_of(link), {"candidate": "niemand", "reason": "past niet"})
    assert response["Location"] == "/twijfels/"
    link.refresh_from_db()
    assert (link.person, link.decided_at is not None) == ("", True)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"reason": "x"}, "Kies een van de kandidaten"),
        ({"candidate": "niemand"}, "Schrijf op waarom u dit beslist"),
        ({"candidate": "999999", "reason": "x"}, "Selecteer een geldige keuze"),
    ],
)
def test_an_incomplete_decision_is_told_and_changes_nothing(
    world: World, coordinator: Client, resident: Resident, data: dict[str, str], expected: str
) -> None:
    link = doubted(world)
    response = coordinator.post(address_of(link), data)
    assert response.status_code == 422
    assert expected in text(response)
    link.refresh_from_db()
    assert link.decided_at is None


def test_a_settled_doubt_is_not_asked_again(world: World, coordinator: Client, resident: Resident) -> None:
    link = doubted(world)
    coordinator.post(address_of(link), {"candidate": "niemand", "reason": "x"})
    assert "al beslist" in text(coordinator.get(address_of(link)))
    assert coordinator.post(address_of(link), {"candidate": "niemand", "reason": "x"}).status_code == 409


def test_a6_an_unknown_or_foreign_doubt_is_a_404(
    world: World, coordinator: Client, resident: Resident
) -> None:
    link = doubted(world)
    Link.objects.filter(pk=link.pk).update(undone_at=datetime(2026, 4, 3, tzinfo=UTC))
    for key in (uuid4(), link.pk):
        assert coordinator.get(reverse("coordinator:doubt", args=[key])).status_code == 404
        assert coordinator.get(reverse("coordinator:address", args=[key])).status_code == 404


def two_names(world: World) -> Notification:
    links = [linked(signalled(world, surname=name, street="Markt")) for name in ("Wit", "Zwart")]
    notification = notified(*links, patterns=("multiple",))
    Notification.objects.filter(pk=notification.pk).update(different_people=True)
    return notification


def test_r22_different_people_on_an_address_are_confirmed(world: World, coordinator: Client) -> None:
    notification = two_names(world)
    address = reverse("coordinator:address", args=[notification.pk])
    assert address in text(coordinator.get("/twijfels/"))
    page = text(coordinator.get(address))
    assert "Wit" in page
    assert "Zwart" in page
    assert coordinator.post(address, {}).status_code == 422
    response = coordinator.post(address, {"together": "samen"})
    assert response["Location"] == "/twijfels/"
    notification.refresh_from_db()
    assert notification.different_people_settled_at is not None
    assert Signal.objects.filter(links__notification=notification).count() == 2


def test_how_often_the_proposal_was_right_is_counted_from_decisions(
    world: World, coordinator: Client, resident: Resident
) -> None:
    assert "Nog geen beslissingen" in text(coordinator.get("/twijfels/cijfers/"))
    for choice in ("first", "first", "niemand"):
        link = doubted(world)
        chosen = str(link.candidates.get().pk) if choice == "first" else choice
        coordinator.post(address_of(link), {"candidate": chosen, "reason": "Bekeken"})
    other = doubted(world)
    Candidate.objects.filter(link=other).update(position=2)
    coordinator.post(address_of(other), {"candidate": str(other.candidates.get().pk), "reason": "De tweede"})
    taken = doubted(world)
    Link.objects.filter(pk=taken.pk).update(
        decided_at=taken.made_at, decided_before=other, person=person_of("0988", BSN)
    )
    linked(signalled(world))
    wrong = linked(signalled(world))
    undo = reverse("coordinator:undo", args=[wrong.pk])
    coordinator.post(undo, {"reason": "Verkeerde"})
    figures = review_figures("0988")

    assert [(one.rule_id, one.first, one.other, one.nobody) for one in figures.proposals] == [("A1", 2, 1, 1)]
    assert (figures.together.decided, figures.together.percentage) == (4, 50)
    assert (figures.certain, figures.certain_undone, figures.taken_over) == (1, 1, 1)
    page = text(coordinator.get("/twijfels/cijfers/"))
    assert "2 (50%)" in page
    assert "Adres, geboortedatum en naam passen" in page
    assert "overgenomen" in text(coordinator.get("/twijfels/"))
    assert review_figures("1883").proposals == ()


def test_r24_the_greatest_doubts_are_looked_at_by_two(
    world: World, coordinator: Client, resident: Resident
) -> None:
    ReviewDesk.objects.create(controller_id="0988", second_look=True)
    link = doubted(world)
    answer = {"candidate": str(link.candidates.get().pk), "reason": "De naam is van vroeger"}
    told = coordinator.post(address_of(link), answer, follow=True)

    assert "Een collega kijkt ook, en beslist" in text(told)
    assert "tweede blik" in text(coordinator.get("/twijfels/"))
    assert "Begin bij de eerste" not in text(coordinator.get("/twijfels/"))
    mine = text(coordinator.get(address_of(link)))
    assert "U koos hier al" in mine
    assert 'name="candidate"' not in mine
    assert coordinator.post(address_of(link), answer).status_code == 409
    assert not Case.objects.exists()

    Link.objects.filter(pk=link.pk).update(first_look_by=uuid4())
    theirs = text(coordinator.get(address_of(link)))
    assert "u kijkt als tweede, en beslist" in theirs
    assert "De naam is van vroeger" in theirs
    coordinator.post(address_of(link), {**answer, "reason": "Eens"})
    assert Link.objects.get(pk=link.pk).decided_at is not None


def test_an_empty_queue_says_so(coordinator: Client) -> None:
    assert "Geen twijfels" in text(coordinator.get("/twijfels/"))


def test_r24_a_recent_decision_can_be_undone_with_a_reason(
    coordinator: Client, world: World, resident: Resident
) -> None:
    link = doubted(world)
    candidate = link.candidates.get()
    coordinator.post(address_of(link), {"candidate": candidate.pk, "reason": "Tikfout in de datum"})

    page = text(coordinator.get(reverse("coordinator:doubts")))
    undo = reverse("coordinator:undo", args=[link.pk])
    assert "Onlangs beslist" in page
    assert undo in page
    assert "kandidaat 1" in page
    assert "Tikfout in de datum" in text(coordinator.get(undo))

    assert coordinator.post(undo, {"reason": ""}).status_code == 422
    answer = coordinator.post(undo, {"reason": "Toch de verkeerde gekozen"})

    again = Link.objects.get(signal=link.signal, undone_at__isnull=True)
    assert answer["Location"] == address_of(again)
    link.refresh_from_db()
    assert (link.undone_reason, again.outcome, again.decided_at) == (
        "Toch de verkeerde gekozen",
        Outcome.REVIEW,
        None,
    )
    assert "Onlangs beslist" not in text(coordinator.get(reverse("coordinator:doubts")))


def test_a6_a_foreign_link_cannot_be_undone(coordinator: Client, world: World) -> None:
    assert coordinator.get(reverse("coordinator:undo", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("secrecy", [True, False])
def test_secrecy_in_the_register_is_told_beside_the_candidate(
    coordinator: Client, world: World, resident: Resident, secrecy: bool
) -> None:
    rewrite(Resident.objects.all(), secrecy=secrecy)

    page = text(coordinator.get(address_of(doubted(world))))

    assert ("geheimhouding: geen automatisch contact" in page) is secrecy
