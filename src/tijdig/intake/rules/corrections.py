"""What a corrected row changes of its signal, and how it is told: which fields, never which values."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from tijdig.intake.rules.rows import SignalRow

# Where a signal came from first stays: the date on which it was reported counts in court (R15).
CORRECTED_FIELDS = tuple(name for name in SignalRow._fields if name not in {"row", "reference", "identity"})
# What stands under each of these is told in one word.
_TOLD_AS: Mapping[str, str] = {
    "initials": "surname", "prefix": "surname", "street": "address", "house_number": "address",
    "house_letter": "address", "addition": "address", "postcode": "address", "town": "address",
    "amount_cents": "amount",
}  # fmt: skip


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[str]:
    """Return which fields of the schema a correction changes; the parts of a name or an address count as one."""
    return frozenset(
        _TOLD_AS.get(name, name)
        for name in CORRECTED_FIELDS
        if name != "fingerprint" and before[name] != after[name]
    )


def counted(changes: Iterable[frozenset[str]]) -> dict[str, int]:
    """Return how often each field was changed, the most frequent first."""
    return dict(Counter(name for fields in changes for name in sorted(fields)).most_common())


def written(said: Mapping[str, object]) -> bytes:
    """Return what a signal said, to be kept: JSON, days as ISO dates."""
    kept = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said.items()
        if name in CORRECTED_FIELDS and name != "fingerprint"
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def told(content: bytes) -> dict[str, object]:
    """Return what :func:`written` kept, with days as days again."""
    said: dict[str, object] = json.loads(content)
    return {
        name: date.fromisoformat(value)
        if name.endswith("_on") and value and isinstance(value, str)
        else value
        for name, value in said.items()
    }
