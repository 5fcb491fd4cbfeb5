"""Cases in words: their state, why they stand where they stand, and what may be done in a row of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tijdig.casework.models import Override, Task
from tijdig.casework.queries import (
    CasePage,
    Possibilities,
    ShownFact,
    ShownField,
    ShownReferral,
    ShownSignal,
)
from tijdig.casework.rules.covenant_fields import FIELD_OF_DAY
from tijdig.casework.rules.partner_news import is_threat
from tijdig.casework.rules.reasons import Reason
from tijdig.casework.rules.states import (
    OUTCOME_NAMES_NL,
    REFERRAL_NAMES_NL,
    CaseState,
    ReferralOutcome,
    ReferralState,
    TaskKind,
)
from tijdig.casework.rules.transitions import Act
from tijdig.casework.rules.triage import RANKED_FIRST, TERM_ORDINARY, TERM_THREATENED
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import FACTS, EvictionStage, FactType
from tijdig.ddas import Result, SignalStatus
from tijdig.problems import Decision, Problem
from tijdig.rights.rules.retention import keeps_matching_data_only
from tijdig.web.municipality.history import EVICTION_STAGES
from tijdig.web.municipality.page import ActOnPage
from tijdig.web.templatetags.wording import day, euro, in_language, sentence, task_in_words, yes_no

register = template.Library()

STATES = {
    CaseState.NEW: (_("Op te pakken"), "accent"),
    CaseState.TAKEN_UP: (_("Opgepakt"), ""),
    CaseState.SPOKEN: (_("In gesprek"), ""),
    CaseState.OFFERED: (_("Hulp aangeboden"), ""),
    CaseState.ACCEPTED: (_("Hulp aanvaard"), "ok"),
    CaseState.DECLINED: (_("Hulp niet gewenst"), ""),
    CaseState.CLOSED: (_("Afgesloten"), ""),
}
SORTED_OUT = {
    SignalStatus.REPEAT: _("Herhaalde melding"),
    SignalStatus.DECEASED: _("Overleden"),
    SignalStatus.NOT_RESIDENT: _("Geen inwoner (meer)"),
    SignalStatus.UNJUSTIFIED: _("Onterecht signaal"),
}
TERM_CODES = {TERM_ORDINARY.code, TERM_THREATENED.code}


@register.filter
def case_state(state: CaseState) -> str:
    """Return where a case stands, in a few words."""
    return str(STATES[state][0])


@register.filter
def case_state_kind(state: CaseState) -> str:
    """Return the kind of badge for it."""
    return STATES[state][1]


@register.filter
def ranks(reasons: Iterable[Reason]) -> list[str]:
    """Return why a case stands where it stands, without its term; the covenant's own words where it ranks."""
    return [
        str(reason.told.params.get("explanation"))
        if reason.code == RANKED_FIRST.code
        else sentence(reason.told)
        for reason in reasons
        if reason.code not in TERM_CODES
    ]


@register.filter
def is_threat_stage(stage: str) -> bool:
    """Say whether eviction threatens in this stage."""
    return is_threat(stage)


@register.filter
def eviction_stage(stage: str) -> str:
    """Return a stage of the eviction in words."""
    return str(EVICTION_STAGES[EvictionStage(stage)])


@dataclass(frozen=True, slots=True)
class CourtDays:
    """The days that a court looks at, counted from the first signal of the case (R16)."""

    court: str
    received_on: date
    since: date
    until: date | None


@register.filter
def court_clocks(page: CasePage) -> list[CourtDays]:
    """Return the days that courts look at between signal and summons: information, which holds nothing up (R16)."""
    first = min((one.received_on for one in page.signals if one.received_on), default=None)
    if first is None:
        return []
    return [
        CourtDays(
            clock.court,
            first,
            clock.at_least.after(first) if clock.at_least else first,
            clock.at_most.after(first) if clock.at_most else None,
        )
        for clock in page.covenant.terms.court_clocks
    ]


@register.filter
def keeps_no_file(result: str) -> bool:
    """Say whether a case that was closed with this result keeps no file (R54)."""
    return bool(result) and keeps_matching_data_only(Result(result))


@register.filter
def term_article(reasons: Iterable[Reason]) -> str:
    """Return how long the covenant gives for the first conversation, and under which rule (R27, R28)."""
    for reason in reasons:
        if reason.code in TERM_CODES:
            words = {"term": in_language(reason.told.params, "term"), "rule": reason.rule}
            return gettext("binnen %(term)s na ontvangst (regel %(rule)s)") % words
    return ""


@register.filter
def sentences(reasons: Iterable[Reason]) -> tuple[Problem, ...]:
    """Return reasons as the component that shows them wants them."""
    return tuple(reason.told for reason in reasons)


