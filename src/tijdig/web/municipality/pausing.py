"""The forms with which the term of a decision stands still and runs again (R39)."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.casework.rules.term_pauses import PauseGround
from tijdig.web.choices import DayField, Text
from tijdig.web.municipality.forms import VersionedForm, reason_field

# In the words of a letter to the resident, not of the act.
GROUNDS: Mapping[PauseGround, Text] = {
    PauseGround.COMPLETION: _("De inwoner moet het verzoek nog aanvullen"),
    PauseGround.CONSENT: _("De inwoner stemt schriftelijk in met uitstel"),
    PauseGround.APPLICANT: _("De inwoner zorgt zelf voor de vertraging"),
    PauseGround.ABROAD: _("Wij wachten op informatie uit het buitenland"),
    PauseGround.FORCE_MAJEURE: _("Overmacht: de gemeente kan nu niet besluiten"),
}


class PauseForm(VersionedForm):
    """Why and from when the term stands still."""

    ground = forms.ChoiceField(
        label=_("Waarom kan het besluit nog niet?"),
        choices=[(ground.value, words) for ground, words in GROUNDS.items()],
        widget=forms.RadioSelect,
        help_text=_(
            "Alleen om deze redenen mag de termijn stilstaan (Awb artikel 4:15)."
            " Schrijf de inwoner daarna de brief ‘het besluit komt later’."
        ),
    )
    reason = reason_field(_("Leg uit"), _("Deze uitleg blijft binnen de gemeente."))
    on = DayField(_("Op welke dag gebeurde dit, of ging uw brief weg?"))
    last_day = DayField(
        _("Tot en met welke dag?"),
        required=False,
        help_text=_("Alleen bij aanvullen en bij uitstel: de laatste dag die de inwoner heeft."),
    )


class ResumeForm(VersionedForm):
    """From when the term runs again."""

    on = DayField(
        _("Vanaf welke dag loopt de termijn weer?"),
        help_text=_(
            "Bijvoorbeeld de dag waarop de aanvulling binnenkwam. Die dag telt weer mee."
            " Schrijf de inwoner daarna de brief ‘de termijn loopt weer’."
        ),
    )
