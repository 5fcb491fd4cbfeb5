"""What the operator does on the command line: set up, propose, invite, import, daily work, serve, erase, demo.

Each function takes the parsed arguments and returns an exit code; a :class:`Refused` is printed by the caller.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor, Role, system_actor
from tijdig.casework.asking_first import ask_and_work_up
from tijdig.covenant.commands import write_files
from tijdig.covenant.queries import covenants_of
from tijdig.covenant.rules.document import Covenant, PartyRole
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.services import propose_covenant
from tijdig.covenant.signed_documents import subject_of
from tijdig.daily import do_daily_work
from tijdig.demo.visit import welcome
from tijdig.disclosure.services_export import Days, Shape, export_shape
from tijdig.ledger.checking import tell
from tijdig.ledger.keys import key_of
from tijdig.ledger.queries import controllers_with_a_log
from tijdig.ledger.services import export_log, seal_logs
from tijdig.ledger.trace import new_trace
from tijdig.ledger.verification import verify_log
from tijdig.linkage.services import set_review_desk
from tijdig.parties.queries import controllers, organisation_of_party
from tijdig.parties.services import (
    invite_person,
    join_covenant,
    leave_covenant,
    register_controller,
    register_organisation,
    set_case_access,
)
from tijdig.problems import ProblemKind, Refused
from tijdig.residents.models import Source
from tijdig.residents.services import (
    Import,
    choose_sources,
    import_benefit_facts,
    import_register_extract,
)
from tijdig.restoring import begin_anew, bring_up_to_date
from tijdig.rights.services import erase_due
from tijdig.row_security import keep_controllers_apart
from tijdig.serving import seal_until_stopped, serve_forever
from tijdig.telling import tell_problems
from tijdig.tenancy import under
from tijdig.vault.publishing import publish_tombstones
from tijdig.vault.purging import purge_database
from tijdig.vault.services import require_tombstone_file, rotate_controller_key, rotate_operator_key

PARTY_UNKNOWN = ProblemKind(
    code="operations.party-unknown",
    rule="R1",
    nl="De partij {party} is bij gemeente {controller} niet bekend.",
    en="The party {party} is not known with municipality {controller}.",
    remedy_nl="Gebruik de code uit het convenant, en lees dat eerst in met tijdig setup of tijdig propose.",
    remedy_en="Use the code from the covenant, and bring that in first with tijdig setup or tijdig propose.",
)


NOTHING_IN_FORCE = ProblemKind(
    code="operations.nothing-in-force",
    rule="R1",
    nl="Gemeente {controller} heeft vandaag geen convenant dat in werking is.",
    en="Municipality {controller} has no covenant in force today.",
    remedy_nl="Maak de documenten van het convenantbestand zelf: tijdig covenant documents BESTAND --out MAP.",
    remedy_en="Make the documents of the covenant file itself: tijdig covenant documents FILE --out FOLDER.",
)


def migrate(_args: argparse.Namespace) -> int:
    """Make or update the database."""
    for folder in (settings.STATE_DIR, settings.STATIC_ROOT):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)
    require_tombstone_file()
    print("De database is bijgewerkt.")
    if settings.APP_ROLE:
        tables = keep_controllers_apart(settings.APP_ROLE)
        print(f"{len(tables)} tabellen houden gemeenten uit elkaar voor de rol {settings.APP_ROLE}.")
    return 0


def set_up_municipality(args: argparse.Namespace) -> int:
    """Register municipality and partners from a covenant file, propose it, and invite the first administrator."""
    text, covenant = _covenant(args.covenant)
    actor = system_actor(covenant.controller_code)
    municipality = covenant.municipality
    with new_trace("setup"), under(actor.controller_id), transaction.atomic():
        register_controller(
            actor=actor, name=municipality.name.removeprefix("Gemeente "), inhabitants=args.inhabitants
        )
        _join_parties(actor, covenant)
        propose_covenant(actor=actor, text=text)
        link = _invitation(actor, municipality.code, name=args.admin_name, email=args.admin_email)
    print(f"{covenant.title} {covenant.version} wacht op akkoord van {len(covenant.parties)} partijen.")
    print(f"Uitnodiging voor {args.admin_name} (eenmalig, binnen een week): {link}")
    return 0


def propose(args: argparse.Namespace) -> int:
    """Propose a new version of a covenant and let new partners join."""
    text, covenant = _covenant(args.file)
    actor = system_actor(covenant.controller_code)
    with new_trace("propose"), under(actor.controller_id), transaction.atomic():
        _join_parties(actor, covenant)
        propose_covenant(actor=actor, text=text)
    print(f"{covenant.title} {covenant.version} wacht op akkoord van {len(covenant.parties)} partijen.")
    return 0


def write_documents(args: argparse.Namespace) -> int:
    """Write the documents of every covenant of a municipality that is in force, with who signed."""
    standings = covenants_of(args.controller, timezone.localdate())
    in_force = [one for one in standings if one.state is CovenantState.IN_FORCE]
    if not in_force:
        raise Refused(NOTHING_IN_FORCE(controller=args.controller))
    return max(write_files(subject_of(standing), args.out, sys.stdout) for standing in in_force)


def invite(args: argparse.Namespace) -> int:
    """Invite someone of any partner: how a partner gets its first administrator."""
    with new_trace("invite"):
        link = _invitation(
            system_actor(args.controller),
            args.party,
            name=args.name,
            email=args.email,
            role=Role(args.role),
            discipline=args.discipline,
        )
    print(f"Uitnodiging voor {args.name} (eenmalig, binnen een week): {link}")
    return 0


def leave(args: argparse.Namespace) -> int:
    """End the partnership of an organisation: roles, sessions and links of its people end at once (A8)."""
    with new_trace():
        partnership = leave_covenant(
            actor=system_actor(args.controller), party_code=args.party, on=args.on or timezone.localdate()
        )
    print(f"{partnership.organisation} doet niet meer mee bij gemeente {args.controller}.")
    return 0


def set_access(args: argparse.Namespace) -> int:
    """Set whether case directors of a municipality open each other's cases (A5)."""
    with new_trace("case-access"):
        set_case_access(
            actor=system_actor(args.controller),
            own_cases_only=args.cases == "own",
            may_break_glass=not args.no_glass,
            glass_minutes=args.minutes,
        )
    print("De toegang tot zaken is ingesteld.")
    return 0


