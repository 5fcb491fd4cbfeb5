"""``tijdig covenant lint | show | diff | documents``: covenant files on the command line, Dutch with English beneath.

Each function writes to ``out`` and returns the exit code: 0 in order (diff: equal), 1 problems (diff: differences),
2 the file could not be opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from tijdig.covenant.documents import Subject, every_document
from tijdig.covenant.rules.comparing import compare_covenants
from tijdig.covenant.rules.lint import lint_covenant
from tijdig.covenant.rules.reading import Reading, read_covenant
from tijdig.covenant.rules.showing import arrangement_in_sentences
from tijdig.covenant.rules.table import exchanges, own_uses
from tijdig.telling import tell_problems


def lint_file(path: Path, out: TextIO) -> int:
    """Check a covenant file and print every problem with its place, reason and remedy."""
    reading = _open(path, out)
    if reading is None:
        return 2
    problems = lint_covenant(reading)
    tell_problems(problems, out, file=path)
    if not problems and reading.covenant:
        print(f"{path}: in orde / in order\n{reading.covenant.hash}", file=out)
    return 1 if problems else 0


def show_file(path: Path, out: TextIO) -> int:
    """Print the arrangement and the party × data × purpose table of a covenant file."""
    reading = _open(path, out)
    if reading is None:
        return 2
    problems = lint_covenant(reading)
    covenant = reading.covenant
    if problems or covenant is None:
        # A table of a covenant that cannot be in force would show permissions that nobody has.
        tell_problems(problems, out, file=path)
        return 1
    print(f"{covenant.title}, versie {covenant.version}\n{covenant.hash}", file=out)
    for heading, sentences in arrangement_in_sentences(covenant):
        print(f"\n{heading}", file=out)
        for sentence in sentences:
            print(f"  {sentence}", file=out)
    _print_table(reading, out)
    return 0


def diff_files(old: Path, new: Path, out: TextIO) -> int:
    """Print what changes from one covenant file to another, as sentences."""
    before, after = _open(old, out), _open(new, out)
    if before is None or after is None:
        return 2
    for path, reading in ((old, before), (new, after)):
        tell_problems(reading.problems, out, file=path)
    if before.problems or after.problems:
        return 1
    changes = compare_covenants(before, after)
    for change in changes:
        print(f"{change.nl}\n    {change.en}", file=out)
    if not changes:
        print("Geen verschillen: dezelfde afspraken, dezelfde hash. / No differences: same hash.", file=out)
    return 1 if changes else 0


def write_documents(path: Path, folder: Path, out: TextIO) -> int:
    """Write every document of a covenant file to a folder, which is made when it is not there; 2 when it cannot."""
    reading = _open(path, out)
    if reading is None:
        return 2
    problems = lint_covenant(reading)
    if problems or reading.covenant is None:
        # A document of a covenant that cannot be in force would tell what nobody agreed.
        tell_problems(problems, out, file=path)
        return 1
    return write_files(Subject(reading.covenant), folder, out)


def write_files(subject: Subject, folder: Path, out: TextIO) -> int:
    """Write every document to the folder and print the name of each; 2 when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for made in every_document(subject):
            (folder / made.name).write_bytes(made.content)
            print(folder / made.name, file=out)
    except OSError as error:
        print(f"{folder}: niet te schrijven / cannot be written ({error.strerror})", file=out)
        return 2
    return 0


def _open(path: Path, out: TextIO) -> Reading | None:
    try:
        return read_covenant(path.read_bytes())
    except OSError as error:
        print(f"{path}: niet te openen / cannot be opened ({error.strerror})", file=out)
        return None


def _print_table(reading: Reading, out: TextIO) -> None:
    if reading.covenant is None:
        return
    print("\nWie krijgt wat, waarvoor", file=out)
    for row in (*exchanges(reading.covenant), *own_uses(reading.covenant)):
        who = f"{row.sender} → {row.recipient}" if row.recipient else row.sender
        ground = "; ".join(part for part in (row.ground, row.special_ground) if part)
        print(f"\n  {row.id} (artikel {row.article})  {who}", file=out)
        print(f"     doel: {row.purpose} ({ground})", file=out)
        print(f"     bewaren: {row.kept}", file=out)
        for condition in row.conditions:
            print(f"     alleen als: {condition}", file=out)
        for one in row.data:
            print(f"     - {one.name}: {', '.join(one.fields)}", file=out)
