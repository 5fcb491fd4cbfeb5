"""Drafts, covenant versions as they were proposed, the parties' keys, and the signed verdicts on their hashes."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.covenant.rules.in_force import Verdict


class PartyKey(models.Model):
    """A key that signs for one party (embedded set-up), made at its first signature. Never changed.

    All three parts are base64url. ``sealed_private`` opens with the installation's secret only, and ``attestation``
    proves with that same secret that this installation made the key: who can write to the database alone cannot add
    a key that counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller_id = models.CharField(max_length=4)
    party_code = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=43, unique=True)  # RFC 7638
    public_key = models.CharField(max_length=43)
    sealed_private = models.CharField(max_length=80)
    attestation = models.CharField(max_length=43)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["controller_id", "party_code", "made_at", "id"]
        indexes = [models.Index(fields=["controller_id", "party_code", "made_at"], name="party_key")]

    def __str__(self) -> str:
        return f"{self.party_code}: {self.fingerprint}"


class CovenantVersion(models.Model):
    """One text, never changed after it was proposed (C4); a change is a new version that names this one's hash.

    ``version`` is the number in the file, ``urn`` its id. ``text`` is the file, byte for byte. The activation is
    written once: by whom, for which party, and the signature over it (C14). Triggers refuse any other change.
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
    activated_for = models.CharField(max_length=64, blank=True)  # the municipality's party code
    activated_by_name = models.CharField(max_length=200, blank=True)
    activation_token = models.TextField(blank=True)
    activation_key = models.ForeignKey(PartyKey, on_delete=models.PROTECT, null=True, related_name="+")

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
    """What one party said about one version, by whom and when, signed. Never changed: a later verdict is a new row.

    ``token`` is the compact JWS over exactly these columns; ``key`` the key it was made with, None for a certificate.
    """

    covenant_version = models.ForeignKey(
        CovenantVersion, on_delete=models.PROTECT, related_name="acceptances"
    )
    controller_id = models.CharField(max_length=4)
    party_code = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    token = models.TextField()
    key = models.ForeignKey(PartyKey, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["controller_id", "covenant_version"], name="acceptance_version")]

    def __str__(self) -> str:
        return f"{self.party_code}: {self.verdict}"


class CovenantDraft(models.Model):
    """A text that is being written: any text, also one with mistakes. Sent out, it becomes a version and is gone.

    ``revision`` counts what was saved: who saves on top of another revision is told so (K6).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller_id = models.CharField(max_length=4)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    based_on = models.ForeignKey(CovenantVersion, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.UUIDField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["controller_id", "-saved_at", "id"]
        indexes = [models.Index(fields=["controller_id", "saved_at"], name="covenant_draft")]

    def __str__(self) -> str:
        return f"draft {self.id}"
