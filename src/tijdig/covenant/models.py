"""Covenant versions as they were proposed, and the verdicts of the parties on their hashes."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.covenant.rules.in_force import Verdict


class CovenantVersion(models.Model):
    """One text, never changed after it was proposed (C4); a change is a new version that names this one's hash.

    ``version`` is the number in the file, ``urn`` its id. ``text`` is the file, byte for byte.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller_id = models.CharField(max_length=4)
    urn = models.CharField(max_length=45)
    version = models.CharField(max_length=32)
    hash = models.CharField(max_length=71, unique=True)
    replaces = models.CharField(max_length=71, blank=True)
    text = models.TextField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    activated_at = models.DateTimeField(null=True)
    activated_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["controller_id", "-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller_id", "urn", "version"], name="one_text_per_covenant_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.version}"


class Acceptance(models.Model):
    """What one party said about one version, by whom and when. Never changed: a later verdict is a new row."""

    covenant_version = models.ForeignKey(
        CovenantVersion, on_delete=models.PROTECT, related_name="acceptances"
    )
    controller_id = models.CharField(max_length=4)
    party_code = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["controller_id", "covenant_version"], name="acceptance_version")]

    def __str__(self) -> str:
        return f"{self.party_code}: {self.verdict}"
