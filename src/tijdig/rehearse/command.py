"""``tijdig rehearse``: read, run the rules, print a summary, write one JSON; or say what is wrong, write nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from tijdig.problems import Refused
from tijdig.rehearse.inputs import Arguments, in_file, read_inputs
from tijdig.rehearse.month import rehearse
from tijdig.rehearse.report import write_report
from tijdig.rehearse.told import Rehearsed
from tijdig.telling import tell_problems

__all__ = ["Arguments", "run"]


def run(arguments: Arguments, out: TextIO) -> int:
    """Rehearse and return the exit code: 0, or 1 when the input has problems; then no file is written."""
    try:
        told = rehearse(read_inputs(arguments))
        refuse_whole_deliveries(told)
        write_report(told, arguments.json_out)
    except Refused as refusal:
        tell_problems(refusal.problems, out)
        return 1
    except OSError as error:
        print(
            f"Het bestand {arguments.json_out.name} kan niet worden geschreven: {error.strerror}.", file=out
        )
        return 1
    _print_summary(told, out)
    name = arguments.json_out.name
    print(
        f"\n{name} bevat burgerservicenummers: alleen u kunt het lezen (600). Verwijder het na gebruik.",
        file=out,
    )
    return 0


def refuse_whole_deliveries(told: Rehearsed) -> None:
    """Raise :class:`Refused` when a delivery could not be taken at all: a rehearsal with a gap would mislead."""
    problems = [
        in_file(one.given.file, one.checked.problems) for one in told.deliveries if one.checked.problems
    ]
    if problems:
        raise Refused(problem for group in problems for problem in group)


def _print_summary(told: Rehearsed, out: TextIO) -> None:
    covenant = told.given.covenant
    print(f"{covenant.title} {covenant.version}\n{covenant.hash}\n", file=out)
    for one in told.deliveries:
        checked = one.checked
        print(
            f"{one.given.received_on}  {one.given.party:<20} {checked.rows:>6} rijen "
            f"{len(checked.accepted):>6} aangenomen {checked.refused_rows:>5} geweigerd  {one.given.file}",
            file=out,
        )
    _print_counts("Koppeling", (one.link.outcome.value for one in told.signals), out)
    _print_counts("Register", (one.link.register.value for one in told.signals), out)
    _print_counts("Patroon", (pattern for one in told.signals for pattern in one.patterns), out)
    _print_counts("Status", (one.status.value for one in told.signals), out)
    _print_counts("Route", (one.route or "(eerst uitzoeken of besluiten)" for one in told.cases), out)
    print(f"\n{len(told.cases)} zaken. Wie eerst:", file=out)
    for case in told.cases[:5]:
        why = ". ".join(reason.nl.rstrip(".") for reason in case.rank_reasons)
        print(f"  {case.rank}. {case.id}: {why}.", file=out)


def _print_counts(title: str, values: Iterable[str], out: TextIO) -> None:
    counted = ", ".join(f"{value} {count}" for value, count in Counter(values).most_common())
    print(f"{title + ':':<11} {counted or '–'}", file=out)
