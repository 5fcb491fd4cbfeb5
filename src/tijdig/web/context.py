"""What the frame of every page shows: who acts, for whom, where they can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Actor, Role
from tijdig.house_style.files import Dress, dress_of, only_dress
from tijdig.parties.queries import Assignment
from tijdig.web.acting import DEMO_KEY, open_roles
from tijdig.web.addresses import address_of_page

ROLE_TITLES: Mapping[Role, Promise] = {
    Role.LANDLORD_CLERK: _("Medewerker verhuurder"),
    Role.CASE_DIRECTOR: _("Regisseur"),
    Role.SOCIAL_WORKER: _("Hulpverlener"),
    Role.COORDINATOR: _("Coördinator"),
    Role.PRIVACY_OFFICER: _("Functionaris gegevensbescherming"),
    Role.ORGANISATION_ADMIN: _("Beheerder organisatie"),
}

_DAY = (_("Vandaag"), "municipality:day")
_MEETING = (_("Overleg"), "meeting:overview")
# A case, and what is done about it, lies under the list it was found in.
_ELSEWHERE: Mapping[str, str] = {"municipality": "municipality:work_list"}
_COVENANTS = (_("Convenanten"), "covenants:overview")
# The entries of the navigation per role, in the order of the working day: what it says, and the name of its page.
ENTRIES: Mapping[Role, tuple[tuple[Promise, str], ...]] = {
    Role.LANDLORD_CLERK: (
        (_("Aanleveringen"), "landlord:deliveries"),
        (_("Terugkoppeling"), "landlord:feedback"),
        _MEETING,
        _COVENANTS,
    ),
    Role.CASE_DIRECTOR: (
        _DAY,
        (_("Werklijst"), "municipality:work_list"),
        (_("Huisbezoeken"), "municipality:visits"),
        (_("Post"), "municipality:post"),
        _MEETING,
        _COVENANTS,
    ),
    Role.SOCIAL_WORKER: ((_("Verwijzingen"), "partner:referrals"), _MEETING, _COVENANTS),
    Role.COORDINATOR: (
        _DAY,
        (_("De maand"), "coordinator:month"),
        (_("Twijfels"), "coordinator:doubts"),
        (_("Inlezen"), "coordinator:imports"),
        (_("Werklijst"), "municipality:work_list"),
        (_("Teksten"), "municipality:texts"),
        _MEETING,
        _COVENANTS,
    ),
    Role.PRIVACY_OFFICER: (
        (_("Bureau privacy"), "privacy:desk"),
        (_("Logboek"), "privacy:log"),
        (_("Logcontrole"), "privacy:reviews"),
        (_("Bewijs controleren"), "witness:receipt"),
        _COVENANTS,
    ),
    Role.ORGANISATION_ADMIN: ((_("Mensen"), "people:people"), _COVENANTS),
}


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One link of the navigation; ``current`` when the page shown is it, or lies under it."""

    label: str
    address: str
    current: bool


class Shell:
    """The frame of one request; reads the database only when a template asks who acts."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @property
    def is_demo(self) -> bool:
        """Whether this session came in by a demo link: the page then says that nobody on it exists."""
        session = getattr(self._request, "session", None)
        return session is not None and bool(session.get(DEMO_KEY))

    @property
    def address(self) -> str:
        """The address of the page shown, to come back to: of a refused form the page that it stood on."""
        return address_of_page(self._request)

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """All open roles of the signed-in person; empty when nobody is signed in."""
        if self.actor is None or self.actor.person_id is None:
            return ()
        return open_roles(self._request, self.actor.person_id)

    @cached_property
    def assignment(self) -> Assignment | None:
        """The role that the actor has chosen; None when nobody acts."""
        actor = self.actor
        if actor is None:
            return None
        wanted = (actor.controller_id, actor.organisation_id, actor.role)
        return next(
            (a for a in self.assignments if (a.controller_id, a.organisation_id, a.role) == wanted), None
        )

    @cached_property
    def dress(self) -> Dress | None:
        """The house style of the municipality that one acts for; before that, of the only one that has one."""
        return dress_of(self.actor.controller_id) if self.actor else only_dress()

    @property
    def role_title(self) -> str:
        """The actor's role in words; empty when nobody acts."""
        return str(ROLE_TITLES.get(self.actor.role, "")) if self.actor else ""

    @cached_property
    def navigation(self) -> tuple[NavigationEntry, ...]:
        """The pages of the actor's role; an entry whose pages this installation does not have is left out."""
        if self.actor is None:
            return ()
        found = [(label, name, _address(name)) for label, name in ENTRIES.get(self.actor.role, ())]
        here = self._page_shown([(name, address) for _label, name, address in found if address])
        return tuple(
            NavigationEntry(str(label), address, name == here) for label, name, address in found if address
        )

    def _page_shown(self, entries: list[tuple[str, str]]) -> str:
        """The name of the entry under which the page shown lies: by its address, else by its audience."""
        for name, address in entries:
            if self._request.path.startswith(address):
                return name
        match = self._request.resolver_match
        if match and match.namespace in _ELSEWHERE:
            return _ELSEWHERE[match.namespace]
        same = [name for name, _address in entries if match and name.partition(":")[0] == match.namespace]
        return same[0] if same else ""


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Give templates ``shell`` (context processor)."""
    return {"shell": Shell(request)}
