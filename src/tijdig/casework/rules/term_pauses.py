"""When the term of a decision stands still, and by when it must be met after that (R39, Awb art. 4:15).

The grounds are those of the act; that they hold for a decision on debt help is for a jurist to confirm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tijdig.casework.rules.atw import follows_the_act, next_working_day, term_end
from tijdig.covenant.rules.period import Period
from tijdig.covenant.rules.terms import CaseTerms
from tijdig.problems import Problem, ProblemKind

ONE_DAY = timedelta(days=1)


class PauseGround(StrEnum):
    """Why the term stands still."""

    COMPLETION = "completion"
    ABROAD = "abroad"
    CONSENT = "consent"
    APPLICANT = "applicant"
    FORCE_MAJEURE = "force-majeure"


ARTICLES: Mapping[PauseGround, str] = {
    PauseGround.COMPLETION: "Awb art. 4:15 lid 1 onder a",
    PauseGround.ABROAD: "Awb art. 4:15 lid 1 onder b",
    PauseGround.CONSENT: "Awb art. 4:15 lid 2 onder a",
    PauseGround.APPLICANT: "Awb art. 4:15 lid 2 onder b",
    PauseGround.FORCE_MAJEURE: "Awb art. 4:15 lid 2 onder c",
}
# What the municipality sends that day stops the clock from the day after (paragraph 1); the others stop it that day.
FROM_THE_DAY_AFTER = frozenset({PauseGround.COMPLETION, PauseGround.ABROAD})
# The resident was given, or agreed to, a term of its own: with its last day the pause ends by itself.
ENDS_BY_ITSELF = frozenset({PauseGround.COMPLETION, PauseGround.CONSENT})

# Awb art. 4:15 says for how long, not when one looks again. Where the covenant sets nothing this is proposed, after the
# four weeks of Wgs art. 4 lid 1; for a jurist to confirm.
LOOK_AGAIN_AFTER = Period(weeks=4)

LAST_DAY_MISSING = ProblemKind(
    code="casework.pause-needs-last-day",
    rule="R39",
    nl="Bij deze reden hoort een laatste dag: tot en met wanneer staat de termijn stil?",
    en="This ground needs a last day: until when does the term stand still?",
    remedy_nl="Vul de laatste dag in die u met de inwoner afsprak of die u de inwoner gaf.",
    remedy_en="Fill in the last day that you agreed with the resident or gave the resident.",
)
LAST_DAY_NOT_KNOWN = ProblemKind(
    code="casework.pause-ends-later",
    rule="R39",
    nl="Bij deze reden staat de laatste dag niet vooraf vast.",
    en="With this ground the last day is not known beforehand.",
    remedy_nl="Laat de laatste dag leeg, en laat de termijn weer lopen zodra de reden voorbij is.",
    remedy_en="Leave the last day empty, and let the term run again as soon as the ground is over.",
)
LAST_DAY_FIRST = ProblemKind(
    code="casework.pause-ends-first",
    rule="R39",
    nl="De laatste dag ligt voor de eerste dag waarop de termijn stilstaat ({first}).",
    en="The last day lies before the first day on which the term stands still ({first}).",
)
PAUSED_THEN = ProblemKind(
    code="casework.paused-then",
    rule="R39",
    nl="De termijn stond toen al stil, tot en met {last}.",
    en="The term stood still already then, up to and including {last}.",
    remedy_nl="Kies een latere dag.",
    remedy_en="Choose a later day.",
)
TERM_IS_OVER = ProblemKind(
    code="casework.term-is-over",
    rule="R39",
    nl="De termijn was op die dag al voorbij ({due}). Een termijn die voorbij is, kan niet meer stilstaan.",
    en="The term was over already that day ({due}). A term that is over can no longer stand still.",
)
RESUMED_FIRST = ProblemKind(
    code="casework.resumed-before-pause",
    rule="R39",
    nl="De termijn kan niet weer lopen voordat die stilstond: dat was op {on}.",
    en="The term cannot run again before it stood still: that was on {on}.",
)


@dataclass(frozen=True, slots=True)
class TermPause:
    """A term that stands still: by what happened on ``on``, up to and including ``last_day`` (None: not known yet)."""

    ground: PauseGround
    on: date
    last_day: date | None = None

    @property
    def first_day(self) -> date:
        """The first day that does not count."""
        return self.on + ONE_DAY if self.ground in FROM_THE_DAY_AFTER else self.on

    @property
    def days(self) -> int | None:
        """How many days do not count; None as long as the end is not known."""
        return None if self.last_day is None else max(0, (self.last_day - self.first_day).days + 1)

    def runs(self, on: date) -> bool:
        """Say whether the term is held on day ``on``: also on the day of what stops it, whichever day is the first."""
        return self.on <= on and (self.last_day is None or on <= self.last_day)


def due_after_pause(start: date, period: Period, pauses: Sequence[TermPause]) -> date | None:
    """Return the last day of a term from ``start`` with the days on which it stood still put behind it.

    Only then it runs on to a working day (Atw art. 1). None while the end of a pause is not known.
    """
    days = [one.days for one in pauses]
    if None in days:
        return None
    still = timedelta(days=sum(one or 0 for one in days))
    if not still:
        return term_end(start, period)
    end = (term_end(start, period) if period.working_days else period.after(start)) + still
    return next_working_day(end) if follows_the_act(period) else end


def look_again_on(terms: CaseTerms, on: date) -> date:
    """Return by when somebody looks whether a term that stands still without a last day must go on doing so."""
    return term_end(on, terms.look_at_pause or LOOK_AGAIN_AFTER)


def check_pause(new: TermPause, earlier: Sequence[TermPause], due_on: date | None) -> Problem | None:
    """Say why this pause cannot begin, if so: its last day, an earlier pause, or a term (``due_on``) that is over."""
    if new.ground in ENDS_BY_ITSELF and new.last_day is None:
        return LAST_DAY_MISSING()
    if new.ground not in ENDS_BY_ITSELF and new.last_day is not None:
        return LAST_DAY_NOT_KNOWN()
    if new.last_day is not None and new.last_day < new.first_day:
        return LAST_DAY_FIRST(first=_day(new.first_day))
    held = next((one.last_day for one in earlier if one.last_day and new.first_day <= one.last_day), None)
    if held is not None:
        return PAUSED_THEN(last=_day(held))
    return TERM_IS_OVER(due=_day(due_on)) if due_on is not None and due_on < new.on else None


def resumed(pause: TermPause, on: date) -> TermPause | Problem:
    """Return the pause as it ends when the term runs again from ``on``; that day counts. Never longer than it was."""
    if on < pause.on:
        return RESUMED_FIRST(on=_day(pause.on))
    last = on - ONE_DAY
    return TermPause(pause.ground, pause.on, last if pause.last_day is None else min(last, pause.last_day))


def _day(on: date) -> str:
    return on.strftime("%d-%m-%Y")
