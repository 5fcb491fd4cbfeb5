"""Under which field of the covenant each day, event, fact and act of a case falls (C1).

A page shows such a thing only when ``disclosure`` granted its field, so that what is withheld in one place cannot be
read in another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tijdig.casework.rules.referrals import Answer
from tijdig.casework.rules.states import CaseState, TaskKind
from tijdig.casework.rules.transitions import Act

STATUS, TERMS, ROUTE, RANK = "zaak.status", "zaak.termijnen", "zaak.route", "zaak.rang"
CONTACT, OFFER, TASKS = "zaak.contactpogingen", "zaak.aanbod", "zaak.taken"
REFERRAL, MESSAGE = "doorgeleiding.status", "doorgeleiding.bericht"
BENEFIT, RECEIVED = "uitkering.participatiewet", "signaal.ontvangen_op"
AMOUNT, EVICTION = "signaal.bedrag", "ontruiming.fase"
SIGNAL_STATUS, RESIDENT_STATUS = "signaal.status", "bewoner.status"

FIELD_OF_DAY: Mapping[str, str] = {
    "received_on": RECEIVED,
    "opened_on": STATUS,
    "first_conversation_by": TERMS,
    "inform_by": TERMS,
    "informed_on": TERMS,
    "invited_on": CONTACT,
    "frozen_on": CONTACT,
    "spoken_on": CONTACT,
    "offered_on": OFFER,
    "offer_answered_on": OFFER,
    "help_requested_on": OFFER,
    "help_decided_on": OFFER,
    "closed_on": STATUS,
}

FIELDS_OF_EVENT: Mapping[str, frozenset[str]] = {
    action: frozenset(fields)
    for action, fields in {
        "case.open": (STATUS,),
        "case.join-signals": (STATUS,),
        "case.advise": (ROUTE,),
        "case.replan": (TASKS,),
        "case.refresh": (STATUS,),
        "case.take-up-signals": (STATUS,),
        "case.ask-to-look": (TASKS,),
        "case.set-agreed-task": (TASKS,),
        "case.finish-agreed-task": (TASKS,),
        "case.chase-referral": (TASKS, REFERRAL),
        "case.finish-tasks": (TASKS,),
        "case.remind-to-inform": (TERMS,),
        "case.report-eviction": (EVICTION,),
        "case.raise-alarm": (EVICTION,),
        "case.end-pause": (OFFER,),
        "case.freeze-contact": (CONTACT,),
        "case.release-contact": (CONTACT,),
        "case.propose-paid": (AMOUNT,),
        "case.report-arranged": (AMOUNT,),
        "case.report-instalments-paid": (OFFER,),
        "case.report-instalment-missed": (OFFER,),
        "case.report-paid": ("signaal.bedrag",),
        "case.report-withdrawn": ("signaal.status",),
        f"case.{Act.TAKE_UP}": (STATUS,),
        f"case.{Act.ASSIGN}": (STATUS,),
        f"case.{Act.HAND_OVER}": (STATUS,),
        "break-glass": (STATUS,),
        f"case.{Act.LOG_ATTEMPT}": (CONTACT,),
        f"case.{Act.PLAN_TASK}": (TASKS,),
        f"case.{Act.COMPLETE_TASK}": (TASKS,),
        f"case.{Act.INVITE_JOINTLY}": (CONTACT,),
        f"case.{Act.WITHHOLD_RENT}": (TASKS, BENEFIT),
        f"case.{Act.REFER}": (REFERRAL,),
        f"case.{Act.REFER_OUTSIDE}": (REFERRAL,),
        f"case.{Act.RECORD_CONVERSATION}": (CONTACT,),
        f"case.{Act.RECORD_OFFER}": (OFFER,),
        f"case.{Act.RECORD_ACCEPTANCE}": (OFFER,),
        f"case.{Act.RECORD_DECLINE}": (OFFER,),
        f"case.{Act.RECORD_REQUEST}": (OFFER,),
        f"case.{Act.DECIDE_REQUEST}": (OFFER,),
        **dict.fromkeys((f"case.{Act.PAUSE_TERM}", f"case.{Act.RESUME_TERM}"), (OFFER,)),
        f"case.{Act.SET_FACT}": (),  # the field of its fact
        f"case.{Act.RECORD_INFORMED}": (TERMS,),
        **dict.fromkeys(("contact.hand-over", "contact.not-handed-over", "contact.sent"), (CONTACT,)),
        f"case.{Act.OVERRIDE_TRIAGE}": (ROUTE,),
        f"case.{Act.ADD_NOTE}": ("zaak.notities",),
        f"case.{Act.CLOSE}": (STATUS,),
        f"case.{Act.REOPEN}": (STATUS,),
        f"case.{Act.CHOOSE_CONTACT}": (CONTACT, RESIDENT_STATUS),
        f"case.{Act.PLAN_APPOINTMENT}": (CONTACT,),
        **dict.fromkeys((f"case.{Act.WRITE_MESSAGE}", f"case.{Act.TAKE_BACK_MESSAGE}"), (CONTACT,)),
        "referral.take": (REFERRAL,),
        "referral.write": (REFERRAL,),
        **{f"referral.{answer}": (REFERRAL,) for answer in Answer},
    }.items()
}

FIELD_OF_FACT: Mapping[str, str] = {
    "achterstand.maanden": "signaal.maanden",
    "achterstand.dagen": "signaal.ontstaansdatum",
    "achterstand.bedrag": "signaal.bedrag",
    "incasso.contact_gezocht": "signaal.contact_gezocht",
    "incasso.gewezen_op_hulp": "signaal.gewezen_op_hulp",
    "incasso.herinnering": "signaal.herinnering",
    "incasso.aanbod_doorgeven": "signaal.aanbod_doorgeven",
    "huurder.bezwaar": STATUS,
    "huurder.geinformeerd": "signaal.geinformeerd",
    "signaal.crisis": "signaal.crisis",
    "signaal.warme_overdracht": "signaal.warme_overdracht",
    "signaal.herhaald": SIGNAL_STATUS,
    "ontruiming.dreigt": "ontruiming.fase",
    "ontruiming.fase": "ontruiming.fase",
    "ontruiming.datum": "ontruiming.datum",
    "bewoner.ingezetene": RESIDENT_STATUS,
    "bewoner.overleden": RESIDENT_STATUS,
    "bewoner.geheimhouding": RESIDENT_STATUS,
    "bewoner.in_onderzoek": RESIDENT_STATUS,
    "huishouden.minderjarigen": "huishouden.minderjarigen",
    "uitkering.participatiewet": BENEFIT,
    "hulp.loopt": OFFER,
    "toestemming.doorgeleiding": OFFER,
    "toestemming.overleg": OFFER,
    "toestemming.terugkoppeling": OFFER,
}

# The field that the reason of a refused act may tell something of, beyond the state of the case.
FIELD_OF_ACT: Mapping[Act, str] = {
    Act.WITHHOLD_RENT: BENEFIT,
    Act.INVITE_JOINTLY: ROUTE,
    Act.REFER: REFERRAL,
    Act.CHOOSE_CONTACT: RESIDENT_STATUS,
    Act.RECORD_REQUEST: OFFER,
    Act.DECIDE_REQUEST: OFFER,
    Act.PAUSE_TERM: OFFER,
    Act.RESUME_TERM: OFFER,
}

_FIELD_OF_TASK: Mapping[TaskKind, str] = {
    TaskKind.INVITE: CONTACT,
    TaskKind.CONTACT_CHOICE: RESIDENT_STATUS,
    TaskKind.REFER: REFERRAL,
    TaskKind.REFERRAL_BACK: REFERRAL,
    TaskKind.REFERRAL_LATE: REFERRAL,
    TaskKind.TERM_PAUSED: OFFER,
    TaskKind.INFORM: TERMS,
    TaskKind.DECIDE: OFFER,
    TaskKind.PAUSE_CHECK: OFFER,
    TaskKind.EVICTION: EVICTION,
    TaskKind.WATCH: EVICTION,
    TaskKind.WITHHOLDING: BENEFIT,
}

# States that tell how contact and help went; who may not know that, sees that somebody works on it.
_FIELD_OF_STATE: Mapping[CaseState, str] = {
    CaseState.SPOKEN: CONTACT,
    CaseState.OFFERED: OFFER,
    CaseState.ACCEPTED: OFFER,
    CaseState.DECLINED: OFFER,
}


def fact_is_granted(fact: str, granted: Collection[str]) -> bool:
    """Say whether a fact may be seen; one without a field of its own may not."""
    return FIELD_OF_FACT.get(fact) in granted


def task_is_granted(kind: TaskKind, code: str, granted: Collection[str]) -> bool:
    """Say whether a task may be seen: also not when it tells how contact, help or a fact stands; ``code`` as kept."""
    return fields_of_task(kind, code) <= set(granted)


def fields_of_task(kind: TaskKind, code: str) -> frozenset[str]:
    """Return the fields under which a task falls: that it is there, and what it is about."""
    about = FIELD_OF_FACT.get(code, TASKS) if kind is TaskKind.FIND_OUT else _FIELD_OF_TASK.get(kind, TASKS)
    return frozenset({TASKS, about})


def event_is_granted(
    action: str, details: Mapping[str, object], granted: Collection[str], withheld: Collection[str]
) -> bool:
    """Say whether a line of the timeline may be seen, by its action and by the fact, task or partner it is about.

    An event that the table does not know may be seen only by who may see everything that was asked for.
    """
    fields = FIELDS_OF_EVENT.get(action)
    if fields is None:
        return not withheld
    kind = details.get("task") or (details.get("kind") if action == "case.finish-tasks" else "")
    about_task = not kind or task_is_granted(TaskKind(str(kind)), str(details.get("code", "")), granted)
    about_fact = "fact" not in details or fact_is_granted(str(details["fact"]), granted)
    about_partner = "party" not in details or REFERRAL in granted
    return fields <= set(granted) and about_task and about_fact and about_partner


def tells_how_help_goes(state: CaseState) -> bool:
    """Say whether this state tells more than that somebody works on the case."""
    return state in _FIELD_OF_STATE


def status_of(state: CaseState) -> CaseState:
    """Return what ``zaak.status`` itself tells of a state: how help goes falls under fields of its own."""
    return CaseState.TAKEN_UP if tells_how_help_goes(state) else state


def state_as_granted(state: CaseState, granted: Collection[str]) -> CaseState | None:
    """Return the state as far as it may be known: None when not at all, else "taken up" for how help goes."""
    if STATUS not in granted:
        return None
    return state if _FIELD_OF_STATE.get(state, STATUS) in granted else status_of(state)
