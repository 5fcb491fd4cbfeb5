"""What can be done on a case page: for each act its address, its form, the service that carries it out, the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Actor
from tijdig.casework import services
from tijdig.casework.models import Override
from tijdig.casework.rules.results import Closing, SubReason
from tijdig.casework.rules.states import HelpDecision
from tijdig.casework.rules.term_pauses import PauseGround
from tijdig.casework.rules.transitions import Act
from tijdig.casework.rules.withholding import WithheldRent
from tijdig.covenant.rules.facts import FactSource
from tijdig.ddas import AttemptKind, PartOfDay, Result
from tijdig.web.choices import Text
from tijdig.web.municipality import forms, pausing

type Filled = Mapping[str, Any]

ROUTE_PREFIX = "route:"


class Target(TypedDict):
    """Who acts on which version of which case: the first arguments of every service."""

    actor: Actor
    case_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One thing that can be done: ``slug`` is the last part of its address, ``done`` what the page says after it."""

    slug: str
    act: Act
    title: Text
    form: type[forms.VersionedForm]
    run: Callable[[Target, Filled], object]
    done: Text


def _person(text: str) -> UUID | None:
    return UUID(text) if text else None


def _override(target: Target, filled: Filled) -> object:
    choice = str(filled["choice"])
    route = choice.removeprefix(ROUTE_PREFIX) if choice.startswith(ROUTE_PREFIX) else ""
    kind = Override.Kind.ROUTE if route else Override.Kind(choice)
    today = timezone.localdate()
    return services.override_triage(**target, kind=kind, reason=filled["reason"], on=today, route=route)


def _close(target: Target, filled: Filled) -> object:
    closing = Closing(
        result=Result(filled["result"]),
        sub_reason=SubReason(filled["sub_reason"]) if filled["sub_reason"] else None,
        helper=filled["helper"],
        clears_in_time=filled["clears_in_time"],
        only_tips=filled["only_tips"],
        reason=filled["reason"],
        second_person=_person(filled["second_person"]),
        watch_on=filled.get("watch_on"),
    )
    return services.close_case(**target, closing=closing, on=filled["on"])


def _decide(target: Target, filled: Filled) -> object:
    return services.decide_request(
        **target,
        decision=HelpDecision(filled["decision"]),
        reference=filled["reference"],
        on=filled["on"],
    )


def _pause(target: Target, filled: Filled) -> object:
    return services.pause_term(
        **target,
        ground=PauseGround(filled["ground"]),
        reason=filled["reason"],
        on=filled["on"],
        last_day=filled["last_day"],
    )


def _set_fact(target: Target, filled: Filled) -> object:
    source = FactSource(filled["source"])
    return services.set_fact(
        **target, fact=filled["fact"], value=filled["value"], source=source, on=filled["on"]
    )


def _complete(target: Target, filled: Filled) -> object:
    return services.complete_task(
        **target,
        task_id=filled["task_id"],
        on=filled["on"],
        reference=filled["reference"],
        second_person=_person(filled["second_person"]),
    )


def _log_attempt(target: Target, filled: Filled) -> object:
    return services.log_attempt(
        **target,
        kind=AttemptKind(filled["kind"]),
        on=filled["on"],
        part=PartOfDay(filled["part_of_day"]),
        reached=filled["reached"],
    )


def _withhold(target: Target, filled: Filled) -> object:
    rent = WithheldRent(
        int(filled["amount"] * 100), filled["starts_on"], filled["ends_on"], filled["review_on"]
    )
    today = timezone.localdate()
    return services.withhold_rent(**target, on=today, reference=filled["reference"], rent=rent)


