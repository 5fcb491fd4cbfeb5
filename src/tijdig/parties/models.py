"""Controllers, organisations, partnerships, people and what they do for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from tijdig.actors import ROLE_NAMES_NL, Role

ROLE_CHOICES = [(role.value, ROLE_NAMES_NL[role]) for role in Role if role is not Role.SYSTEM]


class Controller(models.Model):
    """A municipality: responsible for the processing, and the boundary that no data crosses (R2)."""

    code = models.CharField(max_length=4, primary_key=True)  # CBS code
    name = models.CharField(max_length=100)
    inhabitants = models.PositiveIntegerField(null=True, blank=True)  # for R49's signals per 1,000
    own_cases_only = models.BooleanField(default=False)  # a case director opens no colleague's case (A5)
    may_break_glass = models.BooleanField(default=True)  # but with a reason, for a while, and seen by others
    glass_minutes = models.PositiveSmallIntegerField(default=60)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A municipality, landlord, helper or other partner; the same one may serve several controllers."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200)
    kvk = models.CharField(max_length=8, blank=True)
    oin = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """Which organisation a party code in a controller's covenants stands for."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    party_code = models.CharField(max_length=64)
    party_role = models.CharField(
        max_length=32, blank=True
    )  # a PartyRole of the covenant: which roles its people have
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["controller", "party_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "party_code"], name="one_organisation_per_party_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_code} ({self.controller_id})"


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person with this e-mail address; raises ``Person.DoesNotExist``."""
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser):
    """Someone who signs in. There is no super-user: what a person may do follows from role assignments (A5)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    session_generation = models.PositiveIntegerField(default=0)  # one higher ends every session at once (A8)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry to stay valid: changes with the password and the generation (A8)."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same under each older secret key, so that changing the key signs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        value = f"{self.password}:{self.session_generation}"
        return salted_hmac("tijdig.parties.session", value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """Return the name, as allauth's pages ask for it."""
        return self.name


class RoleAssignment(models.Model):
    """What a person does: this role, for this organisation, under this controller, until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="role_assignments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="role_assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=32, choices=ROLE_CHOICES)
    discipline = models.CharField(max_length=64, blank=True)  # "schulddienstverlening", "participatie": R30
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["controller", "organisation", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "organisation", "person", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_assignment_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} for {self.organisation_id} under {self.controller_id}"


class Invitation(models.Model):
    """An invitation for one person to take one role; the link's token is kept as a hash only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=32, choices=ROLE_CHOICES)
    discipline = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField(null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]

    def __str__(self) -> str:
        return f"invitation {self.id}"


class ApiClient(models.Model):
    """A system of an organisation that comes in over the API, as if in one role; of its secret only a hash is kept.

    ``failures`` counts wrong secrets since ``failed_at``, when the last one came.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="api_clients")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="api_clients")
    name = models.CharField(max_length=60)  # what its admin calls it
    role = models.CharField(max_length=32, choices=ROLE_CHOICES)
    secret_hash = models.CharField(max_length=64)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return f"API client {self.id}"


class ApiToken(models.Model):
    """An access token of a system, for some minutes; kept as a hash only."""

    token_hash = models.CharField(max_length=64, unique=True)
    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="tokens")
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["expires_at"]

    def __str__(self) -> str:
        return f"API token {self.pk}"


class DemoLink(models.Model):
    """A one-time sign-in link of the demo: loopback only, gone after use."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="demo_links")
    assignment = models.ForeignKey(RoleAssignment, on_delete=models.CASCADE, related_name="demo_links")
    used_at = models.DateTimeField(null=True, blank=True)
    covenant_hash = models.CharField(
        max_length=71, blank=True
    )  # in force for the organisation when it was made

    def __str__(self) -> str:
        return f"demo link {self.pk}"
