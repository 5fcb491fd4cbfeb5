"""The covenant workshop as a form: a page for each subject, with what the linter finds beside the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tijdig.actors import Action, require
from tijdig.covenant import services
from tijdig.covenant.drafting import DraftInspection, draft_of, inspect
from tijdig.covenant.rules.editing import NotEditable, content_of
from tijdig.covenant.rules.form import Part, part_of
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.covenants.adding import AddForm
from tijdig.web.covenants.adding_rules import add_forms, sent_form
from tijdig.web.covenants.draft_form import PartForm
from tijdig.web.covenants.matrix import matrix_of
from tijdig.web.posting import status_of

NAMES: dict[Part, Promise] = {
    Part.GENERAL: gettext_lazy("Algemeen"),
    Part.PARTIES: gettext_lazy("Partijen"),
    Part.DATA: gettext_lazy("Gegevens"),
    Part.PURPOSES: gettext_lazy("Doelen"),
    Part.DELIVERY: gettext_lazy("Aanlevering"),
    Part.EXCHANGES: gettext_lazy("Wie krijgt wat"),
    Part.OWN_USES: gettext_lazy("Eigen gebruik"),
    Part.TRIAGE: gettext_lazy("Route en voorrang"),
    Part.TERMS: gettext_lazy("Termijnen"),
    Part.MEETING: gettext_lazy("Overleg"),
    Part.FEEDBACK: gettext_lazy("Terugkoppeling"),
    Part.ACCOUNT: gettext_lazy("Verantwoording"),
    Part.PROVISIONS: gettext_lazy("De zinnen zelf"),
}


@dataclass(frozen=True, slots=True)
class PartLink:
    """A page of the form in the list of pages, with how many findings are on it."""

    part: Part
    name: str
    findings: int
    is_current: bool


def part_links(inspection: DraftInspection, current: Part | None = None) -> tuple[PartLink, ...]:
    """Return the pages of the form, each with the number of things the linter found there."""
    where = [part_of(finding.problem.place.key) for finding in inspection.findings]
    return tuple(
        PartLink(part, str(name), where.count(part), part is current) for part, name in NAMES.items()
    )


@require_http_methods(["GET", "POST"])
@acting
def part_page(request: ActingRequest, draft_id: UUID, part: str) -> HttpResponse:
    """Show one subject of a draft as a form; a post saves what was changed and looks at it again."""
    require(request.actor, Action.DRAFT_COVENANT)
    found, chosen = draft_of(request.actor.controller_id, draft_id), _part(part)
    inspection = inspect(found)
    if request.method != "POST":
        return _page(request, inspection, chosen)
    try:
        form = _form(inspection, chosen, content_of(found.text), request)
    except NotEditable:
        return _unreadable(request, inspection, chosen)
    if not form.is_valid():
        return _page(request, inspection, chosen, form=form)
    return _save(request, inspection, chosen, form, _("Het concept is bewaard en nagekeken."))


@require_POST
@acting
def add(request: ActingRequest, draft_id: UUID, part: str) -> HttpResponse:
    """Add a table to the draft (a party, a route, a provision…), to be filled in further on the page."""
    require(request.actor, Action.DRAFT_COVENANT)
    found, chosen = draft_of(request.actor.controller_id, draft_id), _part(part)
    inspection = inspect(found)
    try:
        form = sent_form(chosen, content_of(found.text), request.POST)
    except NotEditable:
        return _unreadable(request, inspection, chosen)
    if form is None:
        raise NotFound
    if not form.is_valid():
        return _page(request, inspection, chosen, adding=form)
    return _save(request, inspection, chosen, form, _("Toegevoegd. Vul het hieronder verder in."))


def _save(
    request: ActingRequest, inspection: DraftInspection, part: Part, form: PartForm | AddForm, done: str
) -> HttpResponse:
    """Save what the form makes of the text; what cannot be saved stays on the page."""
    draft, revision = inspection.draft, form.cleaned_data["revision"]
    try:
        text = form.edited(draft.text)
        services.save_draft(actor=request.actor, draft_id=draft.pk, text=text, revision=revision)
    except NotEditable:
        return _unreadable(request, inspection, part)
    except Refused as refusal:
        kept = form if isinstance(form, PartForm) else None
        return _page(request, inspection, part, form=kept, refused=refusal.problems)
    messages.success(request, done)
    return redirect("covenants:draft_part", draft.pk, part)


def _part(text: str) -> Part:
    try:
        return Part(text)
    except ValueError:
        raise NotFound from None


def _form(
    inspection: DraftInspection,
    part: Part,
    content: Mapping[str, object],
    request: ActingRequest | None = None,
) -> PartForm:
    """Return the form of one page, of what the text of the draft says."""
    found = [one for one in inspection.findings if part_of(one.problem.place.key) is part]
    initial = {"revision": inspection.draft.revision}
    return PartForm(content, part, found, request.POST if request else None, initial)


def _page(
    request: ActingRequest,
    inspection: DraftInspection,
    part: Part,
    *,
    form: PartForm | None = None,
    adding: AddForm | None = None,
    refused: Sequence[Problem] = (),
) -> HttpResponse:
    status = status_of(refused, incomplete=form is not None or adding is not None)
    try:
        content = content_of(inspection.draft.text)
    except NotEditable:
        return _unreadable(request, inspection, part)
    shown = form or _form(inspection, part, content)
    begun = add_forms(part, content, inspection.draft.revision)
    groups = shown.shown()
    context = {
        **_heading(inspection, part),
        "form": shown,
        "groups": groups,
        "matrix": matrix_of(groups),
        "elsewhere": shown.elsewhere(),
        "adding": [adding if adding and type(adding) is type(one) else one for one in begun],
        "refused": refused,
    }
    return render(request, "covenants/draft_part.html", context, status=status)


def _unreadable(request: ActingRequest, inspection: DraftInspection, part: Part) -> HttpResponse:
    """Say that the text itself has to be changed: it is no TOML, or laid out in a way that no form can change."""
    return render(request, "covenants/draft_unreadable.html", _heading(inspection, part), status=409)


def _heading(inspection: DraftInspection, part: Part) -> dict[str, object]:
    return {
        "draft": inspection.draft,
        "inspection": inspection,
        "part": part.value,
        "name": NAMES[part],
        "links": part_links(inspection, part),
    }
