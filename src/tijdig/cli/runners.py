"""What each command does with its arguments: import what it needs, so that the others start fast, and run it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tijdig.actors import Role
from tijdig.problems import Refused
from tijdig.telling import tell_problems

type Runner = Callable[[argparse.Namespace], int]


def covenant_lint(args: argparse.Namespace) -> int:
    """Check a covenant file."""
    from tijdig.covenant.commands import lint_file

    return lint_file(args.file, sys.stdout)


def covenant_show(args: argparse.Namespace) -> int:
    """Print what a covenant file permits."""
    from tijdig.covenant.commands import show_file

    return show_file(args.file, sys.stdout)


def covenant_diff(args: argparse.Namespace) -> int:
    """Compare two covenant files."""
    from tijdig.covenant.commands import diff_files

    return diff_files(args.old, args.new, sys.stdout)


def covenant_documents(args: argparse.Namespace) -> int:
    """Write the documents of a covenant."""
    if args.controller:
        return with_django("write_documents")(args)
    from tijdig.covenant.commands import write_documents

    return write_documents(args.file, args.out, sys.stdout)


def covenant_why(args: argparse.Namespace) -> int:
    """Say why a field may be seen, or why not."""
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


def covenant_sign(args: argparse.Namespace) -> int:
    """Sign a fetched statement."""
    from tijdig.covenant.signing_command import sign_statement_file

    return sign_statement_file(args.statement, args.key, args.certificate, sys.stdout, sys.stderr)


def rehearse(args: argparse.Namespace) -> int:
    """Try a covenant on deliveries without storing anything."""
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


def link_files(args: argparse.Namespace) -> int:
    """Link two files outside any database."""
    from tijdig.linkage.files import run

    return run(args.register, args.signals, args.out, args.municipality, sys.stdout)


def house_style(args: argparse.Namespace) -> int:
    """Check a house style."""
    from tijdig.house_style.commands import check_file

    return check_file(args.file, sys.stdout)


def verify(args: argparse.Namespace) -> int:
    """Check an export of the log, or the log in the database."""
    if args.database:
        return with_django("verify_database")(args)
    from tijdig.ledger.checking import run

    return run(args, sys.stdout)


def verify_receipt(args: argparse.Namespace) -> int:
    """Check a receipt offline."""
    from tijdig.ledger.receipt_checking import run

    return run(args, sys.stdout)


def witness(args: argparse.Namespace) -> int:
    """Keep a log's newest checkpoint."""
    from tijdig.ledger.witnessing import run

    return run(args, sys.stdout)


def with_django(command: str) -> Runner:
    """Return a runner that sets Django up first; ``command`` names a function of ``tijdig.operations``."""

    def run(args: argparse.Namespace) -> int:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tijdig.config.settings")
        import django

        try:
            django.setup()
            from tijdig import operations
            from tijdig.storage import refusals_of_database
            from tijdig.tenancy import NOBODY, under

            runner: Runner = getattr(operations, command)
            with under(getattr(args, "controller", None) or NOBODY), refusals_of_database():
                return runner(args)
        except Refused as refused:
            tell_problems(refused.problems)
        except OSError as error:
            print(f"{error.filename}: {error.strerror}")
        return 1

    return run


def demo(args: argparse.Namespace) -> int:
    """Run the demo, with a state of its own."""
    # A demo never touches the operator's own data: it has a state folder, a database and keys of its own.
    state = Path(os.environ.get("TIJDIG_STATE_DIR", "var")) / "demo"
    os.environ |= {"TIJDIG_DEMO": "1", "TIJDIG_STATE_DIR": str(state)}
    os.environ.pop("TIJDIG_DATABASE_URL", None)
    os.environ.pop("TIJDIG_KEY_DIR", None)
    os.environ.pop("TIJDIG_TOMBSTONES", None)
    return with_django("run_demo")(args)
