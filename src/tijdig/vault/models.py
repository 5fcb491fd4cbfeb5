"""Wrapped keys and tombstones. No key stands here as it is: each is wrapped by the one above it (E2)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class ControllerKey(models.Model):
    """A key of one controller, wrapped by a secret of the installation; an empty controller is the installation.

    ``data`` keys wrap data keys and come in versions (E7); an ``index`` key makes blind indexes and stays, because
    every index would have to be made again.
    """

    class Kind(models.TextChoices):
        """What the key is for."""

        DATA = "data"
        INDEX = "index"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller_id = models.CharField(max_length=4, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    wrapped_with = models.CharField(max_length=32)  # name of the secret in the key folder
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["controller_id", "kind", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller_id", "kind", "version"], name="one_controller_key_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} key {self.version} of {self.controller_id}"


class DataKey(models.Model):
    """The key of one data subject's rows: a signal, a resident, a case. Destroying it is deleting this row (E2).

    ``group`` joins keys that are destroyed together, such as those of one register extract; empty for none.
    No index but that of the id: there are as many keys as people, and groups and versions are looked for seldom.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller_id = models.CharField(max_length=4)
    controller_key = models.ForeignKey(
        ControllerKey, on_delete=models.PROTECT, db_index=False, related_name="data_keys"
    )
    group = models.CharField(max_length=36, blank=True)
    wrapped = models.BinaryField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"data key {self.id}"


class TombstoneFile(models.Model):
    """The file of tombstones that belongs with this database: its id stands in both. The newest row counts (E4)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return f"tombstone file {self.id}"


class Tombstone(models.Model):
    """That a key, or every key of a group, was destroyed; never deleted, and kept outside the database too (E3)."""

    class Kind(models.TextChoices):
        """What was destroyed."""

        KEY = "key"
        GROUP = "group"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=36)  # id of the key, or the group
    controller_id = models.CharField(max_length=4)
    destroyed_at = models.DateTimeField()
    kept_outside = models.BooleanField(default=False)  # stands in the file beside the keys

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="one_tombstone_each")]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(kept_outside=False), name="tombstone_to_keep_outside"
            ),
        ]

    def __str__(self) -> str:
        return f"tombstone of {self.kind} {self.subject}"
