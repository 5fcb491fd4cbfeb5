"""The work list: whom to help first and why, narrowed as one likes; cases given to a colleague; a case found again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tijdig.casework.queries.desk import choosable
from tijdig.casework.queries.finding import Found, find_cases
from tijdig.casework.queries.worklist import PAGE_SIZE, Narrowing, WorkFilter, numbers_of_cases
from tijdig.casework.queries.worklist import work_list as read_work_list
from tijdig.casework.services import assign_cases, forget_filter, save_filter
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import Text
from tijdig.web.municipality.listed import listed
from tijdig.web.numbers import whole_number
from tijdig.web.templatetags.wording import sentence

FILTERS: dict[WorkFilter, Text] = {
    WorkFilter.ALL: _("Alle open zaken"),
    WorkFilter.MINE: _("Mijn zaken"),
    WorkFilter.TO_TAKE_UP: _("Op te pakken"),
    WorkFilter.OVERDUE: _("Te laat"),
    WorkFilter.THREATENED: _("Er dreigt iets"),
    WorkFilter.FIND_OUT: _("Eerst uitzoeken"),
    WorkFilter.REFERRED: _("Verwezen"),
    WorkFilter.TO_CLOSE: _("Voorstel om te sluiten"),
    WorkFilter.TO_LOOK_AT: _("Bericht bekijken"),
}
NOBODY = "niemand"
LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of the list that an address asks for."""

    shown: WorkFilter
    narrowing: Narrowing
    page: int

    @property
    def owner(self) -> str:
        """The colleague as the form has it."""
        return NOBODY if self.narrowing.unassigned else str(self.narrowing.owner or "")


def read_address(given: QueryDict) -> Asked:
    """Read what part of the list an address or a form asks for; what cannot be read asks for nothing."""
    shown, owner = given.get("toon", ""), given.get("regisseur", "")
    return Asked(
        WorkFilter(shown) if shown in set(WorkFilter) else WorkFilter.ALL,
        Narrowing(whole_number(given.get("wijk", ""), None), _uuid(owner), owner == NOBODY),
        whole_number(given.get("pagina", ""), 1) or 1,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
@acting
def work_list(request: ActingRequest) -> HttpResponse:
    """Show one page of open cases in the order in which they want help."""
    asked = read_address(request.GET)
    found = read_work_list(request.actor, shown=asked.shown, page=asked.page, narrowing=asked.narrowing)
    offset = (found.page - 1) * PAGE_SIZE
    context = {
        "list": found,
        "table": listed(request.actor, found.rows, today=timezone.localdate(), offset=offset),
        "choices": [(one.value, name, found.counts[one]) for one, name in FILTERS.items()],
        "page": Paginator(range(found.counts[found.shown]), PAGE_SIZE).page(found.page),
        "asked": asked,
        "is_narrowed": asked.narrowing != Narrowing(),
        "offered": choosable(request.actor),
    }
    return render(request, "municipality/work_list.html", context)


@require_http_methods(["GET", "POST"])
@acting
def search(request: ActingRequest) -> HttpResponse:
    """Find a case by name or address; what is typed is sent, never put in an address (I2)."""
    text = request.POST.get("zoek", "")[:LONGEST_TEXT]
    found: Found | None = None
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            found = find_cases(request.actor, text)
        except Refused as refusal:
            problems = refusal.problems
    table = listed(request.actor, found.rows, today=timezone.localdate()) if found else None
    context = {"found": found, "table": table, "text": text, "problems": problems}
    return render(request, "municipality/search.html", context, status=422 if problems else 200)


@require_POST
@acting
def assign(request: ActingRequest) -> HttpResponse:
    """Give the chosen cases to one colleague, and say of each what became of it."""
    chosen = [
        pair for text in request.POST.getlist("zaak")[:PAGE_SIZE] if (pair := _chosen(text)) is not None
    ]
    to = _uuid(request.POST.get("aan", ""))
    if not chosen or to is None:
        messages.error(request, _("Kies eerst een of meer zaken en een collega."))
        return redirect(_address(read_address(request.POST)))
    done = assign_cases(actor=request.actor, cases=chosen, to=to)
    numbers = numbers_of_cases(request.actor, done.refused)
    context = {
        "done": done,
        "refused": [
            (numbers.get(case_id, ""), case_id, problems) for case_id, problems in done.refused.items()
        ],
        "to": next((one for one in choosable(request.actor).colleagues if one.person_id == to), None),
        "back": _address(read_address(request.POST)),
    }
    return render(request, "municipality/work_assigned.html", context)


def _chosen(text: str) -> tuple[UUID, int] | None:
    """A chosen case as the list's box has it: its id and the version that was looked at."""
    case_id, _between, version = text.partition(":")
    found, number = _uuid(case_id), whole_number(version, None)
    return (found, number) if found is not None and number is not None else None


@require_POST
@acting
def keep(request: ActingRequest) -> HttpResponse:
    """Keep this part of the list under a name."""
    asked = read_address(request.POST)
    try:
        save_filter(
            actor=request.actor,
            name=request.POST.get("naam", ""),
            shown=asked.shown.value,
            district=asked.narrowing.district,
            owner=asked.narrowing.owner,
            unassigned=asked.narrowing.unassigned,
        )
    except Refused as refusal:
        messages.error(request, sentence(refusal.problems[0]))
    else:
        messages.success(request, _("Deze lijst is bewaard."))
    return redirect(_address(asked))


@require_POST
@acting
def forget(request: ActingRequest, filter_number: int) -> HttpResponse:
    """Drop a part of the list that one kept."""
    forget_filter(actor=request.actor, filter_id=filter_number)
    messages.success(request, _("De bewaarde lijst is weg."))
    return redirect("municipality:work_list")


def _address(asked: Asked) -> str:
    query = QueryDict(mutable=True)
    query["toon"] = asked.shown.value
    if asked.narrowing.district is not None:
        query["wijk"] = str(asked.narrowing.district)
    if asked.owner:
        query["regisseur"] = asked.owner
    return f"{reverse('municipality:work_list')}?{query.urlencode()}"
