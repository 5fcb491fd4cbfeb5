"""What the meeting agrees: a decision, actions with an owner and a day, and what is left for the next (R47, K6)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from tests.casework.town import BSNS, RECEIVED, Town
from tests.meeting.agenda import DUE, opened, tabled
from tijdig.casework.models import Task
from tijdig.casework.rules.states import TaskKind
from tijdig.meeting.models import Meeting, MeetingAction
from tijdig.meeting.queries import actions_of, earlier_actions, meeting_pack, proposed_agenda
from tijdig.meeting.queries.others import done_by_others
from tijdig.meeting.services import (
    NewAction,
    add_action,
    complete_action,
    end_meeting,
    plan_ahead,
    record_decision,
    record_outcome,
    withdraw_item,
)
from tijdig.meeting.services.holding import WRITTEN_BY_COLLEAGUE
from tijdig.meeting.services.planning import MEETING_HAS_ENDED
from tijdig.problems import NotFound, Refused


def test_r47_actions_have_an_owner_and_a_day_and_reach_only_who_acts(weert: Town, meeting: Meeting) -> None:
    coordinator, clerk = weert.people["coordinator"], weert.people["landlord-clerk"]
    director = weert.people["debt-director"]
    item = tabled(weert, meeting, opened(weert, BSNS[0], party="wonen-limburg"))
    with pytest.raises(Refused, match=r"meeting\.action-incomplete"):
        add_action(actor=coordinator, item_id=item.pk, what="Bellen", party="wonen-limburg", due_on=None)
    with pytest.raises(Refused, match=r"meeting\.action-by-stranger"):  # not its case (R47)
        add_action(actor=coordinator, item_id=item.pk, what="Bellen", party="st-joseph", due_on=DUE)
    record_decision(actor=coordinator, item_id=item.pk, version=1, decision="Uitstel")
    of_landlord = add_action(
        actor=coordinator, item_id=item.pk, what="Deurwaarder bellen", party="wonen-limburg", due_on=DUE
    )
    own = add_action(
        actor=coordinator,
        item_id=item.pk,
        what="Gezin bezoeken",
        party="gemeente-weert",
        due_on=DUE,
        person_id=weert.id_of("debt-director"),
    )

    (seen,) = meeting_pack(clerk, meeting.pk).items
    assert ([one.what for one in seen.actions], seen.decision) == (["Deurwaarder bellen"], "")
    (action,) = actions_of(clerk)
    assert (action.what, action.number, action.about) == ("Deurwaarder bellen", "", "H-1")
    assert [one.what for one in actions_of(director)] == ["Gezin bezoeken"]
    assert actions_of(weert.people["work-director"]) == ()  # agreed with another person
    assert own.task is not None
    assert (own.task.kind, own.task.description) == (TaskKind.MEETING_ACTION, "Gezin bezoeken")
    assert own.task.assigned_to == director.person_id

    complete_action(actor=clerk, action_id=of_landlord.pk, on=RECEIVED)
    complete_action(actor=director, action_id=own.pk, on=RECEIVED)
    own.task.refresh_from_db()
    assert own.task.done_on == RECEIVED
    assert (actions_of(clerk), actions_of(director)) == ((), ())
    with pytest.raises(NotFound):
        complete_action(actor=weert.people["other-clerk"], action_id=of_landlord.pk, on=RECEIVED)
    with pytest.raises(Refused, match=r"meeting\.decided-already"):
        withdraw_item(actor=coordinator, item_id=item.pk)


def test_r47_what_is_left_comes_first_at_the_next_meeting(
    weert: Town, meeting: Meeting, clock: time_machine.Traveller
) -> None:
    coordinator, clerk = weert.people["coordinator"], weert.people["landlord-clerk"]
    item = tabled(weert, meeting, opened(weert, BSNS[0], party="wonen-limburg"))
    add_action(actor=coordinator, item_id=item.pk, what="Bellen", party="wonen-limburg", due_on=DUE)
    own = add_action(
        actor=coordinator, item_id=item.pk, what="Bezoeken", party="gemeente-weert", due_on=date(2026, 4, 17)
    )
    dropped = opened(weert, BSNS[1])
    gone = add_action(
        actor=coordinator, item_id=tabled(weert, meeting, dropped).pk, what="Vervallen",
        party="gemeente-weert", due_on=DUE,
    )  # fmt: skip
    assert gone.task is not None
    Task.objects.filter(pk=gone.task.pk).update(dropped=True)
    end_meeting(actor=coordinator, meeting_id=meeting.pk)
    with pytest.raises(Refused, match=r"meeting\.has-ended"):
        withdraw_item(actor=coordinator, item_id=item.pk)
    (following,) = plan_ahead(actor=coordinator, count=1)

    assert [one.what for one in earlier_actions(coordinator, following.pk)] == ["Bellen", "Bezoeken"]
    assert [one.what for one in earlier_actions(clerk, following.pk)] == ["Bellen"]
    assert earlier_actions(coordinator, meeting.pk) == ()
    (proposed,) = proposed_agenda(coordinator, following.pk)
    assert [reason.code for reason in proposed.reasons] == ["meeting.action-not-done"]
    clock.move_to("2026-04-20 10:00+02:00")
    complete_action(actor=coordinator, action_id=own.pk, on=date(2026, 4, 20))
    standing = {one.what: (one.is_late, one.done_on) for one in earlier_actions(coordinator, following.pk)}
    assert standing == {"Bellen": (True, None), "Bezoeken": (False, date(2026, 4, 20))}
    with pytest.raises(Refused, match=r"meeting\.has-ended"):
        record_decision(actor=coordinator, item_id=item.pk, version=1, decision="Te laat")


def test_k6_of_two_who_write_at_once_neither_loses_a_word(weert: Town, meeting: Meeting) -> None:
    coordinator = weert.people["coordinator"]
    item = tabled(weert, meeting, opened(weert, BSNS[0]))
    action = NewAction("Bellen", "wonen-limburg", None, DUE)

    record_outcome(actor=coordinator, item_id=item.pk, version=1, decision="Eerst", action=NewAction())
    with pytest.raises(Refused, match=r"meeting\.written-by-colleague"):
        record_outcome(actor=coordinator, item_id=item.pk, version=1, decision="Daarna", action=action)
    assert not MeetingAction.objects.exists()  # all or nothing: what was typed is on the page in one piece
    # Who only adds an action waits for nobody.
    record_outcome(actor=coordinator, item_id=item.pk, version=1, decision="Eerst", action=action)
    record_outcome(actor=coordinator, item_id=item.pk, version=1, decision="", action=action)
    record_outcome(actor=coordinator, item_id=item.pk, version=2, decision="Samen", action=NewAction())

    item.refresh_from_db()
    assert (item.decision, item.actions.count()) == ("Samen", 2)
    with pytest.raises(Refused, match=r"meeting\.decision-missing"):  # seen, and taken away
        record_outcome(actor=coordinator, item_id=item.pk, version=3, decision="", action=action)
    codes = [WRITTEN_BY_COLLEAGUE.code, MEETING_HAS_ENDED.code]
    (told,) = done_by_others(coordinator, meeting.pk, codes, case_id=item.case_id)
    assert (told.code, told.who, told.at) == (codes[0], "Coordinator", timezone.now())
    assert done_by_others(coordinator, meeting.pk, codes, number="2026-9999") == ()
