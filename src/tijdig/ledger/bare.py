"""What ``python verify.pyz FILE`` does: check an export of a log, or a receipt, with nothing but Python at hand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tijdig.ledger import checking, checking_arguments, receipt_checking

_RECEIPT = (b"%PDF", b"{")  # how a receipt or its proof begins; an export is a folder or a zip


def main(argv: Sequence[str] | None = None) -> int:
    """Look at what the argument is, and check it; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="verify.pyz", description="Check an export of the log of Tijdig, or a receipt (PDF or JSON)."
    )
    if any(map(_is_receipt, arguments)):
        checking_arguments.of_receipt(parser)
        return receipt_checking.run(parser.parse_args(arguments), sys.stdout)
    checking_arguments.of_export(parser)
    return checking.run(parser.parse_args(arguments), sys.stdout)


def _is_receipt(argument: str) -> bool:
    try:
        with Path(argument).open("rb") as file:
            return file.read(4).startswith(_RECEIPT)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
