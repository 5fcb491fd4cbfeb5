"""What a referral leaves to do that did not work out: it came back, or the helper keeps one waiting (R30)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tijdig.actors import Action, Actor, require
from tijdig.casework.advising import PlannedTask, new_task
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case, Referral, Task
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.referrals import Answer
from tijdig.casework.rules.states import ReferralState, TaskKind
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.services_processing import record_change

BACK = {
    Answer.REFUSE: "{name} neemt de zaak niet aan: zoek een andere weg",
    Answer.RETURN: "{name} gaf de zaak terug: zoek een andere weg",
}
LATE = {
    ReferralState.OFFERED: "{name} gaf nog geen antwoord op de verwijzing: vraag ernaar",
    ReferralState.ACCEPTED: "{name} meldde nog niet terug: vraag hoe het gaat",
}


def task_of_return(referral: Referral, answer: Answer, actor: Actor, on: date) -> None:
    """Put a case that a helper refused or gave back on the municipality's list again, as a task for that day."""
    if answer not in BACK or _has(referral.case, TaskKind.REFERRAL_BACK, referral.party):
        return
    covenant = covenant_of_case(referral.case)
    text = BACK[answer].format(name=covenant.name_of(referral.party))
    _plan(actor, referral, PlannedTask(TaskKind.REFERRAL_BACK, description=text, due_on=on), covenant)


@transaction.atomic
def chase_referrals(*, actor: Actor, on: date) -> int:
    """Plan a task where a helper's term to answer or to report back is over, once per term; return how many."""
    require(actor, Action.OPEN_CASES)
    late = _to_chase(ReferralState.OFFERED, "answer_by", on) | _to_chase(
        ReferralState.ACCEPTED, "report_by", on
    )
    waiting = Referral.objects.filter(
        late, controller_id=actor.controller_id, case__closed_on__isnull=True
    ).select_related("case")
    count = 0
    for referral in waiting.order_by("pk"):
        covenant = covenant_of_case(referral.case)
        text = LATE[ReferralState(referral.state)].format(name=covenant.name_of(referral.party))
        _plan(actor, referral, PlannedTask(TaskKind.REFERRAL_LATE, description=text, due_on=on), covenant)
        record_change(
            actor=actor,
            action="case.chase-referral",
            object_kind="case",
            object_id=str(referral.case_id),
            processings=about_case(referral.case_id, covenant),
            details={"party": referral.party, "state": referral.state},
        )
        count += 1
    return count


def _plan(actor: Actor, referral: Referral, planned: PlannedTask, covenant: Covenant) -> None:
    whole = replace(planned, code=referral.party, party=covenant.municipality.code)
    new_task(referral.case, whole, actor).save()


def _has(case: Case, kind: TaskKind, party: str) -> bool:
    return case.tasks.filter(kind=kind, code=party, done_on__isnull=True, dropped=False).exists()


def _to_chase(state: ReferralState, term: str, on: date) -> Q:
    """Referrals of which this term is over, without a task since, done or not: an older one chased another term."""
    chased = Task.objects.filter(
        case=OuterRef("case"),
        kind=TaskKind.REFERRAL_LATE,
        code=OuterRef("party"),
        due_on__gt=OuterRef(term),
    )
    return Q(~Exists(chased), state=state, **{f"{term}__lt": on})
