"""The diagrams and tables of casework in ``docs/casework.md``: states, acts, referrals, results.

``--write`` writes them; without it, the exit code says whether the page is current.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tijdig.actors import PERMITTED, ROLE_NAMES_NL, Role  # noqa: E402
from tijdig.casework.rules.referrals import referral_diagram  # noqa: E402
from tijdig.casework.rules.results import RESULT_RULES  # noqa: E402
from tijdig.casework.rules.states import STATE_NAMES_NL, CaseState  # noqa: E402
from tijdig.casework.rules.transitions import ACT_NAMES_NL, TRANSITIONS, diagram  # noqa: E402
from tijdig.ddas import Result  # noqa: E402
from tools.generated_text import write_or_check  # noqa: E402

PAGE = ROOT / "docs" / "casework.md"


def _mermaid(text: str) -> str:
    return f"```mermaid\n{text.strip()}\n```"


def _sentence(text: str | None) -> str:
    return (text or "").splitlines()[0].rstrip(".")


def acts_table() -> str:
    """Return who may do what in which states, and on what condition."""
    lines = ["| act | who | in these states | then | condition |", "|---|---|---|---|---|"]
    for act, row in TRANSITIONS.items():
        roles = ", ".join(ROLE_NAMES_NL[role] for role in Role if role in PERMITTED[row.action])
        states = ", ".join(STATE_NAMES_NL[state] for state in CaseState if state in row.states)
        after = STATE_NAMES_NL[row.to] if row.to else "–"
        conditions = [_sentence(row.condition.__doc__)] if row.condition else []
        if row.owner_only:
            conditions.insert(0, "by whom the case is with")
        told = "; ".join(conditions) or "–"
        lines.append(f"| {ACT_NAMES_NL[act]} (`{act}`) | {roles} | {states} | {after} | {told} |")
    return "\n".join(lines)


def results_table() -> str:
    """Return the sixteen results with their conditions and the status that the signals end with."""
    lines = ["| result | needs | status of the signals |", "|---|---|---|"]
    for result in Result:
        row = RESULT_RULES[result]
        needs = "; ".join(_sentence(check.__doc__) for check in row.checks)
        lines.append(f"| {result} | {needs} | {row.status} |")
    return "\n".join(lines)


def page_part() -> str:
    """Return the generated part of the page."""
    return "\n\n".join(
        (
            "### States of a case",
            _mermaid(diagram()),
            "### Who may do what, when",
            acts_table(),
            "### States of a referral",
            _mermaid(referral_diagram()),
            "### Results",
            results_table(),
        )
    )


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "casework", page_part()))
