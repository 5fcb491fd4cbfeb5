"""Welcome a visitor: make the month once, leave files to deliver, and print a one-time sign-in link per role."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tijdig.actors import ROLE_NAMES_NL, Role, system_actor
from tijdig.demo.cast import PLAYERS
from tijdig.demo.month import play
from tijdig.demo.people import invent_town
from tijdig.demo.register import WEERT
from tijdig.demo.story import tell_story
from tijdig.ledger.trace import new_trace
from tijdig.parties.models import Controller, RoleAssignment
from tijdig.parties.services import DemoEntry, make_demo_link


def welcome(*, port: int, out: TextIO) -> None:
    """Make the demo's months unless they are there, write the files to deliver, and print the links.

    The months are made in one transaction: a demo that was stopped halfway begins again with an empty town.
    """
    if not Controller.objects.filter(pk=WEERT).exists():
        with transaction.atomic():
            play(timezone.localdate(), lambda line: print(line, file=out, flush=True))
    files = _leave_files(settings.STATE_DIR)
    print(f"\nAan te leveren als Wonen Limburg: {files[0]} (met fouten) en {files[1]} (verbeterd).", file=out)
    print(f"\nTijdig staat op http://127.0.0.1:{port}/ – alles hierin is verzonnen.", file=out)
    print("Aanmelden (elke link en elke code werkt één keer, alleen op deze computer):", file=out)
    for name, role, entry in demo_links():
        print(f"  {name:<18} {role:<36} http://127.0.0.1:{port}/account/demo/{entry.token}/", file=out)
        print(f"  {'':<18} codes voor de tweede stap: {'  '.join(entry.codes)}", file=out)
    print("\nStoppen: Ctrl+C.", file=out, flush=True)


def demo_links() -> list[tuple[str, str, DemoEntry]]:
    """Return name, role, and a fresh one-time link with codes for every player, in the order of the cast."""
    system = system_actor(WEERT)
    links = []
    with new_trace():
        for player in PLAYERS:
            assignment = RoleAssignment.objects.get(
                controller_id=WEERT, person__name=player.name, role=player.role, ended_at__isnull=True
            )
            entry = make_demo_link(actor=system, assignment_id=assignment.pk)
            links.append((player.name, _role_in_words(player.role, player.party), entry))
    return links


def _role_in_words(role: Role, party: str) -> str:
    return f"{ROLE_NAMES_NL[role]} ({party})"


def _leave_files(state_dir: Path) -> tuple[Path, Path]:
    today = timezone.localdate()
    story = tell_story(invent_town(today), today)
    paths = (state_dir / "aanlevering-met-fouten.csv", state_dir / "aanlevering-verbeterd.csv")
    for path, content in zip(paths, (story.with_errors, story.corrected), strict=True):
        path.write_bytes(content)
    return paths
