"""What can be filled in on a case page. Each form carries the version of the case that the person looked at (K6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tijdig.casework.rules.attempts import part_of_day
from tijdig.casework.rules.result_problems import EVICTION_STILL_THREATENS
from tijdig.casework.rules.results import SubReason
from tijdig.casework.rules.states import HelpDecision
from tijdig.covenant.rules.facts import FactSource
from tijdig.ddas import AttemptKind, PartOfDay
from tijdig.web.choices import DayField, Text, YesNoField, values_of
from tijdig.web.templatetags.wording import sentence

type Pairs = tuple[tuple[str, Text], ...]

# The frequent first.
KINDS = (
    AttemptKind.PHONE,
    AttemptKind.HOME_VISIT,
    AttemptKind.MESSAGE,
    AttemptKind.MAIL,
    AttemptKind.LETTER,
    AttemptKind.CARD,
    AttemptKind.APPOINTMENT,
    AttemptKind.ADMINISTRATIVE,
    AttemptKind.OTHER,
    AttemptKind.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Offered:
    """What this case lets a person choose from, each as (code, words): colleagues, partners, routes, facts, results."""

    people: Pairs = ()
    inviters: Pairs = ()
    parties: Pairs = ()
    overrides: Pairs = ()
    facts: Pairs = ()
    covenant_tasks: Pairs = ()
    results: Pairs = ()
    must_watch: bool = False


class VersionedForm(forms.Form):
    """A form about one version of a case; with nothing else in it, it is a button.

    ``choose_from`` says which list of :class:`Offered` fills which field.
    """

    choose_from: ClassVar[Mapping[str, str]] = {}
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, offered: Offered, name: str, version: int) -> None:
        """Make the form, empty or filled with ``data``; ``name`` keeps the ids on one page apart."""
        super().__init__(data, auto_id=f"{name}-%s", initial={"version": version})
        for field_name, which in self.choose_from.items():
            field = self.fields[field_name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Kies…")), *getattr(offered, which)]


def reason_field(label: Text, help_text: Text = "", *, required: bool = True) -> forms.CharField:
    """Return a field for a few sentences of explanation."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=500,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def part_of_day_field() -> forms.ChoiceField:
    """Return a field for the part of the day (R35); now, unless told otherwise."""
    return forms.ChoiceField(
        label=_("Welk deel van de dag?"),
        choices=values_of(PartOfDay),
        initial=lambda: part_of_day(timezone.localtime().time()).value,
    )


class AttemptForm(VersionedForm):
    """A contact attempt (R35, R36)."""

    kind = forms.ChoiceField(label=_("Hoe zocht u contact?"), choices=values_of(KINDS))
    on = DayField(_("Welke dag?"))
    part_of_day = part_of_day_field()
    reached = YesNoField(
        _("Had u echt contact met de inwoner?"),
        help_text=_("Een bericht inspreken is een poging, geen contact."),
    )


class ContactChoiceForm(VersionedForm):
    """Whether one may write to this resident, where the covenant asks a person to choose (R23)."""

    may_write = YesNoField(
        _("Mag u deze inwoner schrijven?"),
        help_text=_("Nee? Zoek dan op een andere manier contact, bijvoorbeeld aan de deur."),
    )
    reason = reason_field(_("Waarom kiest u dit?"))


class DayForm(VersionedForm):
    """Something that happened on a day: a conversation, an offer, its answer, a request, informing."""

    on = DayField(_("Welke dag?"))


class PersonForm(VersionedForm):
    """A colleague to give the case to."""

    choose_from = {"to": "people"}
    to = forms.ChoiceField(label=_("Aan wie?"))


class InvitationForm(VersionedForm):
    """The joint invitation by two case directors (R30)."""

    choose_from = {"second_person": "inviters"}
    second_person = forms.ChoiceField(label=_("Met welke collega nodigt u uit?"), required=False)
    on = DayField(_("Op welke dag gaat de uitnodiging weg?"))


class TaskForm(VersionedForm):
    """Something to do by a day."""

    description = forms.CharField(
        label=_("Wat moet er gebeuren?"),
        max_length=200,
        help_text=_("Schrijf hier geen namen of bedragen; die staan al in de zaak."),
    )
    due_on = DayField(_("Voor welke dag?"))


class CovenantTaskForm(VersionedForm):
    """One of the covenant's own tasks."""

    choose_from = {"code": "covenant_tasks"}
    code = forms.ChoiceField(label=_("Welke taak?"))
    due_on = DayField(_("Voor welke dag?"), required=False)


class TaskDoneForm(VersionedForm):
    """A task that is done; what else it asks (a reference, a second person) the service says."""

    choose_from = {"second_person": "people"}
    task_id = forms.UUIDField(widget=forms.HiddenInput)
    on = DayField(_("Klaar op"))
    reference = forms.CharField(
        label=_("Kenmerk van het besluit of de machtiging"), max_length=64, required=False
    )
    second_person = forms.ChoiceField(label=_("Wie besliste mee?"), required=False)


