"""What may be done with a case now; no reason tells what the covenant withholds from this viewer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.colleagues import case_directors, inviting_people
from tijdig.casework.loading import facts_of_case
from tijdig.casework.models import Case
from tijdig.casework.queries.shown import Possibilities, PossibleReferral
from tijdig.casework.rules.closing_aid import fitting_results
from tijdig.casework.rules.covenant_fields import EVICTION, FIELD_OF_ACT, FIELD_OF_FACT
from tijdig.casework.rules.referrals import check_may_refer
from tijdig.casework.rules.results import results_now
from tijdig.casework.rules.states import CaseView
from tijdig.casework.rules.transitions import Act, may_act
from tijdig.covenant.rules.document import Covenant
from tijdig.disclosure.services import Disclosed
from tijdig.problems import Decision, Problem


def possibilities(
    actor: Actor, case: Case, view: CaseView, covenant: Covenant, own: Disclosed
) -> Possibilities:
    """Return every act with its decision, and the choices of their forms; ``own`` is what disclosure says of it."""
    acts = {act: _decision(may_act(actor, act, view), FIELD_OF_ACT.get(act, ""), own) for act in Act}
    return Possibilities(
        acts=acts,
        # What a result or a referral still lacks tells how the case goes: only for who may do it.
        results=results_now(view) if acts[Act.CLOSE].permitted else {},
        fitting=fitting_results(view) if acts[Act.CLOSE].permitted else (),
        referrals=_possible_referrals(case, view, covenant, own) if acts[Act.REFER].permitted else (),
        routes=covenant.routes,
        covenant_tasks=tuple(covenant.tasks.values()),
        directors=case_directors(actor.controller_id),
        # Together they bring the disciplines of the route (R30): who has none completes no invitation.
        inviters=tuple(one for one in inviting_people(actor.controller_id) if one.discipline),
        must_watch=view.eviction_threatens and EVICTION in own.granted,
    )


def _possible_referrals(
    case: Case, view: CaseView, covenant: Covenant, own: Disclosed
) -> tuple[PossibleReferral, ...]:
    facts, today = facts_of_case(case), timezone.localdate()
    problems = {
        code: check_may_refer(covenant, view, party=code, facts=facts, on=today)
        for code in sorted(view.helping_parties)
    }
    return tuple(
        PossibleReferral(code, covenant.parties[code].name, _told(found, own))
        for code, found in problems.items()
    )


def _told(problems: Sequence[Problem], own: Disclosed) -> tuple[Problem, ...]:
    """Put why a fact is withheld in the place of a problem that would tell it."""
    fields = (FIELD_OF_FACT.get(str(one.params.get("fact", "")), "") for one in problems)
    return tuple(
        told
        for one, field in zip(problems, fields, strict=True)
        for told in (own.withheld[field].reasons if field in own.withheld else (one,))
    )


def _decision(decision: Decision, field: str, own: Disclosed) -> Decision:
    """Put why the field is withheld in the place of a refusal that would tell it."""
    return decision if decision.permitted or field not in own.withheld else own.withheld[field]
