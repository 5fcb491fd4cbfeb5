"""The case meeting: planned by the covenant, a basis per case, for each participant its own cases (R47, R48)."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.web.cases import FAMILY, SINGLE, Cases
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.meeting.models import AgendaItem, Meeting, MeetingAction
from tijdig.parties.queries import names_of_people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_april")]


class Seat:
    """Someone at the meeting, with a browser."""

    def __init__(self, cases: Cases, role: Role) -> None:
        self.client = cases.browser(role)

    def look(self, name: str, *args: object) -> str:
        response = self.client.get(reverse(f"meeting:{name}", args=args))
        self.status = response.status_code
        html = re.sub(r"</?time[^>]*>", "", response.content.decode())
        assert UNKNOWN not in html
        return html

    def do(self, name: str, *args: object, **filled: object) -> str:
        response = self.client.post(reverse(f"meeting:{name}", args=args), filled, follow=True)
        self.status = response.status_code
        html = re.sub(r"</?time[^>]*>", "", response.content.decode())
        assert UNKNOWN not in html
        return html


@pytest.fixture
def chair(cases) -> Seat:
    return Seat(cases, Role.COORDINATOR)


@pytest.fixture
def meeting(chair) -> Meeting:
    chair.do("plan", on="2026-05-07")
    return Meeting.objects.get()


@pytest.fixture
def item(cases, chair, meeting) -> AgendaItem:
    case_id = cases.by_person[FAMILY].pk
    chair.do(
        "table", meeting.pk, case_id=case_id, basis="noodzaak", sentence="De woning gaat anders verloren."
    )
    return AgendaItem.objects.get()


def test_r47_the_covenant_says_when_the_next_meeting_is(chair):
    html = chair.look("overview")
    assert "Volgens het convenant is het volgende overleg op 7 mei 2026." in html
    assert "Er is nog geen overleg gepland" in html


def test_who_may_not_plan_sees_why(cases):
    html = Seat(cases, Role.LANDLORD_CLERK).look("overview")
    assert "disabled" in html
    assert "coördinator" in html


def test_r47_the_covenants_criteria_propose_the_threatened_family_only(cases, chair, meeting):
    html = chair.look("meeting", meeting.pk)
    assert str(cases.by_person[FAMILY].pk) in html
    assert str(cases.by_person[SINGLE].pk) not in html
    assert "Voorgesteld omdat: Er dreigt ontruiming." in html


def test_r48_a_case_without_a_sentence_cannot_be_tabled_and_nothing_typed_is_lost(cases, chair, meeting):
    html = chair.do("table", meeting.pk, case_id=cases.by_person[FAMILY].pk, basis="noodzaak", sentence="")
    assert chair.status == 422
    assert "Dit veld is verplicht" in html
    assert 'value="noodzaak" required' in html
    assert not AgendaItem.objects.exists()


def test_r48_consent_must_be_on_record(cases, chair, meeting):
    html = chair.do(
        "table", meeting.pk, case_id=cases.by_person[FAMILY].pk, basis="toestemming", sentence="Zij zei ja."
    )
    assert chair.status == 409
    assert "geen toestemming van de inwoner vastgelegd" in html
    assert "Zij zei ja." in html


def test_each_participant_sees_its_own_cases_and_no_sentence_of_the_municipality(cases, meeting, item):
    clerk = Seat(cases, Role.LANDLORD_CLERK).look("meeting", meeting.pk)
    assert item.case.number not in clerk  # of the case itself the covenant gives a landlord nothing
    assert "Besproken omdat" not in clerk
    assert "De woning gaat anders verloren." not in clerk
    assert "Houd het overleg" not in clerk
    helper = Seat(cases, Role.SOCIAL_WORKER).look("meeting", meeting.pk)
    assert item.case.number not in helper
    assert "Er staan geen zaken van u op de agenda" in helper


def test_the_meeting_runs_item_after_item_and_each_participant_gets_its_own_minutes(
    cases, chair, meeting, item
):
    chair.do("presence", meeting.pk, present=["gemeente-weert", "wonen-limburg"])
    assert "Bespreek de zaken" in chair.look("hold", meeting.pk)
    assert "Zaak 1 van 1" in chair.look("item", meeting.pk, item.pk)
    stale = chair.do(
        "item", meeting.pk, item.pk, version=7, decision="Betaalregeling afspreken.", what="Regeling aanbieden",
        who="wonen-limburg", due_on="2026-05-14",
    )  # fmt: skip
    assert chair.status == 409
    for kept in (
        "Iemand anders schreef intussen",
        "Betaalregeling afspreken.",
        "Regeling aanbieden",
        'value="1"',
    ):
        assert kept in stale
    ended = chair.do(
        "item", meeting.pk, item.pk, version=1, decision="Betaalregeling afspreken.", what="Regeling aanbieden",
        who="wonen-limburg", due_on="2026-05-14", verder="ja",
    )  # fmt: skip
    assert "Rond het overleg af" in ended
    clerk = Seat(cases, Role.LANDLORD_CLERK)
    assert "Regeling aanbieden" in clerk.look("overview")
    assert "Het overleg is afgerond." in chair.do("end", meeting.pk)
    minutes = clerk.look("minutes", meeting.pk)
    assert "Regeling aanbieden" in minutes
    assert "Betaalregeling afspreken." not in minutes
    assert "Betaalregeling afspreken." in chair.look("minutes", meeting.pk)
    paper = clerk.client.get(reverse("meeting:minutes_paper", args=[meeting.pk]))
    assert paper.content.startswith(b"%PDF")
    action = MeetingAction.objects.get()
    assert "De actie is klaar." in clerk.do("complete", meeting.pk, action.pk, terug="overleggen")


def test_k6_each_is_told_who_came_first_and_keeps_what_was_typed(cases, chair, meeting, item):
    family, name = cases.by_person[FAMILY], names_of_people("0988", {item.proposed_by})[item.proposed_by]
    chair.do("item", meeting.pk, item.pk, version=1, decision="Uitstel afspreken.")

    stale = chair.do("item", meeting.pk, item.pk, version=1, decision="Beslag voorkomen.")
    assert f"<strong>Besluit opgeschreven</strong>: {name}, 7 april 2026, 10:00" in stale
    assert "Uitstel afspreken." in stale
    assert "Beslag voorkomen." in stale

    typed = {"basis": "noodzaak", "sentence": "Er is meer aan de hand."}
    twice = chair.do("table", meeting.pk, case_id=family.pk, **typed)
    assert f"<strong>Zaak op de agenda gezet</strong>: {name}, 7 april 2026, 10:00" in twice
    assert "Deze zaak staat al op de agenda" in twice
    assert "<blockquote>Er is meer aan de hand.</blockquote>" in twice
    numbered = chair.do("table_numbered", meeting.pk, number=family.number, **typed)
    assert "<strong>Zaak op de agenda gezet</strong>" in numbered

    chair.do("end", meeting.pk)
    late = chair.do("item", meeting.pk, item.pk, version=2, decision="Toch anders.")
    assert f"<strong>Overleg afgerond</strong>: {name}, 7 april 2026, 10:00" in late
    assert "<blockquote>Toch anders.</blockquote>" in late


def test_k6_who_notes_presence_leaves_what_a_colleague_noted_since(chair, meeting):
    chair.do("presence", meeting.pk, present=["wonen-limburg", "amw"])
    chair.do("presence", meeting.pk, present=["gemeente-weert"])  # from a page that showed nobody
    noted = dict(meeting.presences.values_list("party", "present"))
    assert {party for party, is_there in noted.items() if is_there} == {
        "gemeente-weert",
        "wonen-limburg",
        "amw",
    }
    assert 'name="seen" value="amw"' in chair.look("hold", meeting.pk)
    chair.do("presence", meeting.pk, present=["gemeente-weert"], seen=["gemeente-weert", "amw"])
    assert not meeting.presences.get(party="amw").present


def test_an_action_needs_an_owner_and_a_day(chair, meeting, item):
    html = chair.do("item", meeting.pk, item.pk, version=1, decision="Bellen", what="Bel de verhuurder")
    assert chair.status == 409
    assert "Een actie zegt wat er gebeurt" in html
    assert "Bel de verhuurder" in html
    item.refresh_from_db()
    assert item.decision == ""  # all or nothing


def test_r47_meetings_are_planned_ahead_and_moved(chair, meeting):
    chair.do("plan_ahead", count=3)
    assert [str(one.on) for one in Meeting.objects.order_by("on")] == [
        "2026-05-07", "2026-06-08", "2026-07-07", "2026-08-07",
    ]  # fmt: skip
    assert "Het overleg is verplaatst." in chair.do("move", meeting.pk, on="2026-05-12")
    assert "Op deze dag is er al een overleg." in chair.do("move", meeting.pk, on="2026-06-08")
    assert "Deze dag is al voorbij." in chair.do("move", meeting.pk, on="2026-04-01")


def test_a_case_is_tabled_by_its_number_whatever_the_covenant_proposes(cases, chair, meeting):
    number = cases.by_person[SINGLE].number
    filled = {"basis": "noodzaak", "sentence": "Er is haast."}
    assert "Er is geen zaak met dit nummer." in chair.do("table_numbered", meeting.pk, number="9", **filled)
    assert "De zaak staat op de agenda." in chair.do("table_numbered", meeting.pk, number=number, **filled)


def test_a_case_can_be_taken_off_the_agenda(chair, meeting, item):
    assert "De zaak staat niet meer op de agenda." in chair.do("withdraw", meeting.pk, item.pk)


def test_a6_roles_without_a_seat_are_refused(cases, meeting):
    seat = Seat(cases, Role.PRIVACY_OFFICER)
    seat.look("meeting", meeting.pk)
    assert seat.status == 403


def test_a6_an_unknown_meeting_does_not_exist(chair, cases):
    chair.look("meeting", "00000000-0000-4000-8000-000000000000")
    assert chair.status == 404
