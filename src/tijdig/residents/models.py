"""Facts from the resident register and the benefit administration, replaced as a whole at each import."""

from __future__ import annotations

from django.db import models

from tijdig.parties.models import Controller


class RegisterExtract(models.Model):
    """One import of register or benefit facts: when, by whom, how many."""

    class Kind(models.TextChoices):
        """What was imported."""

        RESIDENTS = "residents"
        BENEFITS = "benefits"

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="register_extracts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    as_of = models.DateField()
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField(null=True)
    people = models.PositiveIntegerField()
    complete = models.BooleanField(default=False)  # benefits: whoever is not in it has no benefit
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.as_of}"


class Resident(models.Model):
    """What the register says of one person, as far as matching and triage need it."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="residents")
    extract = models.ForeignKey(RegisterExtract, on_delete=models.PROTECT, related_name="residents")
    bsn = models.CharField(max_length=9)
    given_names = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=10, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    # LO3: E own, P partner, V partner-own, N own-partner
    name_use = models.CharField(max_length=1, default="E")
    partner_prefix = models.CharField(max_length=10, blank=True)
    partner_surname = models.CharField(max_length=200, blank=True)
    birth_date = models.CharField(max_length=8, blank=True)  # LO3: YYYYMMDD, zeros where unknown
    municipality = models.CharField(max_length=4, blank=True)
    street = models.CharField(max_length=100, blank=True)
    house_number = models.PositiveIntegerField(null=True)
    house_letter = models.CharField(max_length=2, blank=True)
    addition = models.CharField(max_length=10, blank=True)
    designation = models.CharField(max_length=2, blank=True)  # LO3: "to" opposite, "by" beside
    postcode = models.CharField(max_length=6, blank=True)
    town = models.CharField(max_length=80, blank=True)
    moved_in_on = models.CharField(max_length=8, blank=True)
    previous_addresses = models.JSONField(default=list)
    deceased_on = models.CharField(max_length=8, blank=True)
    emigrated_on = models.CharField(max_length=8, blank=True)
    secrecy = models.BooleanField(default=False)
    under_investigation = models.BooleanField(default=False)
    child_birth_dates = models.JSONField(default=list)

    class Meta:
        ordering = ["bsn"]
        constraints = [models.UniqueConstraint(fields=["controller", "bsn"], name="one_record_per_person")]
        indexes = [
            models.Index(fields=["controller", "postcode", "house_number"], name="resident_address"),
        ]

    def __str__(self) -> str:
        return f"resident {self.pk}"


class BenefitFact(models.Model):
    """Whether one person receives a Participatiewet benefit, as of the import's date."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="benefit_facts")
    extract = models.ForeignKey(RegisterExtract, on_delete=models.PROTECT, related_name="benefit_facts")
    bsn = models.CharField(max_length=9)
    participatiewet = models.BooleanField()

    class Meta:
        ordering = ["bsn"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "bsn"], name="one_benefit_fact_per_person")
        ]

    def __str__(self) -> str:
        return f"benefit fact {self.pk}"
