"""A covenant for reading: what is agreed beside the table, in plain Dutch sentences.

Made from the very values that decide, so what people read is what runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tijdig.covenant.rules.document import Condition, Covenant, FeedbackProjection
from tijdig.covenant.rules.feedback_codes import EXTERNAL_NAMES_NL, ExternalCode
from tijdig.covenant.rules.table import conditions_in_words, who

# What has a form of its own beside the sentences: see routes(), rank_factors() and feedback().
SHOWN_APART = frozenset({"Routes", "Voorrang", "Terugkoppeling"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A route or rank factor: what it says, and when it holds."""

    explanation: str
    conditions: tuple[str, ...]
    to: str = ""


def routes(covenant: Covenant) -> tuple[Choice, ...]:
    """Return the routes in the order in which they are tried."""
    return tuple(
        Choice(route.explanation, conditions_in_words(route.conditions), who(covenant, route.to).name)
        for route in covenant.routes
    )


def rank_factors(covenant: Covenant) -> tuple[Choice, ...]:
    """Return who goes first, in the order of their weight."""
    return tuple(
        Choice(factor.explanation, conditions_in_words(factor.conditions)) for factor in covenant.rank_factors
    )


def agreements(covenant: Covenant) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the rest of the arrangement as sentences under headings; routes, rank and feedback stand apart."""
    grouped: dict[str, list[str]] = {}
    for line in arrangement(covenant):
        if line.heading not in SHOWN_APART:
            grouped.setdefault(line.heading, []).append(line.text)
    return tuple((heading, tuple(lines)) for heading, lines in grouped.items())


def feedback(covenant: Covenant) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what a signal partner hears, and for which results of the municipality (R43)."""
    return tuple((_hears(projection), projection.internal) for projection in covenant.feedback)


def _hears(projection: FeedbackProjection) -> str:
    if projection.external is None:
        return "Niets"
    return EXTERNAL_NAMES_NL[ExternalCode(projection.external)]


@dataclass(frozen=True, slots=True)
class ArrangementLine:
    """A sentence of the arrangement for those who sign; ``key`` is where it stands in the file."""

    heading: str
    key: str
    text: str


def arrangement(covenant: Covenant) -> tuple[ArrangementLine, ...]:
    """Return what is agreed, in plain Dutch sentences under headings, in the order in which a month goes."""
    parts = (_term, _delivery, _triage, _tasks, _case_terms, _pause, _meeting, _feedback, _accountability)
    return tuple(line for part in parts for line in part(covenant))


def _term(covenant: Covenant) -> Iterator[ArrangementLine]:
    span = f"van {covenant.valid_from:%d-%m-%Y} tot en met {covenant.valid_until:%d-%m-%Y}"
    every = covenant.evaluation.every.in_dutch
    yield ArrangementLine("Looptijd", "geldig", f"Het convenant geldt {span}.")
    yield ArrangementLine("Looptijd", "evaluatie", f"Het proces wordt geëvalueerd, telkens na {every}.")


