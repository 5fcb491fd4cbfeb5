"""What reading one cell came to, in a word that a table of examples can hold."""

from __future__ import annotations

from tijdig.intake.rules.values.reading import Reading

REFUSED = "refused"


def outcome[T](reading: Reading[T]) -> T | str | None:
    return REFUSED if reading.problem is not None else reading.value
