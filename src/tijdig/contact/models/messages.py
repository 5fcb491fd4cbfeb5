"""Letters, cards, e-mails and text messages: what was written, version by version, and whether it left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.casework.models import Case
from tijdig.contact.rules.messages import Channel, MessageKind, MessageState
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.fields import Personal
from tijdig.vault.rows import SealedRow


class Message(SealedRow):
    """One thing that is written to the tenant of a case. It is an outbox as well: what is queued is sent from here.

    ``version`` goes up with every edit and every step; one made from an older version is refused (K6). ``tries`` counts
    how often a gateway was asked, ``problem`` is the code of why it failed last.
    """

    in_the_open: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("kind", "channel", "state", "made_at", "changed_at", "sent_at", "problem"), "zaak.contactpogingen"
    )

    sealed_with = "case"
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=24, choices=[(kind, kind) for kind in MessageKind])
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    state = models.CharField(
        max_length=8, choices=[(state, state) for state in MessageState], default=MessageState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    appointment = models.UUIDField(null=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=64, blank=True)

    title = fields.text("zaak.contactpogingen")
    text = Personal(("bewoner.naam", "zaak.contactpogingen"), "")
    to_name = fields.text("bewoner.naam")
    to_lines = fields.listing("bewoner.adres", str)
    to_number = Personal(("signaal.email", "signaal.telefoon"), "")  # where an e-mail or text message goes

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(
                fields=["controller", "state", "made_at"],
                condition=~models.Q(state__in=[MessageState.SENT, MessageState.DROPPED]),
                name="message_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"message {self.id}"


class MessageVersion(SealedRow):
    """What a message said before an edit, so that who changed what can be read back."""

    in_the_open: ClassVar[Mapping[str, str]] = {"written_at": "zaak.contactpogingen"}

    sealed_with = "case"
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    title = fields.text("zaak.contactpogingen")
    text = Personal(("bewoner.naam", "zaak.contactpogingen"), "")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="one_text_per_version")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.message_id}"


class MessageText(models.Model):
    """A municipality's own text in the place of the shipped one; placeholders only, so it is about nobody."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=24, choices=[(kind, kind) for kind in MessageKind])
    title = models.CharField(max_length=120)
    text = models.TextField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["controller", "kind"], name="one_text_per_kind")]

    def __str__(self) -> str:
        return f"text of {self.kind}"
