"""The command line: ``tijdig COMMAND …``. Each command lives in its room; this file only reads arguments.

Exit codes: 0 done, 1 the input has problems (they are printed), 2 the command was called wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from tijdig.actors import Role
from tijdig.problems import Refused, place_of

ROLES = [role.value for role in Role if role is not Role.SYSTEM]

type Runner = Callable[[argparse.Namespace], int]


def _covenant_lint(args: argparse.Namespace) -> int:
    from tijdig.covenant.commands import lint_file

    return lint_file(args.file, sys.stdout)


def _covenant_show(args: argparse.Namespace) -> int:
    from tijdig.covenant.commands import show_file

    return show_file(args.file, sys.stdout)


def _covenant_diff(args: argparse.Namespace) -> int:
    from tijdig.covenant.commands import diff_files

    return diff_files(args.old, args.new, sys.stdout)


def _covenant_documents(args: argparse.Namespace) -> int:
    if args.controller:
        return _with_django("write_documents")(args)
    from tijdig.covenant.commands import write_documents

    return write_documents(args.file, args.out, sys.stdout)


def _covenant_why(args: argparse.Namespace) -> int:
    from tijdig.disclosure.commands import Asked, why_of_file

    asked = Asked(
        sender=args.sender,
        recipient=args.recipient,
        purpose=args.purpose,
        role=Role(args.role),
        fields=tuple(args.field),
        facts=dict(args.fact),
        on=args.on or date.today(),  # noqa: DTZ011 - the day on the machine of whoever asks
    )
    return why_of_file(args.file, asked, sys.stdout)


def _fact(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError("NAME=VALUE")
    return name, value


def _covenant_sign(args: argparse.Namespace) -> int:
    from tijdig.covenant.signing_command import sign_statement_file

    return sign_statement_file(args.statement, args.key, args.certificate, sys.stdout, sys.stderr)


def _rehearse(args: argparse.Namespace) -> int:
    from tijdig.rehearse.command import Arguments, run

    return run(
        Arguments(
            covenant=args.covenant,
            controller=args.controller,
            residents=args.residents,
            benefits=args.benefits,
            deliveries=tuple(args.delivery),
            json_out=args.json,
        ),
        sys.stdout,
    )


def _link_files(args: argparse.Namespace) -> int:
    from tijdig.linkage.files import run

    return run(args.register, args.signals, args.out, args.municipality, sys.stdout)


def _verify(args: argparse.Namespace) -> int:
    if args.database:
        return _with_django("verify_database")(args)
    from tijdig.ledger.checking import run

    return run(args, sys.stdout)


def _verify_receipt(args: argparse.Namespace) -> int:
    from tijdig.ledger.receipt_checking import run

    return run(args, sys.stdout)


def _witness(args: argparse.Namespace) -> int:
    from tijdig.ledger.witnessing import run

    return run(args, sys.stdout)


def _with_django(command: str) -> Runner:
    """Return a runner that sets Django up first; ``command`` names a function of ``tijdig.operations``."""

    def run(args: argparse.Namespace) -> int:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tijdig.config.settings")
        import django

        django.setup()
        from tijdig import operations
        from tijdig.storage import refusals_of_database
        from tijdig.tenancy import NOBODY, under

        runner: Runner = getattr(operations, command)
        try:
            with under(getattr(args, "controller", None) or NOBODY), refusals_of_database():
                return runner(args)
        except Refused as refused:
            operations.print_problems(refused.problems)
        except OSError as error:
            print(f"{error.filename}: {error.strerror}")
        return 1

    return run


def _demo(args: argparse.Namespace) -> int:
    # A demo never touches the operator's own data: it has a state folder, a database and keys of its own.
    state = Path(os.environ.get("TIJDIG_STATE_DIR", "var")) / "demo"
    os.environ |= {"TIJDIG_DEMO": "1", "TIJDIG_STATE_DIR": str(state)}
    os.environ.pop("TIJDIG_DATABASE_URL", None)
    os.environ.pop("TIJDIG_KEY_DIR", None)
    os.environ.pop("TIJDIG_TOMBSTONES", None)
    return _with_django("run_demo")(args)


def _add_covenant(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    covenant = commands.add_parser("covenant", help="check, show or compare covenant files")
    verbs = covenant.add_subparsers(dest="verb", required=True)
    lint = verbs.add_parser("lint", help="check a file against every rule, with line, reason and remedy")
    lint.add_argument("file", type=Path)
    lint.set_defaults(run=_covenant_lint)
    show = verbs.add_parser("show", help="print the party × data × purpose table")
    show.add_argument("file", type=Path)
    show.set_defaults(run=_covenant_show)
    diff = verbs.add_parser("diff", help="say in sentences what changes between two versions")
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    diff.set_defaults(run=_covenant_diff)
    documents = verbs.add_parser(
        "documents", help="write the arrangement, the table, the registers, the DPIA and the policy"
    )
    of = documents.add_mutually_exclusive_group(required=True)
    of.add_argument("file", type=Path, nargs="?", help="a covenant file")
    of.add_argument("--controller", metavar="CODE", help="the covenants in force of this municipality")
    documents.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    documents.set_defaults(run=_covenant_documents)
    _add_why(verbs)
    sign = verbs.add_parser("sign", help="sign a fetched statement with your organisation's certificate")
    sign.add_argument("statement", type=Path)
    sign.add_argument("--key", type=Path, required=True, metavar="PEM")
    sign.add_argument("--certificate", type=Path, required=True, metavar="PEM", help="the chain, yours first")
    sign.set_defaults(run=_covenant_sign)


def _add_why(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    why = verbs.add_parser("why", help="say why a field may be seen, or why not")
    why.add_argument("file", type=Path)
    why.add_argument("--from", dest="sender", required=True, metavar="PARTY", help="who gives it")
    why.add_argument("--to", dest="recipient", required=True, metavar="PARTY", help="the same: its own use")
    why.add_argument("--purpose", required=True)
    why.add_argument("--field", action="append", required=True, metavar="FIELD", help="such as signaal.naam")
    why.add_argument("--role", default="case-director", choices=ROLES)
    why.add_argument("--fact", action="append", default=[], type=_fact, metavar="NAME=VALUE")
    why.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="today by default")
    why.set_defaults(run=_covenant_why)


def _add_rehearse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rehearse = commands.add_parser(
        "rehearse", help="try a covenant on real deliveries without storing anything"
    )
    rehearse.add_argument("--covenant", type=Path, required=True, metavar="FILE")
    rehearse.add_argument(
        "--controller", default="", metavar="CODE", help="CBS code; the covenant's own by default"
    )
    rehearse.add_argument("--residents", type=Path, required=True, metavar="FILE")
    rehearse.add_argument("--benefits", type=Path, metavar="FILE")
    rehearse.add_argument("--delivery", action="append", required=True, metavar="PARTY@YYYY-MM-DD=FILE")
    rehearse.add_argument(
        "--json", type=Path, required=True, metavar="OUT", help="written with mode 600: holds BSNs"
    )
    rehearse.set_defaults(run=_rehearse)


def _add_link_files(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    link = commands.add_parser("link-files", help="link two CSV files outside any database")
    link.add_argument("--register", type=Path, required=True, metavar="FILE")
    link.add_argument("--signals", type=Path, required=True, metavar="FILE")
    link.add_argument("--out", type=Path, required=True, metavar="FILE", help="written with mode 600")
    link.add_argument(
        "--municipality", default="here", metavar="CODE", help="who lives here, if the register tells"
    )
    link.set_defaults(run=_link_files)


def _add_set_up(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    migrate = commands.add_parser("migrate", help="make or update the database")
    migrate.set_defaults(run=_with_django("migrate"))
    setup = commands.add_parser("setup", help="register a municipality and its partners from a covenant file")
    setup.add_argument("covenant", type=Path)
    setup.add_argument("--admin-name", required=True)
    setup.add_argument("--admin-email", required=True)
    setup.add_argument("--inhabitants", type=int, help="for the figures per 1,000 inhabitants")
    setup.set_defaults(run=_with_django("set_up_municipality"))
    propose = commands.add_parser("propose", help="propose a new version of a covenant for signing")
    propose.add_argument("file", type=Path)
    propose.set_defaults(run=_with_django("propose"))
    invite = commands.add_parser(
        "invite", help="invite someone of a partner, such as its first administrator"
    )
    invite.add_argument("--controller", required=True, metavar="CODE")
    invite.add_argument("--party", required=True, help="the partner's code in the covenant")
    invite.add_argument("--role", default="organisation-admin", choices=ROLES)
    invite.add_argument("--name", required=True)
    invite.add_argument("--email", required=True)
    invite.add_argument("--discipline", default="", help="of a case director, such as schulddienstverlening")
    invite.set_defaults(run=_with_django("invite"))
    leave = commands.add_parser("leave", help="end the partnership of an organisation, at once")
    leave.add_argument("--controller", required=True, metavar="CODE")
    leave.add_argument("--party", required=True, help="the partner's code in the covenant")
    leave.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day on record; today")
    leave.set_defaults(run=_with_django("leave"))


def _add_access(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    access = commands.add_parser("case-access", help="set whether case directors open each other's cases")
    access.add_argument("--controller", required=True, metavar="CODE")
    access.add_argument("--cases", required=True, choices=["team", "own"], help="own: only who has the case")
    access.add_argument("--no-glass", action="store_true", help="with own: not even with a reason")
    access.add_argument(
        "--minutes", type=int, default=60, help="how long a case opened with a reason stays so"
    )
    access.set_defaults(run=_with_django("set_access"))
    desk = commands.add_parser("review-desk", help="set whether a second person looks at the greatest doubts")
    desk.add_argument("--controller", required=True, metavar="CODE")
    desk.add_argument("--second-look", required=True, choices=["yes", "no"])
    desk.set_defaults(run=_with_django("set_up_review_desk"))


def _add_imports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    imports = commands.add_parser("import", help="import register or benefit facts")
    kinds = imports.add_subparsers(dest="kind", required=True)
    for kind, what in (("residents", "a register extract (LO3)"), ("benefits", "a list of benefits")):
        one = kinds.add_parser(kind, help=what)
        one.add_argument("file", type=Path)
        one.add_argument("--controller", required=True, metavar="CODE")
        one.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
        one.set_defaults(run=_with_django(f"import_{kind}"))


def _add_register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    register = commands.add_parser(
        "register", help="ask registers over their APIs instead of importing files"
    )
    verbs = register.add_subparsers(dest="verb", required=True)
    source = verbs.add_parser("source", help="choose where register and benefit facts come from")
    for kind in ("residents", "benefits"):
        source.add_argument(f"--{kind}", required=True, choices=["file", "api"])
    source.add_argument("--ask-again-days", type=int, metavar="DAYS", help="how old facts of cases may get")
    source.set_defaults(run=_with_django("choose_register_source"))
    fetch = verbs.add_parser("fetch", help="ask about the signals that wait, and work them up")
    fetch.set_defaults(run=_with_django("fetch_from_register"))
    for verb in (source, fetch):
        verb.add_argument("--controller", required=True, metavar="CODE")


def _add_log(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from tijdig.ledger import checking, receipt_checking, witnessing

    seal = commands.add_parser("seal", help="give waiting log records their place, and sign for them")
    seal.add_argument("--keep-on", action="store_true", help="every minute, until stopped")
    seal.set_defaults(run=_with_django("seal"))
    export = commands.add_parser("export-log", help="write a log to a folder or zip that anyone can check")
    export.add_argument("--controller", required=True, metavar="CODE")
    export.add_argument("--to", type=Path, required=True, metavar="FOLDER|FILE")
    export.add_argument(
        "--shape",
        choices=["proof", "ldv", "decisions"],
        default="proof",
        help="proof: all of it, to check (folder or zip); ldv: the processing log in the shape of Logboek "
        "Dataverwerkingen; decisions: who was given or did what, and why (both JSON lines)",
    )
    for side in ("from", "to"):
        export.add_argument(
            f"--{side}-day",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="with --shape ldv or decisions: this day included",
        )
    export.set_defaults(run=_with_django("export_the_log"))
    verify = commands.add_parser("verify", help="check an export of the log, or the log in the database")
    checking.add_arguments(verify)
    verify.add_argument("--database", action="store_true", help="check the log in the database instead")
    verify.add_argument("--controller", default="", metavar="CODE", help="with --database: this one only")
    verify.set_defaults(run=_verify)
    receipt = commands.add_parser("verify-receipt", help="check a receipt that a partner got, offline")
    receipt_checking.add_arguments(receipt)
    receipt.set_defaults(run=_verify_receipt)
    witness = commands.add_parser("witness", help="keep a log's newest checkpoint, if it goes on from yours")
    witnessing.add_arguments(witness)
    witness.set_defaults(run=_witness)


def _add_running(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="serve the pages; do the background and the daily work")
    serve.add_argument("--bind", default="127.0.0.1:8000")
    serve.add_argument("--workers", type=int, default=2)
    serve.set_defaults(run=_with_django("serve"))
    daily = commands.add_parser("daily", help="do the daily work now, for every municipality")
    daily.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    daily.set_defaults(run=_with_django("daily"))
    check = commands.add_parser(
        "restore-check", help="destroy again, in a restored database, what was destroyed since the backup"
    )
    check.add_argument(
        "--begin-anew",
        action="store_true",
        help="first begin a new file of tombstones: the former is lost for good",
    )
    check.set_defaults(run=_with_django("restore_check"))
    rotate = commands.add_parser("rotate-keys", help="replace keys while the service runs")
    which = rotate.add_mutually_exclusive_group(required=True)
    which.add_argument("--controller", metavar="CODE", help="the key of this municipality")
    which.add_argument(
        "--operator", action="store_true", help="wrap all keys with the newest operator secret"
    )
    rotate.set_defaults(run=_with_django("rotate_keys"))
    purge = commands.add_parser("purge", help="write the database anew without the bytes of what was erased")
    purge.set_defaults(run=_with_django("purge"))
    erase = commands.add_parser("erase", help="erase what is past its retention term")
    erase.add_argument("--controller", required=True, metavar="CODE")
    erase.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    erase.set_defaults(run=_with_django("erase"))
    demo = commands.add_parser("demo", help="run a fictitious month in Weert and serve it on this machine")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--fresh", action="store_true", help="begin again with an empty demo database")
    demo.add_argument(
        "--no-serve", action="store_true", help="make the month and the sign-in links, then stop"
    )
    demo.set_defaults(run=_demo)


def parser() -> argparse.ArgumentParser:
    """Return the argument parser: also read by the test that holds the docs to the commands."""
    top = argparse.ArgumentParser(prog="tijdig", description=__doc__.splitlines()[0] if __doc__ else "")
    commands = top.add_subparsers(dest="command", required=True)
    _add_covenant(commands)
    _add_rehearse(commands)
    _add_link_files(commands)
    _add_set_up(commands)
    _add_access(commands)
    _add_imports(commands)
    _add_register(commands)
    _add_running(commands)
    _add_log(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = parser().parse_args(argv)
    runner: Runner = args.run
    try:
        return runner(args)
    except Exception as error:  # noqa: BLE001 - whatever it is: its message may repeat a row of people (L6)
        print(f"{parser().prog}: {place_of(error)}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
