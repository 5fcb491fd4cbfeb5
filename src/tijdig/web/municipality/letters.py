"""Letters, cards and messages to the tenant: begin one, edit it, let it go, print what waits (R18, R30, R35, R38)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from tijdig.contact.outbox import hand_over_controller
from tijdig.contact.printing import print_batch
from tijdig.contact.queries import paper_of, post_to_send, shown_message
from tijdig.contact.queries.possible import case_to_write_in
from tijdig.contact.rules.messages import (
    CHANNEL_NAMES_NL,
    CHANNELS,
    KIND_NAMES_NL,
    Channel,
    MessageKind,
    MessageState,
    Possible,
    check_kind,
    left_to_fill_in,
)
from tijdig.contact.services import draft_message, edit_message, finish_message, take_back_message
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.municipality.meanwhile import about_the_case_as_it_is, meanwhile_in
from tijdig.web.numbers import whole_number
from tijdig.web.posting import posted, say_version, status_of
from tijdig.web.templatetags.wording import sentence, with_rule

SEPARATOR = ":"


class WriteForm(forms.Form):
    """Which letter or message, and how it goes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    what = forms.ChoiceField(label=_("Wat wilt u schrijven?"), widget=forms.RadioSelect)

    def __init__(self, data: object, *, possible: Possible, version: int) -> None:
        """Make the form; what cannot be written now is not offered."""
        super().__init__(data, initial={"version": version})  # type: ignore[arg-type]
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (f"{kind}{SEPARATOR}{channel}", _described(kind, channel))
            for kind in MessageKind
            for channel in CHANNELS[kind]
            if check_kind(kind, channel, possible) is None
        ]


class EditForm(forms.Form):
    """The title and text of a draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Titel"), max_length=120)
    text = forms.CharField(
        label=_("Tekst"),
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=20_000,
        help_text=_("Een lege regel begint een alinea, ## een kop, - een punt. Tussen * en * staat vet."),
    )


def _described(kind: MessageKind, channel: Channel) -> str:
    how = "" if len(CHANNELS[kind]) == 1 else f" ({gettext(CHANNEL_NAMES_NL[channel])})"
    return f"{_named(kind)}{how}"


def _named(kind: MessageKind) -> str:
    name = gettext(KIND_NAMES_NL[kind])
    return name[:1].upper() + name[1:]


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Choose what to write in a case, and begin a draft of it."""
    case, possible = case_to_write_in(request.actor, case_id)
    form = WriteForm(posted(request), possible=possible, version=case.version)
    problems: tuple[Problem, ...] = ()
    since = None
    if request.method == "POST" and form.is_valid():
        kind, _sep, channel = form.cleaned_data["what"].partition(SEPARATOR)
        try:
            made = draft_message(
                actor=request.actor,
                case_id=case_id,
                version=form.cleaned_data["version"],
                kind=MessageKind(kind),
                channel=Channel(channel),
            )
        except Refused as refusal:
            problems = refusal.problems
            since = meanwhile_in(request, case_id, request.POST.get("version", ""))
            about_the_case_as_it_is(form, since)
        else:
            return redirect("municipality:message", made.pk)
    context = {"form": form, "case_id": case_id, "problems": problems, "not_now": _not_now(possible)}
    context["meanwhile"] = since
    return render(request, "municipality/contact/write.html", context, status=_status(form, problems))


def _not_now(possible: Possible) -> list[SafeString]:
    """Say of each letter that cannot be written now why that is."""
    found = ((kind, check_kind(kind, CHANNELS[kind][0], possible)) for kind in MessageKind)
    return [format_html("{}: {}", _named(kind), with_rule(problem)) for kind, problem in found if problem]


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: ActingRequest, message_id: UUID) -> HttpResponse:
    """Show a message with its text; save an edit, let it go, take it back or set it aside."""
    shown = shown_message(request.actor, message_id)
    form = EditForm(
        posted(request) if "text" in request.POST and request.POST.get("doe") in _KEEPING else None,
        initial={"version": shown.listed.version, "title": shown.title, "text": shown.text},
    )
    problems: tuple[Problem, ...] = ()
    since = None
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            done = _STEPS.get(request.POST.get("doe", ""), _save)(request, message_id, form)
        except Refused as refusal:
            problems = refusal.problems
            since = meanwhile_in(request, shown.listed.case_id, request.POST.get("case_version", ""))
            shown = shown_message(request.actor, message_id)  # the text may have been kept before the refusal
        else:
            messages.success(request, done)
            return redirect("municipality:message", message_id)
    typed = _typed(form) if form.is_bound and problems else []
    if typed:  # who sends it again has seen the text as it is now, which stands beside it (K6)
        say_version(form, shown.listed.version)
    context = {"shown": shown, "form": form, "problems": problems, "states": MessageState, "meanwhile": since}
    context["typed"] = typed if shown.listed.state is not MessageState.DRAFT else []
    context["differs"] = bool(typed) and typed != [shown.title, shown.text]
    context["to_fill_in"] = left_to_fill_in(shown.text)
    return render(request, "municipality/contact/message.html", context, status=_status(form, problems))