def set_up_review_desk(args: argparse.Namespace) -> int:
    """Set whether a second person looks at the most doubtful decisions of a municipality."""
    with new_trace("review-desk"):
        set_review_desk(actor=system_actor(args.controller), second_look=args.second_look == "yes")
    print("De tweede blik is ingesteld.")
    return 0


def import_residents(args: argparse.Namespace) -> int:
    """Import a register extract."""
    return _import(args, import_register_extract, "import-residents")


def import_benefits(args: argparse.Namespace) -> int:
    """Import a list of benefits."""
    return _import(args, import_benefit_facts, "import-benefits")


def choose_register_source(args: argparse.Namespace) -> int:
    """Set whether register and benefit facts come in by file or are asked over an API."""
    with new_trace("register-source"):
        choose_sources(
            actor=system_actor(args.controller),
            residents=Source(args.residents),
            benefits=Source(args.benefits),
            ask_again_days=args.ask_again_days,
        )
    print("De bron is ingesteld.")
    return 0


def fetch_from_register(args: argparse.Namespace) -> int:
    """Ask the registers now about the signals that wait for it, and work them up; 1 when something must wait."""
    with new_trace("fetch-residents"):
        done = ask_and_work_up(actor=system_actor(args.controller), on=timezone.localdate())
    if done.fetched:
        print(f"{done.fetched.signals} signalen gevraagd, {done.fetched.people} mensen gevonden.")
    if done.worked_up:
        print(f"{done.worked_up.cases.cases} zaken geopend.")
    tell_problems(done.problems)
    return 1 if done.problems else 0


def daily(args: argparse.Namespace) -> int:
    """Do what must happen every day, for every municipality."""
    for done in do_daily_work(args.on or timezone.localdate()):
        print(f"{done.controller_id}  {done.duty}: {done.outcome}")
    seal_logs(controllers=controllers())
    return 0


def seal(args: argparse.Namespace) -> int:
    """Seal the logs now, or every minute; 1 when something was wrong with one of them."""
    if args.keep_on:
        return seal_until_stopped()
    done = seal_logs(controllers=controllers())
    for one in done:
        print(f"{one.controller_id}  {one.sealed} regels een plaats gegeven, ondertekend bij {one.size}")
        tell_problems(one.problems)
    return 1 if any(one.problems for one in done) else 0


def export_the_log(args: argparse.Namespace) -> int:
    """Write the log of a municipality to a folder or zip that anyone can check, or as lines in the shape asked for."""
    if args.shape != "proof":
        return _export_shape(args)
    with new_trace("export-log"):
        signatures = export_log(actor=system_actor(args.controller), to=args.to)
    print(f"{args.to}: {signatures} handtekeningen. Te controleren met: tijdig verify {args.to}")
    print(f"sleutel / key: {key_of(args.controller)}")
    return 0


def _export_shape(args: argparse.Namespace) -> int:
    with new_trace("export-log"):
        lines = export_shape(
            actor=system_actor(args.controller),
            shape=Shape(args.shape),
            to=args.to,
            days=Days(args.from_day, args.to_day),
        )
    print(f"{args.to}: {lines} regels / lines")
    return 0


