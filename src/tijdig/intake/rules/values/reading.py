"""What reading one cell gives: a value, or the problem that explains why there is none."""

from __future__ import annotations

from typing import NamedTuple

from tijdig.problems import Problem, ProblemKind

TOO_LONG = ProblemKind(
    code="intake.too-long",
    rule="R10",
    nl="Deze tekst is te lang: er passen {most} tekens in.",
    en="This text is too long: {most} characters fit.",
    remedy_nl="Zet in deze kolom alleen het gevraagde gegeven, zonder toelichting.",
    remedy_en="Put only the requested value in this column, without explanation.",
)


class Reading[T](NamedTuple):
    """``value`` is None for an empty cell and for one that could not be understood; only the latter has a problem."""

    value: T | None = None
    problem: Problem | None = None


def tidy(text: str) -> str:
    """Return the text without spaces around it and with single spaces inside; a no-break space is a space."""
    return " ".join(text.split())


def read_text(text: str, most: int) -> Reading[str]:
    """Read plain text of at most ``most`` characters; nothing but the spacing is changed."""
    words = tidy(text)
    if not words:
        return Reading()
    if len(words) > most:
        return Reading(problem=TOO_LONG(most=most))
    return Reading(words)
