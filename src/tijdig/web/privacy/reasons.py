"""Why a field was given or not, in the words of the page: from what the log kept, and from the covenant again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tijdig.covenant.rules.conditions import CONDITION_NOT_MET, FACT_MISSING
from tijdig.covenant.rules.deciding import FIELD_NOT_ALLOWED
from tijdig.disclosure.rules import CONDITION_NOT_TOLD, COVENANT_NOT_IN_FORCE, ROLE_NOT_IN_OWN_USE
from tijdig.oversight.services.reading import CheckedDecision
from tijdig.problems import Problem, retell

# The log keeps a reason's code, not the fact or condition that it named: these are told without it.
WITHOUT_DETAIL: Mapping[str, Promise] = {
    FACT_MISSING.code: _("Een gegeven dat het convenant eist, was niet bekend of te oud."),
    CONDITION_NOT_MET.code: _("Aan een voorwaarde van het convenant was niet voldaan."),
    FIELD_NOT_ALLOWED.code: _("Het convenant geeft dit gegeven niet aan deze ontvanger voor dit doel."),
    ROLE_NOT_IN_OWN_USE.code: _("Het convenant geeft dit gegeven niet aan mensen met deze rol."),
    COVENANT_NOT_IN_FORCE.code: _("Het convenant was niet in werking."),
}
# Which of the two it was, would tell whether someone has a benefit (R44).
CONDITION_CODES = {FACT_MISSING.code, CONDITION_NOT_MET.code, CONDITION_NOT_TOLD.code}
VEILED = _("Aan de voorwaarden van het convenant was niet voldaan, of een gegeven was niet bekend.")


def withheld_for(one: CheckedDecision, name: str) -> tuple[str, ...]:
    """Return why this field was withheld, as the log kept it."""
    record = one.record
    codes = record.withheld_fields[name]
    if one.is_veiled and not CONDITION_CODES.isdisjoint(codes):
        return (str(VEILED),)
    known = {"sender": record.sender, "recipient": record.recipient, "purpose": record.purpose}
    return tuple(dict.fromkeys(_told(code, known) for code in codes))


def given_on(one: CheckedDecision) -> tuple[str, ...]:
    """Return by which agreements fields were given: exchange and article; of a veiled decision all it may rest on."""
    if one.is_veiled:
        return one.exchanges
    reasons = [reason for decided in one.decided.values() if decided.permitted for reason in decided.reasons]
    articles = {
        reason.params["exchange"]: reason.params["article"]
        for reason in reasons
        if "article" in reason.params
    }
    return tuple(
        gettext("%(exchange)s, artikel %(article)s") % {"exchange": exchange, "article": articles[exchange]}
        if articles.get(exchange)
        else exchange
        for exchange in one.exchanges
    )


def explained(one: CheckedDecision, name: str) -> tuple[str, ...]:
    """Return why this field was given or withheld, in the sentences of today's decision where it still is the same."""
    withheld = name in one.record.withheld_fields
    if withheld and (one.is_veiled or not one.replays):
        return withheld_for(one, name)
    if one.is_veiled:
        return (gettext("Dit mag op grond van %(one_of)s.") % {"one_of": _or(one.exchanges)},)
    decided = one.decided.get(name)
    if decided is None or decided.permitted is withheld:
        return ()
    return tuple(sentences(decided.reasons))


def sentences(reasons: Iterable[Problem]) -> Iterable[str]:
    """Yield each reason in the reader's language, with the rule behind it."""
    english = (get_language() or "nl").startswith("en")
    for reason in reasons:
        yield f"{reason.en if english else reason.nl} ({reason.rule})"


def _or(names: tuple[str, ...]) -> str:
    return gettext(" of ").join(names)


def _told(code: str, known: Mapping[str, str]) -> str:
    if code in WITHOUT_DETAIL:
        return str(WITHOUT_DETAIL[code])
    try:
        problem = retell(code, known)
    except KeyError:
        return code
    return problem.en if (get_language() or "nl").startswith("en") else problem.nl
