"""What the commands that check a log take: apart from what they do, so that every other command starts fast."""

from __future__ import annotations

import argparse
from pathlib import Path


def of_export(parser: argparse.ArgumentParser) -> None:
    """Add what checking an export takes to its parser."""
    parser.add_argument("export", type=Path, nargs="?", default=Path(), help="folder or zip of the export")
    _add_key_and_kept(parser)


def of_receipt(parser: argparse.ArgumentParser) -> None:
    """Add what checking a receipt takes to its parser."""
    parser.add_argument("file", type=Path, help="the receipt (PDF), or its proof by itself (JSON)")
    _add_key_and_kept(parser)
    parser.add_argument(
        "--log", metavar="URL|FOLDER", help="with --witness: where the log shows its hashes, or an export"
    )


def of_witness(parser: argparse.ArgumentParser) -> None:
    """Add what a look as a witness takes to its parser."""
    parser.add_argument("feed", metavar="URL|FOLDER", help="where the log shows its checkpoint and tiles")
    parser.add_argument("--keep", type=Path, required=True, metavar="FILE", help="the checkpoint you keep")
    parser.add_argument("--key", help="the log's key, the first time; by default the one that the log shows")


def _add_key_and_kept(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", help="the log's key as you were given it earlier, or a file that holds it")
    parser.add_argument(
        "--witness", type=Path, action="append", default=[], metavar="FILE", help="a checkpoint that you kept"
    )
