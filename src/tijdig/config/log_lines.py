"""Log lines without personal data (L6): time, level, logger and a code; of an exception its type and place only."""

from __future__ import annotations

import logging
import re

from tijdig.problems import place_of

_LONG_DIGITS = re.compile(r"\d{6,}")
_MAIL_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


class CodesOnlyFormatter(logging.Formatter):
    """Format a record without values: digits and addresses masked, exceptions as type and position, no locals."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; a traceback becomes ``Type at file:line < file:line`` without its message."""
        text = _MAIL_ADDRESS.sub("<address>", _LONG_DIGITS.sub("<number>", record.getMessage()))
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {text}"
        if record.exc_info and record.exc_info[1] is not None:
            line += f" [{place_of(record.exc_info[1])}]"
        return line
