"""Every field that holds personal data carries its category, and each category has a use in a covenant (C9)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import pytest
from django.apps import apps
from django.db import models

from tijdig.casework.models import Note
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.reading import read_covenant
from tijdig.vault import fields
from tijdig.vault.categories import Standing, stored_fields
from tijdig.vault.fields import BlindIndexField
from tijdig.vault.rows import SealedColumn, SealedRow

OWN_MODELS = [model for model in apps.get_models() if model.__module__.startswith("tijdig.")]
MAY_HOLD_PERSONAL_DATA = (
    models.CharField, models.TextField, models.JSONField, models.DateField, models.BinaryField,
)  # fmt: skip

# Whole tables that hold nothing of a tenant, and why.
NOT_ABOUT_TENANTS = {
    "ledger": "codes and identifiers only, held to that by the canary test (L6)",
    "vault": "wrapped keys and their tombstones",
    "covenant": "what was agreed, by whom: parties and the people who sign for them",
    "parties": "organisations, and people who sign in for them",
    "oversight": "how the log is reviewed: cases and people by their ids, in texts no names",
    "rehearse": "counts, codes and numbers of cases; nothing of a person",
    "disclosure": "which fields were asked, given and withheld; no values (L2)",
}
# Columns of other tables that hold nothing of a tenant, and why.
NOT_PERSONAL: Mapping[str, str] = {
    "party_code": "a party's code in the covenant",
    "agent_code": "a party's code in the covenant",
    "party": "a party's code in the covenant",
    "action_party": "a party's code in the covenant",
    "covenant_hash": "hash of the covenant",
    "intake.ColumnMapping.headings_fingerprint": "hash of the column headings of a layout",
    "intake.ColumnMapping.columns": "which heading holds which field",
    "intake.ColumnMapping.answers": "how the values under a heading are written: an order or a sign",
    "intake.ColumnMapping.sheets": "names of a workbook's sheets",
    "intake.ColumnMapping.confirmed_at": "when a clerk confirmed a layout",
    "intake.Delivery.changes": "how often each field was corrected",
    "intake.EarlierSignal.replaced_at": "moment of a correction",
    "intake.DeliveryFile.plan": "which heading of a held file holds which field",
    "intake.DeliveryExpectations.amount_times": "a limit that a controller set",
    "intake.DeliveryExpectations.gone_percent": "a limit that a controller set",
    "intake.DeliveryExpectations.elsewhere_percent": "a limit that a controller set",
    "intake.DeliveryExpectations.postcodes": "the postcodes of a municipality",
    "intake.DeliveryExpectations.same_file": "a limit that a controller set",
    "intake.DeliveryExpectations.fewest": "a limit that a controller set",
    "intake.DeliveryExpectations.wait_days": "a limit that a controller set",
    "intake.DeliveryExpectations.decided_at": "when a limit was set",
    "intake.DeliveryExpectations.remind_days": "a limit that a controller set",
    "intake.DeliveryReminder.month": "month of a delivery",
    "intake.DeliveryReminder.kind": "of what a partner was reminded",
    "intake.DeliveryReminder.sent_on": "day of a reminder",
    "intake.Delivery.waived_at": "when a coordinator decided on a file",
    "intake.Delivery.state": "how far a file came",
    "intake.Delivery.received_on": "day of a file",
    "intake.Delivery.received_at": "moment of a file",
    "intake.Delivery.encoding": "of a file",
    "intake.Delivery.separator": "of a file",
    "intake.DeliveryFile.kind": "why the file is kept",
    "intake.DeliveryFile.keep_until": "day on which the file is dropped",
    "intake.RefusedRow.column": "a column heading",
    "intake.RefusedRow.code": "code of a problem",
    "intake.RefusedRow.rule": "number of a rule",
    "intake.RefusedRow.params": "parameters of a problem, never what stood in the row (R6, R11)",
    "rights.RightsRequest.kind": "what someone asks, who is named elsewhere",
    "rights.RightsRequest.reference": "a number in the municipality's archive; who asked stands there",
    **dict.fromkeys(
        (f"rights.RightsRequest.{one}_on" for one in ("received", "extended", "answered")), "day of a request"
    ),
    "rights.RightsRequest.answer_by": "last day of a request",
    "rights.RightsRequest.recorded_at": "moment of a record",
    "residents.RegisterExtract.kind": "residents or benefits",
    "residents.RegisterExtract.as_of": "day of reference of a whole extract",
    "residents.RegisterExtract.imported_at": "moment of an import",
    "residents.RegisterExtract.source": "file or API",
    "residents.RegisterSource.residents": "file or API",
    "residents.RegisterSource.benefits": "file or API",
    "residents.Resident.as_of": "when the register was asked",
    "residents.BenefitFact.as_of": "when the benefit administration was asked",
    "linkage.Lookup.asked_at": "when the register was asked",
    "linkage.Lookup.problem": "code of a problem",
    "linkage.Notification.period_from": "a matching period",
    "linkage.Notification.period_until": "a matching period",
    "linkage.Notification.matched_at": "moment of a run",
    "linkage.Link.rule_id": "line of the decision table",
    "linkage.Link.rule_version": "version of the decision table",
    "linkage.Link.made_at": "moment of a run",
    "linkage.Link.compared_with": "moment of an import",
    "linkage.Link.first_looked_at": "when a first coordinator chose",
    "linkage.Link.decided_at": "when a coordinator decided",
    "linkage.Link.undone_at": "when it no longer stood",
    "linkage.Link.undone_for": "a code: person, correction, term",
    "linkage.Candidate.rule_id": "line of the decision table",
    "casework.Case.facts_retrieved_on": "when the register was asked",
    "casework.Case.signals_seen_at": "when the case was last looked at",
    "casework.Case.erased_on": "when it was erased",
    **dict.fromkeys(
        (f"casework.Desk.{one}" for one in ("looked_on", "looked_at", "looked_before", "reminders", "reminded_on")),
        "what a person who works here chose or did at their own desk",
    ),
    **dict.fromkeys(
        (f"casework.Leave.{one}" for one in ("first_day", "last_day", "ended_at")), "leave of a person who works here"
    ),
    "casework.District.name": "a district that the controller drew",
    "casework.District.postcodes": "a district that the controller drew",
    "casework.SavedFilter.name": "what a person who works here calls a list of their own",
    "casework.SavedFilter.shown": "a part of the work list",
    **dict.fromkeys(
        (f"casework.RunProgress.{one}" for one in ("step", "began_at", "told_at")), "how far a run is: about nobody"
    ),
    "casework.CaseNotification.joined_on": "when a notification joined",
    "contact.VisitRound.made_at": "moment of planning a round",
    "contact.ReachFigure.kind": "a kind of attempt",
    **dict.fromkeys(
        (f"contact.MessageText.{one}" for one in ("kind", "title", "text")),
        "a text with placeholders: about nobody",
    ),
    "contact.MessageText.set_at": "moment of a setting",
    "contact.ReachFigure.counted_on": "day of a count",
    "monitor.MonthOfNotifications.month": "the month that was counted",
    "monitor.MonthOfNotifications.counted_on": "day of a count",
    "meeting.Meeting.on": "day of a meeting",
    "meeting.Meeting.planned_at": "moment of planning",
    "meeting.Meeting.ended_at": "moment of a meeting",
    "meeting.Presence.noted_at": "moment of a meeting",
    "meeting.PaperVersion.kind": "pack or minutes",
    "meeting.PaperVersion.mark": "a mark of ids and versions, by which a paper is seen to be out of date",
    "meeting.PaperVersion.made_at": "when a paper was made",
}  # fmt: skip


def untagged(model: type[models.Model]) -> list[str]:
    """Columns that may hold personal data and say nothing of it."""
    if model._meta.app_label in NOT_ABOUT_TENANTS:
        return []
    tagged = {field.name for field in stored_fields(model)}
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, MAY_HOLD_PERSONAL_DATA)
        and not isinstance(field, SealedColumn)
        and field.name not in tagged
        and field.name not in NOT_PERSONAL
        and f"{model._meta.label}.{field.name}" not in NOT_PERSONAL
    ]


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_c9_every_field_that_may_hold_personal_data_is_tagged_or_explained(model: type[models.Model]) -> None:
    assert untagged(model) == []


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_c9_every_category_is_a_field_of_the_covenant_vocabulary(model: type[models.Model]) -> None:
    known = {field.name for field in model._meta.concrete_fields} | set(fields.personal_fields(model))
    for field in stored_fields(model):
        assert set(field.categories) <= FIELDS.keys(), f"{field.model}.{field.name}"
        assert field.name in known, f"{field.model} has no {field.name}"


@pytest.mark.parametrize("profile", ["weert", "sittard-geleen", "landelijk"])
def test_c9_what_is_stored_has_a_use_in_every_shipped_covenant(profile: str) -> None:
    text = files("tijdig.covenant.profiles").joinpath(f"{profile}.toml").read_bytes()
    covenant = read_covenant(text).covenant
    assert covenant is not None
    used = {
        field
        for permission in (*covenant.exchanges, *covenant.own_uses)
        for field in covenant.fields_of(permission.categories)
    }

    unused = {
        f"{field.model}.{field.name}": set(field.categories) - used
        for model in OWN_MODELS
        for field in stored_fields(model)
        if set(field.categories) - used
    }
    assert unused == {}


def test_c9_an_explanation_that_explains_nothing_fails() -> None:
    labels = {model._meta.label: model for model in OWN_MODELS}
    for told in NOT_PERSONAL:
        if told.count(".") == 2:
            label, name = told.rsplit(".", 1)
            assert name in {field.name for field in labels[label]._meta.concrete_fields}, told


def test_c9_identifying_fields_are_never_in_the_open() -> None:
    identifying = {
        code for code in FIELDS if code.split(".")[1] in {
            "naam", "adres", "geboortedatum", "bsn", "telefoon", "email", "kenmerk", "bedrag", "notities", "subreden",
        }
    }  # fmt: skip
    in_the_open = {
        f"{field.model}.{field.name}"
        for model in OWN_MODELS
        for field in stored_fields(model)
        if field.standing is Standing.OPEN and set(field.categories) & identifying
    }
    assert in_the_open <= {"casework.Note.written_at"}


def test_e5_no_index_on_what_has_few_values() -> None:
    few = {"uitkering.participatiewet", "huishouden.minderjarigen", "bewoner.geboortedatum", "bewoner.status"}
    indexed = {
        field.category
        for model in OWN_MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, BlindIndexField)
    }
    assert indexed == {
        "bewoner.bsn",
        "bewoner.naam",  # with the initial, to find a case by; never a surname by itself
        "bewoner.adres",
        "signaal.adres",
        "signaal.kenmerk",
        "signaal.naam",
    }
    assert not indexed & few


def test_c9_a_new_column_without_a_category_is_found() -> None:
    class Letter(SealedRow):
        addressee = models.CharField(max_length=50)
        written_on = models.DateField()
        text = fields.text("zaak.notities")

        class Meta:
            app_label = "rights"

    try:
        assert untagged(Letter) == ["addressee", "written_on"]
        assert untagged(Note) == []
    finally:
        del apps.all_models["rights"]["letter"]
        apps.clear_cache()
