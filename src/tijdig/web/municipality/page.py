"""What the case page shows beside the case itself: its forms, what each offers, and the history in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tijdig.actors import Actor
from tijdig.casework.colleagues import Colleague
from tijdig.casework.models import Override, Task
from tijdig.casework.queries import CasePage, ShownEvent, ShownField
from tijdig.casework.rules.reasons import fact_description
from tijdig.casework.rules.settable_facts import SETTABLE_FACTS
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.task_requirements import completing_act
from tijdig.casework.rules.transitions import Act
from tijdig.covenant.rules.facts import FACTS, FactType
from tijdig.problems import Decision, Problem, ProblemKind
from tijdig.web.choices import Text, values_of
from tijdig.web.municipality.acts import ACTS, ROUTE_PREFIX, CaseAct
from tijdig.web.municipality.forms import Offered, Pairs, VersionedForm
from tijdig.web.municipality.history import told_event

NOTHING_TO_CHOOSE = ProblemKind(
    code="web.nothing-to-choose",
    rule="K6",
    nl="Er is nu niemand of niets om bij deze handeling uit te kiezen.",
    en="There is nobody or nothing to choose from for this act now.",
    remedy_nl="Kijk op deze pagina wat er ontbreekt, of vraag het aan de coördinator.",
    remedy_en="See on this page what is missing, or ask the coordinator.",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What someone sent in and could not be carried out: kept on the page, with what is wrong."""

    slug: str
    data: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def is_a_button(self) -> bool:
        """Whether nothing was filled in: no form stands open, so that what is wrong is said on top."""
        return self.slug in {"oppakken", "doorgeleiding-intrekken"}

    @property
    def anchor(self) -> str:
        """Where on the page its form stands."""
        task = self.data.get("task_id")
        return f"taak-{task}" if self.slug == "taak-klaar" and task else self.slug


