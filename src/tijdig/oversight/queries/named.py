"""What the logs' codes are called under one controller."""

from __future__ import annotations

from collections.abc import Mapping

from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import covenant_of


def purpose_names(controller_id: str) -> Mapping[str, str]:
    """Return each purpose of the controller's covenants, of old versions too, with its description; the newest wins."""
    versions = CovenantVersion.objects.filter(controller_id=controller_id).order_by("created_at", "id")
    return {
        purpose.code: purpose.description
        for version in versions
        for purpose in covenant_of(version).purposes.values()
    }
