"""Facts from the resident register and the benefit administration, replaced as a whole at each import."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.fields import BlindIndexField
from tijdig.vault.rows import SealedRow

# What the blind indexes of people and places are made for (E5).
PERSON, PLACE = "resident.bsn", "resident.place"


class Source(models.TextChoices):
    """Where register or benefit facts come from."""

    FILE = "file"  # an extract or list that is imported, and replaced as a whole
    API = "api"  # asked for the people whom signals may be about


class RegisterSource(models.Model):
    """What a municipality chose: how register and benefit facts come in. Without a row: both by file."""

    controller = models.OneToOneField(
        Controller, primary_key=True, on_delete=models.PROTECT, related_name="register_source"
    )
    residents = models.CharField(max_length=8, choices=Source.choices, default=Source.FILE)
    benefits = models.CharField(max_length=8, choices=Source.choices, default=Source.FILE)
    # How old the facts of an open case may get before they are asked for again (R23, R25, R26); over the API only.
    ask_again_days = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"source of {self.controller_id}"


class RegisterExtract(models.Model):
    """Register or benefit facts that belong together: one import of a file, or all that was asked over an API.

    ``as_of`` and ``imported_at`` are of the newest answer where it is an API that is asked; each person then has a day
    of their own as well.
    """

    class Kind(models.TextChoices):
        """What was imported."""

        RESIDENTS = "residents"
        BENEFITS = "benefits"

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="register_extracts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.FILE)
    as_of = models.DateField()
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField(null=True)
    people = models.PositiveIntegerField()
    complete = models.BooleanField(default=False)  # benefits: whoever is not in it has no benefit
    replaced = models.BooleanField(default=False)
    key_group = models.UUIDField(default=uuid4)  # of the keys of its people: they are destroyed together

    class Meta:
        ordering = ["-imported_at"]
        constraints = [
            # Two runs that ask at once keep their answers in the same place.
            models.UniqueConstraint(
                fields=["controller", "kind"],
                condition=models.Q(source="api", replaced=False),
                name="one_standing_set_of_answers",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.as_of}"


class Resident(SealedRow):
    """What the register says of one person, as far as matching and triage need it; all of it sealed.

    ``person`` is the blind index of the BSN, by which other rooms refer to someone; ``place`` that of the address.
    """

    subject_kind: ClassVar[str] = "resident"  # how the logs call it
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="residents")
    extract = models.ForeignKey(RegisterExtract, on_delete=models.PROTECT, related_name="residents")
    person = BlindIndexField(category="bewoner.bsn", purpose=PERSON, of=("bsn",))
    place = BlindIndexField(
        category="bewoner.adres",
        purpose=PLACE,
        of=("postcode", "house_number", "house_letter", "addition"),
        needs=("postcode", "house_number"),
        blank=True,
    )
    as_of = models.DateField(null=True)  # when this person was asked for; None: the day of the extract

    bsn = fields.text("bewoner.bsn")
    given_names = fields.text("bewoner.naam")
    prefix = fields.text("bewoner.naam")
    surname = fields.text("bewoner.naam")
    name_use = fields.text("bewoner.naam")  # LO3: E own, P partner, V partner-own, N own-partner
    partner_prefix = fields.text("bewoner.naam")
    partner_surname = fields.text("bewoner.naam")
    birth_date = fields.text("bewoner.geboortedatum")  # LO3: YYYYMMDD, zeros where unknown
    municipality = fields.text("bewoner.status")
    street = fields.text("bewoner.adres")
    house_number = fields.number_or_none("bewoner.adres")
    house_letter = fields.text("bewoner.adres")
    addition = fields.text("bewoner.adres")
    designation = fields.text("bewoner.adres")  # LO3: "to" opposite, "by" beside
    postcode = fields.text("bewoner.adres")
    town = fields.text("bewoner.adres")
    moved_in_on = fields.text("bewoner.adres")
    previous_addresses = fields.listing("bewoner.adres", dict[str, str | int | None])
    deceased_on = fields.text("bewoner.status")
    emigrated_on = fields.text("bewoner.status")
    secrecy = fields.flag("bewoner.status")
    under_investigation = fields.flag("bewoner.status")
    child_birth_dates = fields.listing("huishouden.minderjarigen", str)

    class Meta:
        ordering = ["person"]
        constraints = [models.UniqueConstraint(fields=["controller", "person"], name="one_record_per_person")]
        indexes = [models.Index(fields=["controller", "place"], name="resident_place")]

    def __str__(self) -> str:
        return f"resident {self.pk}"

    @property
    def key_group(self) -> str:
        """All keys of one extract are destroyed together."""
        return self.extract.key_group.hex


class BenefitFact(SealedRow):
    """Whether one person receives a Participatiewet benefit, as of the import's date; ``person`` as in the register."""

    subject_kind: ClassVar[str] = "benefit"  # how the logs call it
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="benefit_facts")
    extract = models.ForeignKey(RegisterExtract, on_delete=models.PROTECT, related_name="benefit_facts")
    person = BlindIndexField(category="bewoner.bsn")
    as_of = models.DateField(null=True)  # as with a resident

    participatiewet = fields.flag_or_none("uitkering.participatiewet")

    class Meta:
        ordering = ["person"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "person"], name="one_benefit_fact_per_person")
        ]

    def __str__(self) -> str:
        return f"benefit fact {self.pk}"

    @property
    def key_group(self) -> str:
        """All keys of one list are destroyed together."""
        return self.extract.key_group.hex
