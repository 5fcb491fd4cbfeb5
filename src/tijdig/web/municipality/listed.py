"""The rows of the work list in words, all worked out before the page is made: its table is then a plain loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tijdig.actors import Actor
from tijdig.casework.queries import WorkListRow
from tijdig.casework.rules.states import CaseState, CaseView
from tijdig.casework.rules.transitions import Act, may_act
from tijdig.disclosure.services import Disclosed
from tijdig.problems import Decision
from tijdig.web.addresses import addresses_of
from tijdig.web.templatetags.cases import case_state, ranks, sentences, term_article
from tijdig.web.templatetags.components import rank_reasons, term, why
from tijdig.web.templatetags.wording import day, with_rule

NAME = "bewoner.naam"


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case as its row tells it. What is empty or None is not there, or not for this viewer."""

    place: int
    number: str
    chosen: str  # id and version, as the form that gives cases to a colleague sends them
    choose: str
    version: int
    address: str
    who: str
    home: str
    contact: SafeString
    withheld: Decision | None  # why the name is not shown
    explained: Disclosed | None  # what may be seen and why, where that is not what most rows were told
    ranks: SafeString
    overridden: bool
    route: SafeString
    term: SafeString | str
    is_overdue: bool
    owner: str
    is_covered: bool
    state: str
    take_up: str  # the address that takes it up
    refused: Decision | None  # why this viewer may not
    may_deviate: bool


@dataclass(frozen=True, slots=True)
class ListedCases:
    """The rows, and what most of them were told of what may be seen, to be explained once."""

    rows: tuple[ListedCase, ...]
    shared: Disclosed | None


@dataclass(frozen=True, slots=True)
class _Words:
    """What the rows say alike, in the reader's language: looked up once, and not for each row."""

    choose: str
    case: str
    mine: str
    nobody: str
    why_no_contact: str
    why_this_route: str


@dataclass(frozen=True, slots=True)
class _Telling:
    actor: Actor
    today: date
    shared: Disclosed
    words: _Words
    ranks: Callable[[tuple[str, ...]], SafeString]
    case_address: Callable[[UUID], str]
    take_up_address: Callable[[UUID], str]


def listed(actor: Actor, rows: Sequence[WorkListRow], *, today: date, offset: int = 0) -> ListedCases:
    """Return the rows as they are told to the actor; ``offset`` is how many cases come before the first."""
    shared = _told_to_most([row.disclosed for row in rows])
    if shared is None:
        return ListedCases((), None)
    telling = _Telling(
        actor,
        today,
        shared,
        _words(),
        cache(rank_reasons),  # most rows of a page stand there for the same few reasons
        addresses_of("municipality:case"),
        addresses_of("municipality:act", "oppakken"),
    )
    return ListedCases(
        tuple(_listed(telling, row, place) for place, row in enumerate(rows, offset + 1)), shared
    )


def _words() -> _Words:
    return _Words(
        choose=gettext("Kies zaak %(number)s"),
        case=gettext("Zaak %(number)s"),
        mine=gettext("U"),
        nobody=gettext("Nog niemand"),
        why_no_contact=gettext("Waarom gaat er niets vanzelf uit?"),
        why_this_route=gettext("Welke route, en waarom?"),
    )


def _listed(telling: _Telling, row: WorkListRow, place: int) -> ListedCase:
    words, number = telling.words, {"number": row.number}
    may = _may_take_up(row, telling.actor) if row.state is CaseState.NEW else None
    return ListedCase(
        place=place,
        number=row.number,
        chosen=f"{row.case_id}:{row.version}",
        choose=words.choose % number,
        version=row.version,
        address=telling.case_address(row.case_id),
        who=row.name or words.case % number,
        home=row.address,
        contact=why(sentences(row.contact_reasons), words.why_no_contact),
        withheld=row.disclosed.withheld.get(NAME),
        explained=None if _same_decisions(row.disclosed, telling.shared) else row.disclosed,
        ranks=telling.ranks(tuple(ranks(row.rank_reasons))),
        overridden=row.overridden,
        route=_route(row, words.why_this_route),
        term=_term(row, telling.today),
        is_overdue=row.is_overdue,
        owner=words.mine if row.is_mine else row.owner_name or words.nobody,
        is_covered=row.is_covered and bool(row.owner_name) and not row.is_mine,
        state=case_state(row.state) if row.state else "",
        take_up=telling.take_up_address(row.case_id) if may is not None and may.permitted else "",
        refused=may if may is not None and not may.permitted else None,
        may_deviate=row.state is not None and row.state is not CaseState.CLOSED,
    )


def _may_take_up(row: WorkListRow, actor: Actor) -> Decision:
    return may_act(actor, Act.TAKE_UP, CaseView(state=row.state or CaseState.TAKEN_UP, owner=row.owner))


def _route(row: WorkListRow, question: str) -> SafeString:
    told = sentences(row.route_reasons)
    if row.route:
        return why(told, question)
    return format_html_join(
        "\n", '<span class="tijdig-source">{}</span>', ((with_rule(one),) for one in told)
    )


def _term(row: WorkListRow, today: date) -> SafeString | str:
    due = row.first_conversation_by
    if due is None or not (row.is_overdue or due >= today):
        return day(due)
    return term(due, today, term_article(row.rank_reasons))


def _told_to_most(answers: Sequence[Disclosed]) -> Disclosed | None:
    """Return an answer that says of its fields what most rows were told; None without rows."""
    alike: list[list[Disclosed]] = []
    for one in answers:
        like = next((group for group in alike if _same_decisions(group[0], one)), None)
        if like is None:
            alike.append([one])
        else:
            like.append(one)
    return max(alike, key=len)[0] if alike else None


def _same_decisions(one: Disclosed, other: Disclosed) -> bool:
    return one.granted == other.granted and one.withheld == other.withheld
