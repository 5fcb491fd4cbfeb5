"""Print what waits: each letter leaves as an attempt, and comes as PDF to print, in one archive (R35)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.contact.queries.messages import batch_of
from tijdig.contact.services.sending import print_messages
from tijdig.problems import Problem


@dataclass(frozen=True, slots=True)
class Printed:
    """The archive (empty when nothing left), how many are in it, and why others stayed behind."""

    archive: bytes
    count: int
    problems: tuple[Problem, ...]


@transaction.atomic
def print_batch(*, actor: Actor, message_ids: Sequence[UUID]) -> Printed:
    """Count these letters and cards as sent, and return their PDFs; when no PDF can be made, nothing is counted."""
    left = print_messages(actor=actor, message_ids=message_ids)
    gone = [one.message for one in left if not one.problems]
    problems = {problem.code: problem for one in left for problem in one.problems}
    archive = _packed(batch_of(actor, gone), timezone.localtime()) if gone else b""
    return Printed(archive, len(gone), tuple(problems.values()))


def _packed(files: Sequence[tuple[str, bytes]], at: datetime) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files:
            archive.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), file)
    return content.getvalue()
