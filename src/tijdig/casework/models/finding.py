"""By which names and addresses a case is found again, without opening any (E5)."""

from __future__ import annotations

from django.db import models

from tijdig.casework.models.cases import Case
from tijdig.parties.models import Controller
from tijdig.vault.fields import BlindIndexField

# What the blind indexes are made for.
NAME, ADDRESS = "case.name", "case.address"


class CaseKey(models.Model):
    """One name or one address of a case: surname with initial, postcode or street with house number, never by itself.

    Only people in a case are found; the row goes when the file of the case is emptied (R54).
    """

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="keys")
    name = BlindIndexField(category="bewoner.naam", blank=True)
    address = BlindIndexField(category="bewoner.adres", blank=True)

    class Meta:
        ordering = ["case", "pk"]
        indexes = [
            # Of all rows: from "one of these" SQLite does not see that it is not the empty one.
            models.Index(fields=["controller", "name", "case"], name="case_of_name"),
            models.Index(fields=["controller", "address", "case"], name="case_of_address"),
        ]

    def __str__(self) -> str:
        return f"key of {self.case_id}"
