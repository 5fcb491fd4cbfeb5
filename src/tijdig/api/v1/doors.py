"""Which action each operation asks for: the first of two doors, as for pages (A6)."""

from __future__ import annotations

from collections.abc import Mapping

from tijdig.actors import Action

# By the name of the operation in the schema; one that is not here opens for nobody.
DOORS: Mapping[str, Action] = {
    "covenants": Action.READ_COVENANTS,
    "decisions": Action.ASK_DECISION,
    "signal-news": Action.DELIVER_SIGNALS,
}
# Open to all: the document that describes the API, and where a system shows its secret.
OPEN = frozenset({"token", "openapi-json", "api-root"})