class WithholdForm(VersionedForm):
    """Rent that is withheld from the benefit and paid on (R30)."""

    reference = forms.CharField(
        label=_("Kenmerk van het besluit of de machtiging"),
        max_length=64,
        help_text=_("Zonder besluit of machtiging kan inhouden niet."),
    )
    amount = forms.DecimalField(
        label=_("Hoeveel euro per maand?"), min_value=0, max_digits=7, decimal_places=2, localize=True
    )
    starts_on = DayField(_("Vanaf welke dag?"))
    ends_on = DayField(_("Tot en met welke dag?"))
    review_on = DayField(_("Op welke dag kijkt u het na?"))


class ReferralForm(VersionedForm):
    """Hand the case to a helping partner."""

    choose_from = {"party": "parties"}
    party = forms.ChoiceField(label=_("Naar wie?"))
    reason = reason_field(
        _("Waarom deze hulpverlener?"), _("De hulpverlener leest dit. Schrijf alleen op wat nodig is.")
    )
    on = DayField(_("Welke dag?"))


class WithdrawForm(VersionedForm):
    """Take a referral back that nobody answered yet."""

    referral_id = forms.UUIDField(widget=forms.HiddenInput)


class DecisionForm(VersionedForm):
    """The decision on a request for debt help (R38)."""

    decision = forms.ChoiceField(
        label=_("Besluit"),
        choices=[
            (HelpDecision.ADMISSION.value, _("Toelating, met een plan van aanpak")),
            (HelpDecision.REFUSAL.value, _("Weigering")),
        ],
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(label=_("Kenmerk van het besluit"), max_length=64)
    on = DayField(_("Datum van het besluit"))


class FactForm(VersionedForm):
    """A fact that was found out; route and rank are advised anew (R30)."""

    choose_from = {"fact": "facts"}
    fact = forms.ChoiceField(label=_("Wat weet u nu?"))
    value = YesNoField(_("Antwoord"))
    source = forms.ChoiceField(
        label=_("Van wie weet u het?"),
        choices=[
            (FactSource.TENANT.value, _("De inwoner zei het")),
            (FactSource.CASEWORK.value, _("Ik heb het opgezocht")),
        ],
        widget=forms.RadioSelect,
    )
    on = DayField(_("Sinds welke dag weet u het?"))


class OverrideForm(VersionedForm):
    """Another route or place than the advice, with the reason (R34)."""

    choose_from = {"choice": "overrides"}
    choice = forms.ChoiceField(label=_("Wat wilt u anders?"))
    reason = reason_field(_("Waarom?"), _("Uw keuze en uw reden komen in het logboek, naast het advies."))


class NoteForm(VersionedForm):
    """A note for the municipality itself."""

    text = forms.CharField(
        label=_("Notitie"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Alleen voor de gemeente. Een notitie gaat nooit naar een partner."),
    )


class ReopenForm(VersionedForm):
    """Only a reason."""

    reason = reason_field(_("Waarom opent u de zaak weer?"))


class CloseForm(VersionedForm):
    """The closing form: decision aid (R40), helper (R33), restricted reason (R32), second person (R42)."""

    choose_from = {"result": "results", "second_person": "people"}
    result = forms.ChoiceField(label=_("Resultaat"))
    clears_in_time = YesNoField(
        _("Kan de inwoner de achterstand op tijd inlopen?"),
        required=False,
        help_text=_(
            "Alleen bij advies of quick fix. Op tijd is: binnen de termijn voor een snelle oplossing."
        ),
    )
    only_tips = YesNoField(
        _("Bleef het bij algemene tips?"),
        required=False,
        help_text=_("Dan is het resultaat: de inwoner regelt het zelf."),
    )
    helper = forms.CharField(
        label=_("Wie neemt het over?"),
        max_length=200,
        required=False,
        help_text=_("Als de inwoner al hulp heeft. Een bewindvoerder geldt als de inwoner zelf."),
    )
    sub_reason = forms.ChoiceField(
        label=_("Nadere reden"),
        choices=[("", _("Kies…")), *values_of(SubReason)],
        required=False,
        help_text=_("Alleen bij ‘Niet opgepakt: andere reden’. Deze reden blijft binnen de gemeente."),
    )
    reason = reason_field(
        _("Toelichting"),
        _("Nodig bij ‘Verwijzing zonder tussenkomst inwoner’ en als u afwijkt van het voorstel."),
        required=False,
    )
    second_person = forms.ChoiceField(
        label=_("Wie stemt ermee in?"),
        required=False,
        help_text=_("Een tweede persoon, alleen bij ‘Verwijzing zonder tussenkomst inwoner’."),
    )
    watch_on = DayField(
        _("Er dreigt nog ontruiming. Op welke dag kijkt u weer?"),
        required=False,
        help_text=_("Het huishouden blijft op uw lijst tot de ontruiming van de baan is, of is uitgevoerd."),
    )
    on = DayField(_("Welke dag?"))

    def __init__(self, data: Mapping[str, Any] | None, *, offered: Offered, name: str, version: int) -> None:
        """Ask for the day to look again where an eviction threatens, and leave it out where none does (R27)."""
        super().__init__(data, offered=offered, name=name, version=version)
        if offered.must_watch:
            watch_on = self.fields["watch_on"]
            watch_on.required = True
            watch_on.error_messages["required"] = sentence(EVICTION_STILL_THREATENS())
        else:
            del self.fields["watch_on"]
