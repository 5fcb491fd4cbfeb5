"""What the operator does on the command line: make the database, set up a municipality, serve, erase, try the demo."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from tijdig.actors import Role, system_actor
from tijdig.covenant.rules.document import PartyRole
from tijdig.demo.visit import welcome
from tijdig.ledger.trace import new_trace
from tijdig.parties.services import (
    invite_person,
    join_covenant,
    register_controller,
    register_organisation,
)
from tijdig.rights.services import erase_due
from tijdig.serving import serve_forever


def migrate(_args: argparse.Namespace) -> int:
    """Make or update the database."""
    settings.STATE_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)
    print("De database is bijgewerkt.")
    return 0


def set_up_controller(args: argparse.Namespace) -> int:
    """Register a municipality with its organisation and invite its first administrator; prints the invitation link."""
    actor = system_actor(args.controller)
    with new_trace():
        register_controller(actor=actor, name=args.name, inhabitants=args.inhabitants)
        organisation = register_organisation(actor=actor, name=f"Gemeente {args.name}")
        join_covenant(
            actor=actor,
            organisation_id=organisation.pk,
            party_code=args.party,
            party_role=PartyRole.MUNICIPALITY,
        )
        invited = invite_person(
            actor=actor,
            email=args.admin_email,
            name=args.admin_name,
            role=Role.ORGANISATION_ADMIN,
            organisation_id=organisation.pk,
        )
    print(f"Uitnodiging voor de beheerder (eenmalig): /account/uitnodiging/{invited.token}/")
    return 0


def serve(args: argparse.Namespace) -> int:
    """Serve the pages and do the background work until stopped."""
    return serve_forever(args.bind, args.workers)


def erase(args: argparse.Namespace) -> int:
    """Erase what is past its retention term; prints the counts."""
    with new_trace():
        erased = erase_due(actor=system_actor(args.controller), on=args.on or timezone.localdate())
    print(erased)
    return 0


def run_demo(args: argparse.Namespace) -> int:
    """Make the fictitious months when they are not there yet, print a sign-in link per role, and serve."""
    migrate(args)
    welcome(port=args.port, fresh=args.fresh, out=sys.stdout)
    return 0 if args.no_serve else serve_forever(f"127.0.0.1:{args.port}", workers=2)