def verify_database(args: argparse.Namespace) -> int:
    """Check the logs in the database, of one municipality or of all."""
    kept = [path.read_text(encoding="utf-8") for path in args.witness]
    codes = []
    for controller_id in [args.controller] if args.controller else controllers_with_a_log():
        with under(controller_id):
            codes.append(tell(verify_log(controller_id, kept), key_of(controller_id), sys.stdout))
    return max(codes, default=0)


def serve(args: argparse.Namespace) -> int:
    """Serve the pages and do the background and daily work until stopped, from a database that is up to date (E4)."""
    _bring_up_to_date()
    return serve_forever(args.bind, args.workers)


def restore_check(args: argparse.Namespace) -> int:
    """Destroy again, in a restored database, what was destroyed since the backup."""
    if args.begin_anew:
        begin_anew()
        print(
            "Er is een nieuw bestand met grafstenen begonnen. Het logboek vermeldt dat het vorige kwijt is."
        )
    _bring_up_to_date()
    return 0


def _bring_up_to_date() -> None:
    done = bring_up_to_date()
    for one in done:
        print(
            f"{one.controller_id}  {one.replayed.tombstones} grafstenen, {one.replayed.keys} sleutels vernietigd,"
            f" {one.replayed.rows} rijen, {one.followed.signals} signalen en {one.followed.cases} zaken bijgewerkt"
        )
    if not done:
        print("De database is bij: er staat niets in wat vernietigd was.")


def rotate_keys(args: argparse.Namespace) -> int:
    """Replace the key of a municipality, or with ``--operator`` wrap all keys with the newest operator secret."""
    codes = controllers() if args.operator else (args.controller,)
    for code in codes:
        with under(code), new_trace():
            rotate = rotate_operator_key if args.operator else rotate_controller_key
            done = rotate(actor=system_actor(code))
        print(f"{code}  {done.wrapped_again} sleutels opnieuw ingepakt, {done.destroyed} oude vernietigd")
    return 0


def erase(args: argparse.Namespace) -> int:
    """Erase what is past its retention term; prints the counts."""
    with new_trace("erase"):
        erased = erase_due(actor=system_actor(args.controller), on=args.on or timezone.localdate())
    print(erased)
    publish_tombstones()
    print(purge_database())
    return 0


def purge(_args: argparse.Namespace) -> int:
    """Write the database anew without the bytes of what was erased, and print what was done."""
    print(purge_database())
    return 0


def run_demo(args: argparse.Namespace) -> int:
    """Make the fictitious months when they are not there yet, print a sign-in link per role, and serve."""
    if args.fresh:
        _drop_demo_database()
    migrate(args)
    welcome(port=args.port, out=sys.stdout)
    seal_logs(controllers=controllers())
    return 0 if args.no_serve else serve_forever(f"127.0.0.1:{args.port}", workers=2)


def _drop_demo_database() -> None:
    # The log cannot be emptied (T7), so a demo that begins again begins with another file.
    for ending in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)


def _covenant(path: Path) -> tuple[str, Covenant]:
    reading = read_covenant(path.read_bytes())
    if reading.covenant is None:
        raise Refused(reading.problems)
    return path.read_text(encoding="utf-8-sig"), reading.covenant


def _join_parties(actor: Actor, covenant: Covenant) -> None:
    for code, party in covenant.parties.items():
        organisation = register_organisation(actor=actor, name=party.name, kvk=party.kvk, oin=party.oin)
        join_covenant(
            actor=actor,
            organisation_id=organisation.pk,
            party_code=code,
            party_role=PartyRole(party.role),
        )


def _invitation(
    actor: Actor,
    party: str,
    *,
    name: str,
    email: str,
    role: Role = Role.ORGANISATION_ADMIN,
    discipline: str = "",
) -> str:
    invited = invite_person(
        actor=actor,
        email=email,
        name=name,
        role=role,
        discipline=discipline,
        organisation_id=_organisation(actor.controller_id, party),
    )
    return f"/account/uitnodiging/{invited.token}/"


def _organisation(controller_id: str, party: str) -> UUID:
    organisation = organisation_of_party(controller_id, party)
    if organisation is None:
        raise Refused(PARTY_UNKNOWN(party=party, controller=controller_id))
    return organisation.pk


def _import(args: argparse.Namespace, service: Callable[..., Import], trace: str) -> int:
    with new_trace(trace):
        done = service(actor=system_actor(args.controller), content=args.file.read_bytes(), on=args.as_of)
    print(f"{done.people} mensen overgenomen.")
    tell_problems(done.problems)
    return 0
