"""The two logs of personal data: each decision with what was given, withheld and why, and each processing (L2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import models

from tijdig.ledger.models import LogRecord


class Given(StrEnum):
    """How much of what was asked for was given: by this the log is searched."""

    ALL = "all"
    SOME = "some"
    NOTHING = "nothing"


class DecisionRecord(LogRecord):
    """One decision about one subject's data for one recipient and purpose (C1, L2). Codes only, no content.

    ``facts`` holds what the decision rested on, so that it replays (C4): ``state``, ``conditions`` and ``telling``, the
    keys of conditions that tell of a benefit or a household. How those came out is a part of its own, ``outcomes``,
    which is erased when the file is (R54); null when there were none, or when it was.
    """

    KIND = "decision"
    PARTS = ("outcomes",)

    person_id = models.UUIDField(null=True)
    role = models.CharField(max_length=32)
    sender = models.CharField(max_length=64)
    recipient = models.CharField(max_length=64)
    purpose = models.CharField(max_length=64)
    covenant_hash = models.CharField(max_length=71)
    subject_kind = models.CharField(max_length=32)  # "signal", "case", "link"
    subject_id = models.CharField(max_length=64)
    permitted_fields = models.JSONField(default=list)
    withheld_fields = models.JSONField(default=dict)  # field → codes of the reasons
    given = models.CharField(max_length=8, choices=[(given, given) for given in Given])
    exchanges = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    outcomes = models.JSONField(null=True)
    outcomes_salt = models.BinaryField(max_length=32, null=True)
    outcomes_commitment = models.BinaryField(max_length=32, null=True)

    class Meta(LogRecord.Meta):
        ordering = ["-id"]
        indexes = [
            # Each ends with the time: a search reads in order of it, and stops when its page is full.
            models.Index(fields=["controller_id", "subject_id", "at"], name="decision_subject"),
            models.Index(fields=["controller_id", "person_id", "at"], name="decision_person"),
            models.Index(
                fields=["controller_id", "at", "given", "recipient", "purpose"], name="decision_search"
            ),
            models.Index(fields=["controller_id", "trace_id"], name="decision_trace"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.purpose} {self.subject_kind} {self.subject_id}"

    @property
    def outside_authority(self) -> bool:
        """Whether it was read of a case that someone opened outside their own authority (A5)."""
        return bool(self.facts.get("outside_authority"))

    @property
    def conditions(self) -> Mapping[str, bool | None]:
        """Whether each condition held, as far as that is still kept."""
        return {**self.facts["conditions"], **(self.outcomes or {})}

    @property
    def erased_conditions(self) -> tuple[str, ...]:
        """The conditions whose outcome was erased."""
        return () if self.outcomes is not None else tuple(self.facts["telling"])


class ProcessingRecord(LogRecord):
    """One processing of one data subject's data, in the shape of Logboek Dataverwerkingen (L2). Codes only, no content.

    No staff identity either: who acted stands in the decision or the event with the same trace and span. ``act`` names
    the page, command, task or change; ``at`` is when it ended. ``activity`` is the URI of the entry in the register
    (GDPR art. 30) of the covenant version that governed. ``subject`` is an encrypted surrogate of the data subject,
    lost with its key, and ``subject_type`` the kind of record that it stands for. An act about many data subjects has a
    row of its own without one, to which theirs point with ``parent_span_id``. ``foreign`` is what another party
    said of its own trace.
    """

    KIND = "processing"

    class Status(models.TextChoices):
        """How it ended: refused altogether is no error of the service, and therefore ``unset``."""

        UNSET = "unset"
        OK = "ok"
        ERROR = "error"

    parent_span_id = models.CharField(max_length=16, blank=True)
    started_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices)
    act = models.CharField(max_length=64)
    activity = models.CharField(max_length=128, blank=True)
    subject = models.CharField(max_length=128, blank=True)
    subject_type = models.CharField(max_length=32, blank=True)
    foreign = models.JSONField(null=True)

    class Meta(LogRecord.Meta):
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["controller_id", "subject"],
                condition=~models.Q(subject=""),
                name="processing_subject",
            ),
            models.Index(fields=["controller_id", "at"], name="processing_time"),
            models.Index(fields=["trace_id"], name="processing_trace"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_type} {self.status}"