_ACTS = (
    CaseAct(
        "oppakken",
        Act.TAKE_UP,
        _("Pak op"),
        forms.VersionedForm,
        lambda target, _f: services.take_up_case(**target),
        _("U hebt deze zaak nu. Zoek contact met de inwoner."),
    ),
    CaseAct(
        "toewijzen",
        Act.ASSIGN,
        _("Wijs toe aan een collega"),
        forms.PersonForm,
        lambda target, f: services.assign_case(**target, to=UUID(f["to"])),
        _("De zaak is toegewezen."),
    ),
    CaseAct(
        "overdragen",
        Act.HAND_OVER,
        _("Draag over aan een collega"),
        forms.PersonForm,
        lambda target, f: services.hand_over(**target, to=UUID(f["to"])),
        _("De zaak is overgedragen."),
    ),
    CaseAct(
        "poging",
        Act.LOG_ATTEMPT,
        _("Leg een contactpoging vast"),
        forms.AttemptForm,
        _log_attempt,
        _("De poging is vastgelegd."),
    ),
    CaseAct(
        "contactkeuze",
        Act.CHOOSE_CONTACT,
        _("Kies of u mag schrijven"),
        forms.ContactChoiceForm,
        lambda target, f: services.choose_contact(
            **target, may_write=f["may_write"], reason=f["reason"], on=timezone.localdate()
        ),
        _("Uw keuze over contact is vastgelegd."),
    ),
    CaseAct(
        "gesprek",
        Act.RECORD_CONVERSATION,
        _("Leg het eerste gesprek vast"),
        forms.DayForm,
        lambda target, f: services.record_conversation(**target, on=f["on"]),
        _("Het eerste gesprek is vastgelegd."),
    ),
    CaseAct(
        "geinformeerd",
        Act.RECORD_INFORMED,
        _("Leg vast dat de inwoner is geïnformeerd"),
        forms.DayForm,
        lambda target, f: services.record_informed(**target, on=f["on"]),
        _("Vastgelegd dat de inwoner is geïnformeerd."),
    ),
    CaseAct(
        "uitnodigen",
        Act.INVITE_JOINTLY,
        _("Nodig samen met een collega uit"),
        forms.InvitationForm,
        lambda target, f: services.invite_jointly(
            **target,
            on=f["on"],
            second_person=_person(f["second_person"]),
        ),
        _("De gezamenlijke uitnodiging is vastgelegd."),
    ),
    CaseAct(
        "inhouden",
        Act.WITHHOLD_RENT,
        _("Leg inhouding van de huur vast"),
        forms.WithholdForm,
        _withhold,
        _("De inhouding van de huur is vastgelegd."),
    ),
    CaseAct(
        "aanbod",
        Act.RECORD_OFFER,
        _("Leg het hulpaanbod vast"),
        forms.DayForm,
        lambda target, f: services.record_offer(**target, on=f["on"]),
        _("Het hulpaanbod is vastgelegd."),
    ),
    CaseAct(
        "aanvaard",
        Act.RECORD_ACCEPTANCE,
        _("De inwoner wil hulp"),
        forms.DayForm,
        lambda target, f: services.record_answer(**target, accepted=True, on=f["on"]),
        _("Vastgelegd: de inwoner wil hulp."),
    ),
    CaseAct(
        "afgewezen",
        Act.RECORD_DECLINE,
        _("De inwoner wil geen hulp"),
        forms.DayForm,
        lambda target, f: services.record_answer(**target, accepted=False, on=f["on"]),
        _("Vastgelegd: de inwoner wil geen hulp. Dat heeft geen gevolgen voor de inwoner."),
    ),
    CaseAct(
        "verzoek",
        Act.RECORD_REQUEST,
        _("Leg een verzoek om schuldhulp vast"),
        forms.DayForm,
        lambda target, f: services.record_request(**target, on=f["on"]),
        _("Het verzoek om schuldhulp is vastgelegd."),
    ),
    CaseAct(
        "besluit",
        Act.DECIDE_REQUEST,
        _("Leg het besluit op het verzoek vast"),
        forms.DecisionForm,
        _decide,
        _("Het besluit is vastgelegd."),
    ),
    CaseAct(
        "stilzetten",
        Act.PAUSE_TERM,
        _("Zet de termijn van het besluit stil"),
        pausing.PauseForm,
        _pause,
        _("De termijn van het besluit staat stil. Laat dat de inwoner weten."),
    ),
    CaseAct(
        "hervatten",
        Act.RESUME_TERM,
        _("Laat de termijn van het besluit weer lopen"),
        pausing.ResumeForm,
        lambda target, f: services.resume_term(**target, on=f["on"]),
        _("De termijn van het besluit loopt weer. Laat de inwoner de nieuwe laatste dag weten."),
    ),
    CaseAct(
        "doorgeleiden",
        Act.REFER,
        _("Verwijs naar een hulpverlener"),
        forms.ReferralForm,
        lambda target, f: services.refer_case(**target, party=f["party"], reason=f["reason"], on=f["on"]),
        _("De zaak is aangeboden aan de hulpverlener."),
    ),
    CaseAct(
        "doorgeleiding-intrekken",
        Act.COMPLETE_TASK,
        _("Trek de verwijzing in"),
        forms.WithdrawForm,
        lambda target, f: services.withdraw_referral(
            **target, referral_id=f["referral_id"], on=timezone.localdate()
        ),
        _("De verwijzing is ingetrokken."),
    ),
    CaseAct(
        "taak",
        Act.PLAN_TASK,
        _("Maak een taak"),
        forms.TaskForm,
        lambda target, f: services.plan_task(**target, description=f["description"], due_on=f["due_on"]),
        _("De taak staat erbij."),
    ),
    CaseAct(
        "convenanttaak",
        Act.PLAN_TASK,
        _("Kies een taak uit het convenant"),
        forms.CovenantTaskForm,
        lambda target, f: services.plan_covenant_task(**target, code=f["code"], due_on=f["due_on"]),
        _("De taak staat erbij."),
    ),
    CaseAct(
        "taak-klaar",
        Act.COMPLETE_TASK,
        _("Rond deze taak af"),
        forms.TaskDoneForm,
        _complete,
        _("De taak is klaar."),
    ),
    CaseAct(
        "gegeven",
        Act.SET_FACT,
        _("Leg een gegeven vast"),
        forms.FactForm,
        _set_fact,
        _("Vastgelegd. Het advies is opnieuw bepaald."),
    ),
    CaseAct(
        "afwijken",
        Act.OVERRIDE_TRIAGE,
        _("Wijk af van het advies"),
        forms.OverrideForm,
        _override,
        _("Uw keuze is vastgelegd."),
    ),
    CaseAct(
        "notitie",
        Act.ADD_NOTE,
        _("Schrijf een notitie"),
        forms.NoteForm,
        lambda target, f: services.add_note(**target, text=f["text"]),
        _("De notitie staat erbij."),
    ),
    CaseAct("afsluiten", Act.CLOSE, _("Sluit de zaak"), forms.CloseForm, _close, _("De zaak is afgesloten.")),
    CaseAct(
        "heropenen",
        Act.REOPEN,
        _("Open de zaak weer"),
        forms.ReopenForm,
        lambda target, f: services.reopen_case(**target, reason=f["reason"]),
        _("De zaak is weer open, en van u."),
    ),
)

ACTS: Mapping[str, CaseAct] = {one.slug: one for one in _ACTS}
