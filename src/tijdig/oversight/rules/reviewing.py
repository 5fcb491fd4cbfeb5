"""When the log is reviewed, who may judge what, and what a signature asks for (R58, L9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from tijdig.covenant.rules.period import Period
from tijdig.problems import Decision, Problem, ProblemKind


class Verdict(StrEnum):
    """What a reviewer thinks of an item. A question can be settled later; misuse leads to a breach report (R60)."""

    IN_ORDER = "in-order"
    QUESTION = "question"
    MISUSE = "misuse"


OWN_READING = ProblemKind(
    code="oversight.own-reading",
    rule="L9",
    nl="Dit gaat over wat u zelf hebt bekeken. Dat beoordeelt iemand anders.",
    en="This is about what you looked at yourself. Someone else judges that.",
    remedy_nl="Vraag een andere functionaris gegevensbescherming van deze gemeente.",
    remedy_en="Ask another privacy officer of this municipality.",
)
ITEMS_OPEN = ProblemKind(
    code="oversight.items-open",
    rule="L9",
    nl="Er zijn nog {count} punten zonder oordeel.",
    en="There are {count} items without a verdict.",
    remedy_nl="Geef bij elk punt een oordeel; daarna kunt u ondertekenen.",
    remedy_en="Give a verdict on each; then you can sign.",
)
SIGNED_ALREADY = ProblemKind(
    code="oversight.signed-already",
    rule="L9",
    nl="Deze controle is ondertekend. Alleen een vraag die openstaat, kan nog worden afgedaan.",
    en="This review is signed. Only a question that is open can still be settled.",
    remedy_nl="Hoort er iets anders in het logboek, begin dan een melding van een datalek.",
    remedy_en="If something else is wrong in the log, start a breach report.",
)
NOTE_MISSING = ProblemKind(
    code="oversight.note-missing",
    rule="L9",
    nl="Bij een vraag of misbruik hoort een toelichting.",
    en="A question or misuse needs a note.",
    remedy_nl="Schrijf wat u hebt gevraagd of wat er mis is, zonder namen van inwoners.",
    remedy_en="Write what you asked or what is wrong, without names of residents.",
)
NO_POLICY = ProblemKind(
    code="oversight.no-policy",
    rule="L9",
    nl="Er is niet ingesteld hoe deze gemeente haar logboek controleert.",
    en="How this municipality reviews its log has not been set.",
    remedy_nl="De functionaris gegevensbescherming stelt dit in onder Bureau privacy.",
    remedy_en="The privacy officer sets it at the desk.",
)


@dataclass(frozen=True, slots=True)
class Span:
    """A period of the log by its first and its last day."""

    first: date
    last: date


def next_span(begin: date, every: Period, on: date) -> Span | None:
    """Return the period that starts on ``begin``, when it is over on day ``on``; None while it runs."""
    last = every.after(begin) - timedelta(days=1)
    return Span(begin, last) if last < on else None


def is_overdue(due_on: date, signed_on: date | None, on: date) -> bool:
    """Say whether a review should have been signed by now."""
    return signed_on is None and due_on < on


def may_judge(whose: UUID, reviewer: UUID | None) -> Decision:
    """Say whether this reviewer judges readings of this person: never one's own."""
    if reviewer is None or whose == reviewer:
        return Decision(False, (OWN_READING(),))
    return Decision(True)


def check_verdict(verdict: Verdict, note: str, *, before: str, signed: bool) -> Iterator[Problem]:
    """Yield what is wrong with giving this verdict now; ``before`` is the one that stands."""
    if signed and before != Verdict.QUESTION:
        yield SIGNED_ALREADY()
    if verdict is not Verdict.IN_ORDER and not note.strip():
        yield NOTE_MISSING()


def check_signing(verdicts: Iterable[str], *, signed: bool) -> Iterator[Problem]:
    """Yield what stands between a review with these verdicts and its signature."""
    if signed:
        yield SIGNED_ALREADY()
    open_ones = sum(1 for verdict in verdicts if not verdict)
    if open_ones:
        yield ITEMS_OPEN(count=open_ones)
