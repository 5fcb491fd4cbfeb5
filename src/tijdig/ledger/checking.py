"""Check an export of a log, as a command: ``tijdig verify EXPORT``, or ``python verify.pyz EXPORT`` on a bare machine.

Needs nothing of the application but the pure rules: no Django, no database, no settings.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO
from zipfile import BadZipFile

from tijdig.ledger.exports import CHECKPOINT, KEY, Export, Files, open_files
from tijdig.ledger.rules import verdicts
from tijdig.ledger.rules.checkpoint import Malformed, VerifierKey, read_verifier_key
from tijdig.ledger.rules.verdicts import Report, found
from tijdig.ledger.rules.verifying import verify


def check_files(files: Files, key: VerifierKey | None = None, kept: Sequence[str] = ()) -> Report:
    """Return what a check of an export finds, under ``key`` or else under the key that lies in the export.

    ``kept`` are signed notes that someone kept from before (T3).
    """
    export = Export(files, key)
    wrong = [found(verdicts.KEY_UNREADABLE, KEY)] if export.key != export.key_inside or not export.key else []
    if export.key is None:
        return Report("", 0, 0, findings=tuple(wrong))
    if not export.is_newest_at_hand():
        wrong.append(found(verdicts.CHECKPOINT_ALTERED, CHECKPOINT))
    report = verify(export, export.key, kept)
    return replace(report, findings=(*wrong, *report.findings))


def tell(report: Report, key: VerifierKey | None, out: TextIO) -> int:
    """Print a report, a line per finding; returns the exit code: 0 when the log is sound, 1 when not."""
    print(
        f"{report.origin}: {report.size} regels, {report.checkpoints} handtekeningen gecontroleerd", file=out
    )
    if key is not None:
        print(f"sleutel / key: {key}", file=out)
    for authority, count in report.redacted.items():
        print(f"{verdicts.Verdict.REDACTED}  {authority}: {count}", file=out)
    for finding in report.findings:
        print(finding, file=out)
    if report.is_sound:
        print(
            "ok  niets veranderd, niets weg, niets verplaatst / nothing altered, missing or moved", file=out
        )
    return 0 if report.is_sound else 1


def read_key(text: str) -> VerifierKey:
    """Return a key given as such or as a file that holds it; raises :class:`Malformed` or ``OSError``."""
    path = Path(text)
    return read_verifier_key(path.read_text(encoding="utf-8").strip() if path.is_file() else text)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Check an export as the command line asked; 1 also when it cannot be read."""
    try:
        key = read_key(args.key) if args.key else None
        kept = [path.read_text(encoding="utf-8") for path in args.witness]
        files = open_files(args.export)
        report = check_files(files, key, kept)
    except (OSError, BadZipFile, Malformed, UnicodeDecodeError) as error:
        print(f"niet te lezen / cannot be read: {error}", file=out)
        return 1
    if key is None:
        print("Vergelijk de sleutel met die u eerder kreeg: deze lag bij de export zelf.", file=out)
        print(
            "Compare the key with the one you were given before: this one lay in the export itself.", file=out
        )
    return tell(report, key or Export(files).key_inside, out)