@dataclass(frozen=True, slots=True)
class ActOnPage:
    """An act as the page shows it: its form, whether it may be done now, and what went wrong with what was sent.

    ``anchor`` is where it stands on the page: completing a task stands there once for each task.
    """

    slug: str
    anchor: str
    title: str
    form: VersionedForm
    decision: Decision
    problems: tuple[Problem, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class TaskOnPage:
    """An open task: its form to say that it is done, and the act that does it, where there is one and it may be done.

    Without a form only the act will do: rent that is withheld has an amount and days (R30).
    """

    task: Task
    act: ActOnPage | None
    by: ActOnPage | None


@dataclass(frozen=True, slots=True)
class Key:
    """A key for what is done often: where on the page it goes, and what that is."""

    key: str
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A line of the timeline."""

    at: datetime
    title: str
    text: str
    who: str


KEYS_OF_ACTS = {"p": "poging", "g": "gesprek", "n": "notitie", "k": "taak", "a": "afsluiten"}
KEYS_OF_PARTS: Mapping[str, tuple[str, Text]] = {
    "t": ("taken", gettext_lazy("Naar de taken")),
    "s": ("signalen", gettext_lazy("Naar de signalen")),
    "v": ("verloop", gettext_lazy("Naar het verloop")),
}


def offered_by(page: CasePage, actor: Actor) -> Offered:
    """Return what the forms of this case let this person choose from."""
    others = [one for one in page.possible.directors if one.person_id != actor.person_id]
    inviters = [one for one in page.possible.inviters if one.person_id != actor.person_id]
    return Offered(
        people=_people(others),
        inviters=_people(inviters),
        parties=tuple((one.party, one.name) for one in page.possible.referrals if not one.problems),
        overrides=_overrides(page),
        facts=_facts(page),
        covenant_tasks=tuple((task.code, task.description) for task in page.possible.covenant_tasks),
        results=tuple(
            values_of(result for result, problems in page.possible.results.items() if not problems)
        ),
        must_watch=page.possible.must_watch,
    )


def acts_on_page(page: CasePage, offered: Offered, filled: Filled | None) -> dict[str, ActOnPage]:
    """Return every act by its slug; the one that was sent in keeps its input and is unfolded."""
    return {slug: _act_on_page(one, page, offered, filled) for slug, one in ACTS.items()}


def tasks_on_page(
    page: CasePage, offered: Offered, filled: Filled | None, acts: Mapping[str, ActOnPage]
) -> list[TaskOnPage]:
    """Return the open tasks, each with its own form to complete it and the act that completes it by itself."""
    listed: list[TaskOnPage] = []
    for task in page.tasks:
        if task.done_on is None:
            sent = filled if filled and str(filled.data.get("task_id")) == str(task.pk) else None
            act = _act_on_page(ACTS["taak-klaar"], page, offered, sent, name=f"taak-{task.pk}")
            act.form.initial["task_id"] = task.pk
            _keep_what_is_asked(act.form, task.requires)
            by = _completing(task, page, acts)
            needs_more = by is not None and ACTS[by.slug].act is Act.WITHHOLD_RENT and not act.is_open
            listed.append(TaskOnPage(task, None if needs_more else act, by))
    return listed


def _completing(task: Task, page: CasePage, acts: Mapping[str, ActOnPage]) -> ActOnPage | None:
    """Return the act that completes this task by itself, when it may be done now."""
    completing = completing_act(TaskKind(task.kind), task.code, page.covenant)
    found = (one for slug, one in acts.items() if ACTS[slug].act is completing)
    return next((one for one in found if one.decision.permitted), None)


def _keep_what_is_asked(form: VersionedForm, requires: str) -> None:
    """Leave out the fields that this task does not ask for; what it does ask for is not said to be free to leave."""
    for name, needed in (("reference", "besluitkenmerk"), ("second_person", "tweede-persoon")):
        if requires == needed:
            form.fields[name].required = True
        else:
            del form.fields[name]


def _act_on_page(
    one: CaseAct, page: CasePage, offered: Offered, filled: Filled | None, name: str = ""
) -> ActOnPage:
    sent = filled if filled is not None and filled.slug == one.slug else None
    # Whoever sends it again has seen the case as it is now (K6).
    data = {**sent.data, "version": page.head.version} if sent else None
    form = one.form(data, offered=offered, name=name or one.slug, version=page.head.version)
    return ActOnPage(
        slug=one.slug,
        anchor=name or one.slug,
        title=str(one.title),
        form=form,
        decision=_decision(page.possible.acts[one.act], form, offered),
        problems=sent.problems if sent else (),
        is_open=sent is not None,
    )


def _decision(decision: Decision, form: VersionedForm, offered: Offered) -> Decision:
    """Return whether the act may be done now: not when its form has nothing to offer of what must be chosen."""
    lists = [which for name, which in form.choose_from.items() if form.fields[name].required]
    if decision.permitted and not all(getattr(offered, which) for which in lists):
        return Decision(permitted=False, reasons=(NOTHING_TO_CHOOSE(),))
    return decision


def _people(colleagues: Sequence[Colleague]) -> Pairs:
    return tuple(
        (str(one.person_id), f"{one.name} ({one.discipline})" if one.discipline else one.name)
        for one in colleagues
    )


def _overrides(page: CasePage) -> Pairs:
    routes = tuple(
        (f"{ROUTE_PREFIX}{route.name}", f"{_('Andere route')}: {route.explanation}")
        for route in page.possible.routes
    )
    back = ((Override.Kind.ADVICE.value, _("Terug naar het advies")),) if page.overrides else ()
    return (
        *routes,
        (Override.Kind.FIRST.value, _("Zet deze zaak bovenaan")),
        (Override.Kind.LAST.value, _("Zet deze zaak onderaan")),
        *back,
    )


def _facts(page: CasePage) -> Pairs:
    """The questions with yes or no that people may answer; what route or rank waits for comes first."""
    waited_for = [fact.name for fact in page.facts if fact.value is None]
    answerable = [name for name in SETTABLE_FACTS if FACTS[name].kind is FactType.YES_NO]
    ordered = sorted(answerable, key=lambda name: name not in waited_for)
    return tuple((name, _(fact_description(name))) for name in ordered)


def field_named(fields: Sequence[ShownField], code: str) -> ShownField | None:
    """Return the field with this code, or None when it was not asked for."""
    return next((field for field in fields if field.code == code), None)


def keys_of(acts: Mapping[str, ActOnPage]) -> list[Key]:
    """Return the keys of the page: the acts that may be done now, then its parts."""
    done = [
        Key(key, slug, acts[slug].title)
        for key, slug in KEYS_OF_ACTS.items()
        if acts[slug].decision.permitted
    ]
    return [*done, *(Key(key, part, str(words)) for key, (part, words) in KEYS_OF_PARTS.items())]


def history(events: Sequence[ShownEvent]) -> list[HistoryEntry]:
    """Return the timeline in words, newest first."""
    return [HistoryEntry(event.at, *told_event(event), event.person) for event in events]
