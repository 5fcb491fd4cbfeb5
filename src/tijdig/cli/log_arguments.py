"""The commands around the log: seal, export, check, witness."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from tijdig.cli import runners
from tijdig.ledger import checking_arguments


def add_log(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands for the log."""
    seal = commands.add_parser("seal", help="give waiting log records their place, and sign for them")
    seal.add_argument("--keep-on", action="store_true", help="every minute, until stopped")
    seal.set_defaults(run=runners.with_django("seal"))
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
    export.set_defaults(run=runners.with_django("export_the_log"))
    verify = commands.add_parser("verify", help="check an export of the log, or the log in the database")
    checking_arguments.of_export(verify)
    verify.add_argument("--database", action="store_true", help="check the log in the database instead")
    verify.add_argument("--controller", default="", metavar="CODE", help="with --database: this one only")
    verify.set_defaults(run=runners.verify)
    receipt = commands.add_parser("verify-receipt", help="check a receipt that a partner got, offline")
    checking_arguments.of_receipt(receipt)
    receipt.set_defaults(run=runners.verify_receipt)
    witness = commands.add_parser("witness", help="keep a log's newest checkpoint, if it goes on from yours")
    checking_arguments.of_witness(witness)
    witness.set_defaults(run=runners.witness)
