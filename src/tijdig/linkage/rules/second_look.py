"""Which decisions are so doubtful that a second person looks as well, where the municipality wants that."""

from __future__ import annotations

from tijdig.linkage.rules.decision_table import CLOSE_WITHIN

# Another birth date or another name at the same address: a relative, or the tenant of before, is easily taken for it.
MAYBE_SOMEBODY_ELSE = frozenset({"R2", "R3"})


def needs_second_look(position: int | None, rule_id: str, margin: float | None) -> bool:
    """Say whether a second person looks at this choice.

    ``position`` is the rank of the candidate that was chosen (None: nobody, which attaches no one to a household),
    ``rule_id`` the line of the table that fits this candidate, ``margin`` the points between the first two.
    """
    if position is None:
        return False
    close = margin is not None and margin < CLOSE_WITHIN
    return position > 1 or close or rule_id in MAYBE_SOMEBODY_ELSE