def _delivery(covenant: Covenant) -> Iterator[ArrangementLine]:
    delivery, heading = covenant.delivery, "Aanleveren"
    yield ArrangementLine(
        heading,
        "aanlevering.venster",
        f"Signaalpartners leveren {delivery.rhythm} aan, van dag {delivery.window_from_day} "
        f"tot en met dag {delivery.window_to_day} van de maand.",
    )
    if delivery.crisis_any_day:
        yield ArrangementLine(heading, "aanlevering.crisis_altijd", "Een crisissignaal mag op elke dag.")
    minimums = (
        (delivery.min_months, "maanden achterstand", "maanden"),
        (delivery.min_days, "dagen achterstand", "dagen"),
        (delivery.min_amount_cents and delivery.min_amount_cents // 100, "euro achterstand", "bedrag"),
    )
    for least, what, key in minimums:
        if least:
            yield ArrangementLine(heading, f"aanlevering.drempel.{key}", f"Pas vanaf {least} {what}.")
    yield ArrangementLine(
        heading,
        "aanlevering.matching",
        f"Signalen op één adres binnen {delivery.matching_period.in_dutch} zijn één melding; een eerder signaal "
        f"binnen {delivery.lookback.in_dutch} telt als opeenvolgend.",
    )


def _when(conditions: tuple[Condition, ...]) -> str:
    return "als: " + "; ".join(conditions_in_words(conditions)) if conditions else "in alle andere gevallen"


def _triage(covenant: Covenant) -> Iterator[ArrangementLine]:
    for route in covenant.routes:
        to = who(covenant, route.to)
        text = f"{route.explanation} ({_when(route.conditions)}); {', '.join(route.actions)}; naar {to}."
        yield ArrangementLine("Routes", f"route.{route.name}", text)
    for place, factor in enumerate(covenant.rank_factors, start=1):
        text = f"{place}. {factor.explanation} ({_when(factor.conditions)})."
        yield ArrangementLine("Voorrang", f"voorrang.{factor.name}", text)


def _tasks(covenant: Covenant) -> Iterator[ArrangementLine]:
    for code, task in covenant.tasks.items():
        within = f" binnen {task.term.in_dutch}" if task.term else ""
        needs = f"; eerst vastleggen: {task.requires}" if task.requires else ""
        yield ArrangementLine(
            "Taken",
            f"taak.{code}",
            f"{task.description}: {who(covenant, task.party)}{within}{needs}.",
        )


def _case_terms(covenant: Covenant) -> Iterator[ArrangementLine]:
    terms = covenant.terms
    for key, period, text in (
        ("eerste_gesprek", terms.first_conversation, "Eerste gesprek binnen {}."),
        ("eerste_gesprek_dreigend", terms.first_conversation_threatened, "Bij dreiging binnen {}."),
        ("informeren", terms.inform, "De inwoner wordt geïnformeerd binnen {}."),
        ("gezamenlijke_uitnodiging", terms.joint_invitation, "De uitnodiging gaat uit binnen {}."),
        ("besluit", terms.decide, "Besluit over schuldhulp binnen {} na het eerste gesprek."),
        ("antwoord_doorgeleiding", terms.answer_referral, "Antwoord op een verwijzing binnen {}."),
    ):
        yield ArrangementLine("Termijnen", f"termijn.{key}", text.format(period.in_dutch))


def _pause(covenant: Covenant) -> Iterator[ArrangementLine]:
    pause = covenant.pause
    if pause.possible and pause.length and pause.check_after:
        text = (
            f"Is hulp aanvaard en worden nieuwe termijnen betaald, dan rust de incasso {pause.length.in_dutch}; "
            f"na {pause.check_after.in_dutch} wordt de voortgang bekeken."
        )
    else:
        text = "De partner blijft zelf stappen zetten; de incasso wordt niet opgeschort."
    yield ArrangementLine("Incasso", "opschorting", text)


def _meeting(covenant: Covenant) -> Iterator[ArrangementLine]:
    meeting = covenant.meeting
    names = "; ".join(str(who(covenant, name)) for name in meeting.participants)
    subjects = " en ".join(meeting.subjects)
    yield ArrangementLine(
        "Overleg", "overleg", f"Het overleg is {meeting.rhythm}, over {subjects}, met {names}."
    )


def _feedback(covenant: Covenant) -> Iterator[ArrangementLine]:
    for projection in covenant.feedback:
        hears = (
            EXTERNAL_NAMES_NL[ExternalCode(projection.external)]
            if projection.external
            else "de partner hoort niets"
        )
        text = f"{'; '.join(projection.internal)} → {hears}."
        yield ArrangementLine("Terugkoppeling", "terugkoppeling", text)


def _accountability(covenant: Covenant) -> Iterator[ArrangementLine]:
    account = covenant.accountability
    yield ArrangementLine(
        "Verantwoording",
        "verantwoording",
        f"{covenant.municipality.name} is eindverantwoordelijk, kijkt het logboek na (telkens na "
        f"{account.log_review_every.in_dutch}) en toont geen aantallen kleiner dan {account.smallest_cell}.",
    )
