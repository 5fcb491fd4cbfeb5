"""A covenant for reading: the party × data × purpose table, and the arrangement in plain Dutch.

Both are made from the very values that decide, so what people read is what runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tijdig.covenant.rules.conditions import in_words
from tijdig.covenant.rules.document import (
    ROLE_PREFIX,
    Condition,
    Covenant,
    Exchange,
    OwnUse,
    Retention,
    RetentionEnd,
    RetentionStart,
)
from tijdig.covenant.rules.feedback_codes import EXTERNAL_NAMES_NL, ExternalCode
from tijdig.covenant.rules.fields import FIELDS

_STARTS = {
    RetentionStart.RECEIPT: "na ontvangst",
    RetentionStart.CLOSING: "na afsluiting",
    RetentionStart.RETRIEVAL: "na opvraging",
}
_ENDS = {
    RetentionEnd.DESTROY: "dan vernietigd",
    RetentionEnd.SELECTION_LIST: "dan volgens de selectielijst",
}


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """A row of the table: one category in one permission, in words. ``sender`` == ``recipient`` for own use."""

    permission: str
    article: str
    sender: str
    recipient: str
    category: str
    fields: tuple[str, ...]
    purpose: str
    ground: str
    conditions: tuple[str, ...]
    retention: str


def permission_rows(covenant: Covenant) -> tuple[PermissionRow, ...]:
    """Return the party × data × purpose table, exchanges first, in the order of the file."""
    rows: list[PermissionRow] = []
    for exchange in covenant.exchanges:
        rows += _rows(covenant, exchange, exchange.sender, exchange.recipient)
    for use in covenant.own_uses:
        rows += _rows(covenant, use, use.by, use.by)
    return tuple(rows)


def _rows(
    covenant: Covenant, permission: Exchange | OwnUse, sender: str, recipient: str
) -> Iterator[PermissionRow]:
    purpose = covenant.purposes[permission.purpose]
    ground = "; ".join(part for part in (purpose.ground, permission.special_ground) if part)
    for category in permission.categories:
        yield PermissionRow(
            permission=permission.id,
            article=permission.article,
            sender=party_in_words(covenant, sender),
            recipient=party_in_words(covenant, recipient),
            category=category,
            fields=tuple(_field_in_words(name) for name in covenant.categories[category]),
            purpose=purpose.description,
            ground=ground,
            conditions=tuple(in_words(condition) for condition in permission.conditions),
            retention=retention_in_words(permission.retention),
        )


def _field_in_words(name: str) -> str:
    return FIELDS[name].description if name in FIELDS else name


def party_in_words(covenant: Covenant, selector: str) -> str:
    """Return the name of a party, or the names of all with that role."""
    names = [covenant.parties[code].name for code in covenant.parties if code in covenant.members(selector)]
    role = f"{selector.removeprefix(ROLE_PREFIX)}: " if selector.startswith(ROLE_PREFIX) else ""
    return role + ", ".join(names)


def retention_in_words(retention: Retention) -> str:
    """Return "6 maanden na afsluiting, dan vernietigd"."""
    return f"{retention.term.in_dutch} {_STARTS[retention.starts]}, {_ENDS[retention.then]}"


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
    return "als " + " en ".join(in_words(c) for c in conditions) if conditions else "in alle andere gevallen"


def _triage(covenant: Covenant) -> Iterator[ArrangementLine]:
    for route in covenant.routes:
        to = party_in_words(covenant, route.to)
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
            f"{task.description}: {party_in_words(covenant, task.party)}{within}{needs}.",
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
    names = "; ".join(party_in_words(covenant, name) for name in meeting.participants)
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