@register.filter
def fact_value(fact: ShownFact) -> object:
    """Return the value of a fact as people read it."""
    kind = FACTS[fact.name].kind if fact.name in FACTS else None
    if fact.value is None or isinstance(fact.value, bool):
        return yes_no(fact.value)
    if kind is FactType.MONEY and isinstance(fact.value, int):
        return euro(fact.value)
    return day(date.fromisoformat(str(fact.value))) if kind is FactType.DATE else fact.value


@register.filter
def iso_day(text: str) -> SafeString | str:
    """Return an ISO day (``2026-03-04``) in words."""
    return day(date.fromisoformat(text)) if text else "–"


@register.filter
def not_granted(fields: Iterable[ShownField]) -> list[ShownField]:
    """Return the fields that are withheld."""
    return [field for field in fields if not field.granted]


@register.filter
def under_article(signal: ShownSignal, covenant: Covenant) -> str:
    """Return under which provision of the covenant a signal came; empty when nothing of it may be seen."""
    used = next((field.decision.exchange for field in signal.fields if field.granted), "")
    articles = {one.id: one.article for one in covenant.exchanges} | {
        one.id: one.article for one in covenant.own_uses
    }
    if not articles.get(used):
        return used
    return gettext("convenant artikel %(article)s (%(id)s)") % {"article": articles[used], "id": used}


@register.filter
def sorted_out(signal: ShownSignal) -> str:
    """Return why nobody works on this signal, in a word or two; empty when someone does, or when withheld (R14)."""
    return str(SORTED_OUT[signal.status]) if signal.status in SORTED_OUT else ""


@register.filter
def task_kind(task: Task) -> str:
    """Return what a task asks, in words; the covenant's or the person's own words where there are any."""
    return task_in_words(TaskKind(task.kind), task.description)


@register.filter
def referral_state(referral: ShownReferral) -> str:
    """Return where a referral stands, in words."""
    words = gettext(REFERRAL_NAMES_NL[ReferralState(referral.state)])
    return words[:1].upper() + words[1:]


@register.filter
def referral_outcome(referral: ShownReferral) -> str:
    """Return what the helper reported, in words; empty when nothing was."""
    return gettext(OUTCOME_NAMES_NL[ReferralOutcome(referral.outcome)]) if referral.outcome else ""


@register.filter
def party_name(code: str, covenant: Covenant) -> str:
    """Return the name of a party; its code when the covenant does not know it."""
    return covenant.name_of(code)


@register.inclusion_tag("municipality/act.html", takes_context=True)
def case_act(context: template.Context, one: ActOnPage, *, label: str = "") -> dict[str, object]:
    """Show an act that may be done now as a fold with its form; one that may not be done stands in its own list."""
    return {
        "one": one,
        "case_id": context["page"].head.case_id,
        "label": label or gettext("Leg vast"),
    }


@register.filter
def is_about_household(name: str) -> bool:
    """Say whether a fact is about the people themselves; those of the signal stand with the signal."""
    return not name.startswith(("achterstand.", "incasso.", "signaal.", "huurder.geinformeerd"))


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on the way to help; ``withheld`` says why the viewer may not know whether there is one."""

    label: str
    moment: date | None
    withheld: Decision | None


@register.filter
def milestones(page: CasePage) -> list[Milestone]:
    """Return the days on the way to help, in their order."""
    labels = {
        "invited_on": gettext("Samen uitgenodigd"),
        "spoken_on": gettext("Eerste gesprek"),
        "offered_on": gettext("Hulp aangeboden"),
        "offer_answered_on": gettext("Antwoord van de inwoner"),
        "help_requested_on": gettext("Verzoek om schuldhulp"),
        "help_decided_on": gettext("Besluit"),
    }
    return [
        Milestone(label, getattr(page.head, name), withheld_field(page, FIELD_OF_DAY[name]))
        for name, label in labels.items()
    ]


def withheld_field(page: CasePage, code: str) -> Decision | None:
    """Return why a field of the case is withheld; None when it is not."""
    return next((one.decision for one in page.fields if one.code == code and not one.granted), None)


@register.filter
def is_withheld(page: CasePage, code: str) -> bool:
    """Say whether a field of the case is withheld."""
    return withheld_field(page, code) is not None


@register.filter
def impossible(results: Mapping[Result, tuple[Problem, ...]]) -> list[tuple[str, tuple[Problem, ...]]]:
    """Return the results that the case still lacks something for, with what."""
    return [(result.value, problems) for result, problems in results.items() if problems]


@register.filter
def decision_for(possible: Possibilities, act: str) -> Decision:
    """Return whether this act may be done now."""
    return possible.acts[Act(act)]


@register.filter
def override_words(override: Override) -> str:
    """Return what a person chose instead of the advice."""
    words = {
        Override.Kind.ROUTE: gettext("Andere route (%(route)s)") % {"route": override.route},
        Override.Kind.FIRST: gettext("Bovenaan gezet"),
        Override.Kind.LAST: gettext("Onderaan gezet"),
        Override.Kind.ADVICE: gettext("Terug naar het advies"),
    }
    return words[Override.Kind(override.kind)]
