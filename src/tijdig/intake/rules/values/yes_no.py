"""Yes and no as ledgers write them; a date in such a column means yes (it happened on that day)."""

from __future__ import annotations

from tijdig.intake.rules.values.dates import read_date
from tijdig.intake.rules.values.reading import Reading
from tijdig.problems import ProblemKind

NOT_YES_OR_NO = ProblemKind(
    code="intake.not-yes-or-no",
    rule="R10",
    nl="Hier moet ja of nee staan.",
    en="This must be yes or no.",
    remedy_nl="Vul J of N in.",
    remedy_en="Fill in J (yes) or N (no).",
)

YES = frozenset({"j", "ja", "y", "yes", "true", "waar", "1", "x", "v"})
NO = frozenset({"n", "nee", "neen", "no", "false", "onwaar", "0", "-"})


def read_yes_no(text: str) -> Reading[bool]:
    """Read yes or no; an empty cell says neither."""
    word = text.strip().lower()
    if not word:
        return Reading()
    if word in YES:
        return Reading(value=True)
    if word in NO:
        return Reading(value=False)
    if read_date(word).value is not None:
        return Reading(value=True)
    return Reading(problem=NOT_YES_OR_NO())
