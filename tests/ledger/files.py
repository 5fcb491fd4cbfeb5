"""An export in memory, to change and to check."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ledger.world import WEERT
from tijdig.ledger.exports import export_files
from tijdig.ledger.keys import key_of
from tijdig.ledger.stored import StoredLog


class MemoryFiles(dict[str, bytes]):
    """The files of an export by name."""

    def read(self, name: str) -> bytes | None:
        return self.get(name)

    def lines(self, name: str) -> Iterator[bytes]:
        return iter(self.get(name, b"").splitlines(keepends=True))


def exported(controller_id: str = WEERT) -> MemoryFiles:
    """Return the export of a log, without the check that comes with it."""
    files = export_files(StoredLog(controller_id), key_of(controller_id))
    kept = {name: b"".join(pieces) for name, pieces in files}
    return MemoryFiles(
        {name: content for name, content in kept.items() if name not in {"verify.pyz", "LEESMIJ.txt"}}
    )
