"""The texts with which drafts begin: the municipality's own, or those that Tijdig brings along."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from tijdig.actors import Action, require
from tijdig.contact.queries import own_texts, text_of
from tijdig.contact.rules.messages import KIND_NAMES_NL, MessageKind
from tijdig.contact.rules.texts import NEEDED, PLACEHOLDERS, Text
from tijdig.contact.services import set_text, use_shipped_text
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.posting import posted, status_of


class TextForm(forms.Form):
    """A title and a text with placeholders."""

    title = forms.CharField(label=_("Titel"), max_length=120)
    text = forms.CharField(label=_("Tekst"), widget=forms.Textarea(attrs={"rows": 24}), max_length=20_000)


@acting
@require_safe
def texts(request: ActingRequest) -> HttpResponse:
    """List every text, and whether it is the municipality's own."""
    require(request.actor, Action.SET_TEXTS)
    own = own_texts(request.actor.controller_id)
    listed = [(kind.value, KIND_NAMES_NL[kind], kind in own) for kind in MessageKind]
    return render(request, "municipality/contact/texts.html", {"texts": listed})


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: ActingRequest, slug: str) -> HttpResponse:
    """Show one text to change; with "terug" the shipped one comes back."""
    require(request.actor, Action.SET_TEXTS)
    if slug not in set(MessageKind):
        raise NotFound
    kind = MessageKind(slug)
    standing = text_of(request.actor.controller_id, kind)
    form = TextForm(posted(request), initial={"title": standing.title, "text": standing.body})
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and ("terug" in request.POST or form.is_valid()):
        try:
            _keep(request, kind, form)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("De tekst is bewaard. Nieuwe brieven beginnen hiermee."))
            return redirect("municipality:texts")
    context = {"form": form, "problems": problems, "name": KIND_NAMES_NL[kind], "needed": NEEDED[kind]}
    context |= {"placeholders": tuple(PLACEHOLDERS), "is_own": kind in own_texts(request.actor.controller_id)}
    status = status_of(problems, incomplete=bool(form.errors))
    return render(request, "municipality/contact/text.html", context, status=status)


def _keep(request: ActingRequest, kind: MessageKind, form: TextForm) -> None:
    if "terug" in request.POST:
        use_shipped_text(actor=request.actor, kind=kind)
    else:
        filled = form.cleaned_data
        set_text(actor=request.actor, kind=kind, text=Text(filled["title"], filled["text"]))
