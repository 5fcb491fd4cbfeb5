"""The command line: ``tijdig COMMAND …``. Each command lives in its room; this one only reads arguments.

Exit codes: 0 done, 1 the input has problems (they are printed), 2 the command was called wrongly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tijdig.cli.arguments import (
    add_access,
    add_covenant,
    add_house_style,
    add_imports,
    add_link_files,
    add_register,
    add_rehearse,
    add_running,
    add_set_up,
)
from tijdig.cli.log_arguments import add_log
from tijdig.cli.runners import Runner
from tijdig.problems import place_of


def parser() -> argparse.ArgumentParser:
    """Return the argument parser: also read by the test that holds the docs to the commands."""
    top = argparse.ArgumentParser(prog="tijdig", description=__doc__.splitlines()[0] if __doc__ else "")
    commands = top.add_subparsers(dest="command", required=True)
    add_covenant(commands)
    add_rehearse(commands)
    add_link_files(commands)
    add_house_style(commands)
    add_set_up(commands)
    add_access(commands)
    add_imports(commands)
    add_register(commands)
    add_running(commands)
    add_log(commands)
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
