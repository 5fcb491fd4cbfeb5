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
from tijdig.casework.models import Override
from tijdig.casework.queries import CasePage, ShownEvent, ShownField
from tijdig.casework.rules.reasons import fact_description
from tijdig.casework.rules.settable_facts import SETTABLE_FACTS
from tijdig.covenant.rules.facts import FACTS, FactType
from tijdig.problems import Decision, Problem
from tijdig.web.choices import Text
from tijdig.web.municipality.acts import ACTS, ROUTE_PREFIX, CaseAct
from tijdig.web.municipality.forms import Offered, Pairs, VersionedForm
from tijdig.web.municipality.history import told_event


@dataclass(frozen=True, slots=True)
class Filled:
    """What someone sent in and could not be carried out: kept on the page, with what is wrong."""

    slug: str
    data: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ActOnPage:
    """An act as the page shows it: its form, whether it may be done now, and what went wrong with what was sent."""

    slug: str
    title: str
    form: VersionedForm
    decision: Decision
    problems: tuple[Problem, ...]
    is_open: bool


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
            (result.value, result.value) for result, problems in page.possible.results.items() if not problems
        ),
        must_watch=page.possible.must_watch,
    )


def acts_on_page(page: CasePage, offered: Offered, filled: Filled | None) -> dict[str, ActOnPage]:
    """Return every act by its slug; the one that was sent in keeps its input and is unfolded."""
    return {slug: _act_on_page(one, page, offered, filled) for slug, one in ACTS.items()}


def forms_of_tasks(page: CasePage, offered: Offered, filled: Filled | None) -> list[tuple[object, ActOnPage]]:
    """Return the open tasks, each with its own form to complete it."""
    done = ACTS["taak-klaar"]
    listed: list[tuple[object, ActOnPage]] = []
    for task in page.tasks:
        if task.done_on is None:
            sent = filled if filled and str(filled.data.get("task_id")) == str(task.pk) else None
            on_page = _act_on_page(done, page, offered, sent, name=f"taak-{task.pk}")
            on_page.form.initial["task_id"] = task.pk
            _keep_what_is_asked(on_page.form, task.requires)
            listed.append((task, on_page))
    return listed


def _keep_what_is_asked(form: VersionedForm, requires: str) -> None:
    """Leave out the fields that this task does not ask for."""
    for name, needed in (("reference", "besluitkenmerk"), ("second_person", "tweede-persoon")):
        if requires != needed:
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
        title=str(one.title),
        form=form,
        decision=page.possible.acts[one.act],
        problems=sent.problems if sent else (),
        is_open=sent is not None,
    )


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
