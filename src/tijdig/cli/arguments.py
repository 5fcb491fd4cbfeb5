"""The commands and their arguments; each says in its help what it does."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from tijdig.actors import Role
from tijdig.cli import runners

ROLES = [role.value for role in Role if role is not Role.SYSTEM]


def _fact(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError("NAME=VALUE")
    return name, value


def add_covenant(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for covenant files."""
    covenant = commands.add_parser("covenant", help="check, show or compare covenant files")
    verbs = covenant.add_subparsers(dest="verb", required=True)
    lint = verbs.add_parser("lint", help="check a file against every rule, with line, reason and remedy")
    lint.add_argument("file", type=Path)
    lint.set_defaults(run=runners.covenant_lint)
    show = verbs.add_parser("show", help="print the party × data × purpose table")
    show.add_argument("file", type=Path)
    show.set_defaults(run=runners.covenant_show)
    diff = verbs.add_parser("diff", help="say in sentences what changes between two versions")
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    diff.set_defaults(run=runners.covenant_diff)
    documents = verbs.add_parser(
        "documents", help="write the arrangement, the table, the registers, the DPIA and the policy"
    )
    of = documents.add_mutually_exclusive_group(required=True)
    of.add_argument("file", type=Path, nargs="?", help="a covenant file")
    of.add_argument("--controller", metavar="CODE", help="the covenants in force of this municipality")
    documents.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    documents.set_defaults(run=runners.covenant_documents)
    _add_why(verbs)
    sign = verbs.add_parser("sign", help="sign a fetched statement with your organisation's certificate")
    sign.add_argument("statement", type=Path)
    sign.add_argument("--key", type=Path, required=True, metavar="PEM")
    sign.add_argument("--certificate", type=Path, required=True, metavar="PEM", help="the chain, yours first")
    sign.set_defaults(run=runners.covenant_sign)


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
    why.set_defaults(run=runners.covenant_why)


def add_rehearse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for trying a draft."""
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
    rehearse.set_defaults(run=runners.rehearse)


def add_house_style(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command for house styles."""
    style = commands.add_parser("house-style", help="check a file with a municipality's colours and logo")
    style.add_argument("file", type=Path)
    style.set_defaults(run=runners.house_style)