def _typed(form: EditForm) -> list[str]:
    """The title and text that were typed, as they would be kept: a browser sends ends of lines its own way."""
    return [form.data.get(name, "").replace("\r\n", "\n").strip() for name in ("title", "text")]


def _version(request: ActingRequest) -> int:
    return whole_number(request.POST.get("version", ""), 0)


def _save(request: ActingRequest, message_id: UUID, form: EditForm) -> str:
    if not form.is_bound:
        return ""
    _keep(request, message_id, form)
    return gettext("De tekst is bewaard.")


def _keep(request: ActingRequest, message_id: UUID, form: EditForm) -> int:
    """Keep the text that was typed, and return the version of the message that it made."""
    filled = form.cleaned_data
    kept = edit_message(
        actor=request.actor,
        message_id=message_id,
        version=filled["version"],
        title=filled["title"],
        text=filled["text"],
    )
    return kept.version


def _finish(request: ActingRequest, message_id: UUID, form: EditForm) -> str:
    """Let the message go as it stands on the page: what was typed and not kept yet goes with it."""
    unkept = form.is_bound and _typed(form) != [form.initial["title"], form.initial["text"]]
    version = _keep(request, message_id, form) if unkept else _version(request)
    finished = finish_message(actor=request.actor, message_id=message_id, version=version)
    if finished.state == MessageState.QUEUED:
        hand_over_controller.enqueue(request.actor.controller_id)
        return gettext("Het bericht wordt verstuurd.")
    return gettext("De brief staat klaar bij de post. Daar print u alles tegelijk.")


def _back(request: ActingRequest, message_id: UUID, _form: EditForm) -> str:
    take_back_message(actor=request.actor, message_id=message_id, version=_version(request), drop=False)
    return gettext("Het is weer een concept.")


def _drop(request: ActingRequest, message_id: UUID, _form: EditForm) -> str:
    take_back_message(actor=request.actor, message_id=message_id, version=_version(request), drop=True)
    return gettext("Dit gaat niet weg.")


_KEEPING = frozenset({"bewaren", "versturen"})  # what is pressed under a text that someone may have typed in
_STEPS: dict[str, Callable[[ActingRequest, UUID, EditForm], str]] = {
    "bewaren": _save,
    "versturen": _finish,
    "terug": _back,
    "weg": _drop,
}


@acting
@require_safe
def paper(request: ActingRequest, message_id: UUID) -> HttpResponse:
    """Send a letter or card as PDF."""
    return _file(paper_of(request.actor, message_id), f"bericht-{message_id}.pdf", "application/pdf")


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: ActingRequest) -> HttpResponse:
    """List what waits to leave; print the chosen letters: they count as sent today."""
    problems: tuple[Problem, ...] = ()
    waiting = post_to_send(request.actor)
    if request.method == "POST":
        chosen = set(request.POST.getlist("bericht"))
        ids = [
            one.message_id
            for one in waiting
            if one.state is MessageState.READY and str(one.message_id) in chosen
        ]
        printed = print_batch(actor=request.actor, message_ids=ids)
        if len(ids) < len(chosen):
            messages.warning(request, _no_longer_ready(len(chosen) - len(ids)))
        if printed.archive:
            # The answer is the archive, so the next page tells what stayed behind.
            for problem in printed.problems:
                messages.warning(request, gettext("Niet geprint: %(why)s") % {"why": sentence(problem)})
            return _file(printed.archive, "brieven.zip", "application/zip")
        problems = printed.problems
        waiting = post_to_send(request.actor)
    ready = [one for one in waiting if one.state is MessageState.READY]
    others = [one for one in waiting if one.state is not MessageState.READY]
    context = {"ready": ready, "others": others, "problems": problems}
    return render(request, "municipality/contact/post.html", context, status=409 if problems else 200)


def _no_longer_ready(count: int) -> str:
    text = ngettext(
        "Eén brief die u koos staat niet meer klaar: een collega printte die al, of nam die terug.",
        "%(count)d brieven die u koos staan niet meer klaar: een collega printte die al, of nam die terug.",
        count,
    )
    return text % {"count": count}


def _status(form: forms.Form, problems: tuple[Problem, ...]) -> int:
    return status_of(problems, incomplete=bool(form.errors))


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(content, content_type=content_type, headers=headers)
