"""The route of a data breach (R60, GDPR art. 33 and 34): what must be told to whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tijdig.problems import Problem, ProblemKind


class Risk(StrEnum):
    """The risk to the people concerned; it decides who must be told."""

    NONE = "none"
    RISK = "risk"
    HIGH = "high"


NOT_ASSESSED = ProblemKind(
    code="oversight.breach-not-assessed",
    rule="R60",
    nl="Er is nog niet beoordeeld welk risico de mensen lopen.",
    en="The risk to the people concerned has not been assessed.",
    remedy_nl="Leg eerst de beoordeling vast.",
    remedy_en="Record the assessment first.",
)
AUTHORITY_NOT_TOLD = ProblemKind(
    code="oversight.authority-not-told",
    rule="R60",
    nl="Er is een risico, en het lek is niet gemeld bij de Autoriteit Persoonsgegevens (AVG artikel 33).",
    en="There is a risk, and the breach was not reported to the supervisory authority (GDPR article 33).",
    remedy_nl="Meld het daar, en leg moment en nummer vast.",
    remedy_en="Report it there, and record moment and number.",
)
SUBJECTS_NOT_TOLD = ProblemKind(
    code="oversight.subjects-not-told",
    rule="R60",
    nl="Er is een hoog risico, en de mensen zijn niet ingelicht (AVG artikel 34).",
    en="There is a high risk, and the people were not told (GDPR article 34).",
    remedy_nl="Licht hen in, en leg vast wanneer en hoe.",
    remedy_en="Tell them, and record when and how.",
)
MEASURES_MISSING = ProblemKind(
    code="oversight.measures-missing",
    rule="R60",
    nl="Er zijn geen maatregelen vastgelegd.",
    en="No measures were recorded.",
    remedy_nl="Schrijf op wat er is gedaan en wat herhaling voorkomt.",
    remedy_en="Write down what was done and what prevents a repeat.",
)
LATE_WITHOUT_REASON = ProblemKind(
    code="oversight.late-without-reason",
    rule="R60",
    nl="De melding is later dan {hours} uur na de ontdekking; dan hoort de reden erbij (AVG artikel 33, lid 1).",
    en="The report is later than {hours} hours after discovery; then it needs the reason (GDPR article 33(1)).",
    remedy_nl="Vul de reden van de vertraging in.",
    remedy_en="Fill in the reason for the delay.",
)
IN_THE_FUTURE = ProblemKind(
    code="oversight.moment-ahead",
    rule="R60",
    nl="Dit moment ligt in de toekomst, of voor de ontdekking.",
    en="This moment is in the future, or before the discovery.",
    remedy_nl="Vul in wanneer het gebeurde.",
    remedy_en="Fill in when it happened.",
)
BREACH_CLOSED = ProblemKind(
    code="oversight.breach-closed",
    rule="R60",
    nl="Dit lek is afgesloten; er kan niets meer bij.",
    en="This breach is closed; nothing can be added.",
    remedy_nl="Begin een nieuw bestand als er meer aan het licht komt.",
    remedy_en="Start a new file when more comes to light.",
)
NOTHING_SELECTED = ProblemKind(
    code="oversight.nothing-selected",
    rule="R60",
    nl="Er zijn geen regels uit het logboek gekozen.",
    en="No lines of the log were selected.",
    remedy_nl="Kies in het logboek de regels waar het om gaat.",
    remedy_en="Select in the log the lines that it is about.",
)


@dataclass(frozen=True, slots=True)
class BreachView:
    """A breach as its rules see it."""

    risk: Risk | None
    measures: str
    authority_told_at: datetime | None
    subjects_told_on: date | None


def report_by(discovered_at: datetime, hours: int) -> datetime:
    """Return until when the authority must be told, counted in hours from discovery, also over a weekend."""
    return discovered_at + timedelta(hours=hours)


def still_to_do(breach: BreachView) -> tuple[Problem, ...]:
    """Return what must be done before the breach can be closed, in order."""
    if breach.risk is None:
        return (NOT_ASSESSED(),)
    problems = []
    if breach.risk is not Risk.NONE and breach.authority_told_at is None:
        problems.append(AUTHORITY_NOT_TOLD())
    if breach.risk is Risk.HIGH and breach.subjects_told_on is None:
        problems.append(SUBJECTS_NOT_TOLD())
    if not breach.measures.strip():
        problems.append(MEASURES_MISSING())
    return tuple(problems)


def is_running(breach: BreachView) -> bool:
    """Say whether the clock of the report still runs: until it is made, or it is clear that none is needed."""
    return breach.authority_told_at is None and breach.risk is not Risk.NONE