def add_link_files(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for linking files."""
    link = commands.add_parser("link-files", help="link two CSV files outside any database")
    link.add_argument("--register", type=Path, required=True, metavar="FILE")
    link.add_argument("--signals", type=Path, required=True, metavar="FILE")
    link.add_argument("--out", type=Path, required=True, metavar="FILE", help="written with mode 600")
    link.add_argument(
        "--municipality", default="here", metavar="CODE", help="who lives here, if the register tells"
    )
    link.set_defaults(run=runners.link_files)


def add_set_up(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for setting up a municipality."""
    migrate = commands.add_parser("migrate", help="make or update the database")
    migrate.set_defaults(run=runners.with_django("migrate"))
    setup = commands.add_parser("setup", help="register a municipality and its partners from a covenant file")
    setup.add_argument("covenant", type=Path)
    setup.add_argument("--admin-name", required=True)
    setup.add_argument("--admin-email", required=True)
    setup.add_argument("--inhabitants", type=int, help="for the figures per 1,000 inhabitants")
    setup.set_defaults(run=runners.with_django("set_up_municipality"))
    propose = commands.add_parser("propose", help="propose a new version of a covenant for signing")
    propose.add_argument("file", type=Path)
    propose.set_defaults(run=runners.with_django("propose"))
    invite = commands.add_parser(
        "invite", help="invite someone of a partner, such as its first administrator"
    )
    invite.add_argument("--controller", required=True, metavar="CODE")
    invite.add_argument("--party", required=True, help="the partner's code in the covenant")
    invite.add_argument("--role", default="organisation-admin", choices=ROLES)
    invite.add_argument("--name", required=True)
    invite.add_argument("--email", required=True)
    invite.add_argument("--discipline", default="", help="of a case director, such as schulddienstverlening")
    invite.set_defaults(run=runners.with_django("invite"))
    leave = commands.add_parser("leave", help="end the partnership of an organisation, at once")
    leave.add_argument("--controller", required=True, metavar="CODE")
    leave.add_argument("--party", required=True, help="the partner's code in the covenant")
    leave.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day on record; today")
    leave.set_defaults(run=runners.with_django("leave"))


def add_access(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for who opens which cases."""
    access = commands.add_parser("case-access", help="set whether case directors open each other's cases")
    access.add_argument("--controller", required=True, metavar="CODE")
    access.add_argument("--cases", required=True, choices=["team", "own"], help="own: only who has the case")
    access.add_argument("--no-glass", action="store_true", help="with own: not even with a reason")
    access.add_argument(
        "--minutes", type=int, default=60, help="how long a case opened with a reason stays so"
    )
    access.set_defaults(run=runners.with_django("set_access"))
    desk = commands.add_parser("review-desk", help="set whether a second person looks at the greatest doubts")
    desk.add_argument("--controller", required=True, metavar="CODE")
    desk.add_argument("--second-look", required=True, choices=["yes", "no"])
    desk.set_defaults(run=runners.with_django("set_up_review_desk"))


def add_imports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for importing facts."""
    imports = commands.add_parser("import", help="import register or benefit facts")
    kinds = imports.add_subparsers(dest="kind", required=True)
    for kind, what in (("residents", "a register extract (LO3)"), ("benefits", "a list of benefits")):
        one = kinds.add_parser(kind, help=what)
        one.add_argument("file", type=Path)
        one.add_argument("--controller", required=True, metavar="CODE")
        one.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
        one.set_defaults(run=runners.with_django(f"import_{kind}"))


def add_register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for asking registers."""
    register = commands.add_parser(
        "register", help="ask registers over their APIs instead of importing files"
    )
    verbs = register.add_subparsers(dest="verb", required=True)
    source = verbs.add_parser("source", help="choose where register and benefit facts come from")
    for kind in ("residents", "benefits"):
        source.add_argument(f"--{kind}", required=True, choices=["file", "api"])
    source.add_argument("--ask-again-days", type=int, metavar="DAYS", help="how old facts of cases may get")
    source.set_defaults(run=runners.with_django("choose_register_source"))
    fetch = verbs.add_parser("fetch", help="ask about the signals that wait, and work them up")
    fetch.set_defaults(run=runners.with_django("fetch_from_register"))
    for verb in (source, fetch):
        verb.add_argument("--controller", required=True, metavar="CODE")


def add_running(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for serving and keeping."""
    serve = commands.add_parser("serve", help="serve the pages; do the background and the daily work")
    serve.add_argument("--bind", default="127.0.0.1:8000")
    serve.add_argument("--workers", type=int, default=2)
    serve.set_defaults(run=runners.with_django("serve"))
    daily = commands.add_parser("daily", help="do the daily work now, for every municipality")
    daily.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    daily.set_defaults(run=runners.with_django("daily"))
    check = commands.add_parser(
        "restore-check", help="destroy again, in a restored database, what was destroyed since the backup"
    )
    check.add_argument(
        "--begin-anew",
        action="store_true",
        help="first begin a new file of tombstones: the former is lost for good",
    )
    check.set_defaults(run=runners.with_django("restore_check"))
    rotate = commands.add_parser("rotate-keys", help="replace keys while the service runs")
    which = rotate.add_mutually_exclusive_group(required=True)
    which.add_argument("--controller", metavar="CODE", help="the key of this municipality")
    which.add_argument(
        "--operator", action="store_true", help="wrap all keys with the newest operator secret"
    )
    rotate.set_defaults(run=runners.with_django("rotate_keys"))
    purge = commands.add_parser("purge", help="write the database anew without the bytes of what was erased")
    purge.set_defaults(run=runners.with_django("purge"))
    erase = commands.add_parser("erase", help="erase what is past its retention term")
    erase.add_argument("--controller", required=True, metavar="CODE")
    erase.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    erase.set_defaults(run=runners.with_django("erase"))
    demo = commands.add_parser("demo", help="run a fictitious month in Weert and serve it on this machine")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--fresh", action="store_true", help="begin again with an empty demo database")
    demo.add_argument(
        "--no-serve", action="store_true", help="make the month and the sign-in links, then stop"
    )
    demo.set_defaults(run=runners.demo)
