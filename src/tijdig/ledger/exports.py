"""A log outside the database: the files of an export, in a folder or a zip, written and read back without Django.

| file | holds |
|---|---|
| ``key.txt`` | the log's public key, one line (C2SP signed-note verifier key) |
| ``records.jsonl`` | one line per place, see ``rules.lines`` |
| ``checkpoints.jsonl`` | every signed note, oldest first, each a JSON string |
| ``checkpoint`` and ``tile/…`` | the newest note and the tiles, as the witness feed serves them |
| ``verify.pyz``, ``LEESMIJ.txt`` | the check itself, for a machine with nothing but Python, and how to run it |
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from tijdig.ledger.rules.checkpoint import Malformed, VerifierKey, open_checkpoint, read_verifier_key
from tijdig.ledger.rules.lines import Entry, read_line, write_line
from tijdig.ledger.rules.merkle import HASH_BYTES
from tijdig.ledger.rules.tiles import HEIGHT, WIDTH, TileName, tiles_of
from tijdig.ledger.rules.verifying import Source, Unreadable

KEY, RECORDS, CHECKPOINTS, CHECKPOINT = "key.txt", "records.jsonl", "checkpoints.jsonl", "checkpoint"
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


class Files(Protocol):
    """A folder or a zip with the files of an export."""

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes; None when it is not there or cannot be read."""

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield a file's lines with their ends; stops where it can be read no further."""


class FolderFiles:
    """The files of an export in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, or None."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield a file's lines."""
        try:
            with (self.folder / name).open("rb") as file:
                yield from file
        except OSError:
            return


class ZipFiles:
    """The files of an export in a zip."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, or None."""
        try:
            return self.zip.read(name)
        except (KeyError, *_UNREADABLE):
            return None

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield a file's lines."""
        try:
            with self.zip.open(name) as file:
                yield from file
        except (KeyError, *_UNREADABLE):
            return


def open_files(path: Path) -> Files:
    """Return the files of an export; raises ``OSError`` when there is nothing, ``BadZipFile`` for what is no zip."""
    return FolderFiles(path) if path.is_dir() else ZipFiles(path)


class Export:
    """An export as something to verify, under a key that was given or else the one that lies in it."""

    def __init__(self, files: Files, key: VerifierKey | None = None) -> None:
        self.files = files
        self.key_inside = _key_in(files.read(KEY) or b"")
        self.key = key or self.key_inside
        self._notes = [_note_in(line) for line in files.lines(CHECKPOINTS)]
        opened = (open_checkpoint(note, self.key) for note in reversed(self._notes) if self.key)
        self._size = next((one.size for one in opened if one), 0)

    def notes(self) -> list[str]:
        """Return the signed notes; a line that is not one JSON string, written in one way, is an empty note."""
        return self._notes

    def is_newest_at_hand(self) -> bool:
        """Say whether the file ``checkpoint`` is the last of the row."""
        newest = self.files.read(CHECKPOINT)
        return newest == self._notes[-1].encode() if self._notes else newest is None

    def tile(self, level: int, index: int) -> bytes:
        """Return a tile as the last checkpoint that holds needs it; of a tile that grew since, its beginning."""
        width = min(WIDTH, max(0, (self._size >> HEIGHT * level) - index * WIDTH))
        for wider in range(max(width, 1), WIDTH + 1):
            tile = self.files.read(TileName(level, index, wider).path)
            if tile is not None:
                return tile if wider == width else tile[: width * HASH_BYTES]
        return b""

    def entries(self) -> Iterator[Entry | Unreadable]:
        """Yield what each line says; one that cannot be read stands at the place after the one before."""
        for line in self.files.lines(RECORDS):
            try:
                yield read_line(line[:-1] if line.endswith(b"\n") else b"")
            except Malformed:
                yield Unreadable(None)


def _key_in(line: bytes) -> VerifierKey | None:
    try:
        text = line.decode()
        return read_verifier_key(text[:-1]) if text.endswith("\n") else None
    except (UnicodeDecodeError, Malformed):
        return None


def _note_in(line: bytes) -> str:
    try:
        note = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    return note if isinstance(note, str) and write_note(note) == line else ""


def write_note(note: str) -> bytes:
    """Return a signed note as a line of ``checkpoints.jsonl``."""
    return json.dumps(note, ensure_ascii=False).encode() + b"\n"


def export_files(source: Source, key: VerifierKey) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield each file of an export: its name, and its content in pieces.

    Holds what was signed for; what waits for its place is not in it. What cannot be read in the source becomes a line
    that cannot be read in the export.
    """
    notes = list(source.notes())
    last = open_checkpoint(notes[-1], key) if notes else None
    size = last.size if last else 0
    yield KEY, [f"{key}\n".encode()]
    yield CHECKPOINTS, map(write_note, notes)
    if notes:
        yield CHECKPOINT, [notes[-1].encode()]
    yield (
        RECORDS,
        ((b"" if isinstance(entry, Unreadable) else write_line(entry)) + b"\n" for entry in source.entries()),
    )
    for name in tiles_of(size):
        yield name.path, [source.tile(name.level, name.index)]
    yield "verify.pyz", [verifier()]
    yield "LEESMIJ.txt", [HOW_TO_CHECK.encode()]


def verifier() -> bytes:
    """Return the check as one file that Python runs by itself (``python verify.pyz EXPORT``, or a receipt)."""
    package = Path(__file__).parent.parent
    modules = [
        package / "__init__.py",
        package / "problems.py",
        package / "ledger" / "__init__.py",
        package / "ledger" / "exports.py",
        *(
            package / "ledger" / f"{name}.py"
            for name in ("bare", "checking", "checking_arguments", "receipt_checking", "witnessing")
        ),
        *sorted((package / "ledger" / "rules").glob("*.py")),
    ]
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for module in modules:
            archive.writestr(
                zipfile.ZipInfo(f"tijdig/{module.relative_to(package).as_posix()}"), module.read_bytes()
            )
        archive.writestr(
            zipfile.ZipInfo("__main__.py"),
            "import sys\n\nfrom tijdig.ledger.bare import main\n\nsys.exit(main())\n",
        )
    return file.getvalue()


HOW_TO_CHECK = """Dit is een export van het logboek van Tijdig. Er staan geen namen, adressen, nummers of bedragen in.

Controleer hem met Python 3.12 of nieuwer, zonder iets te installeren:

    python verify.pyz .

Vergelijk de sleutel met die u eerder van de gemeente kreeg, of geef die mee met --key. Hebt u als partner eerder een
handtekening bewaard, geef die mee met --witness: dan ziet u ook of het logboek is ingekort of opnieuw geschreven. Wie
dit bestand niet vertrouwt, haalt verify.pyz uit een eigen kopie van Tijdig.

This is an export of the log of Tijdig. Check it with the command above; compare the key with the one you were given
before, and pass a checkpoint that you kept with --witness.
"""


def write_folder(files: Iterable[tuple[str, Iterable[bytes]]], folder: Path) -> None:
    """Write an export into a new folder, readable by its owner only; raises ``FileExistsError`` when it is there."""
    folder.mkdir(mode=0o700)
    for name, pieces in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("wb") as file:
            file.writelines(pieces)


def write_zip(files: Iterable[tuple[str, Iterable[bytes]]], path: Path) -> None:
    """Write an export into a new zip, readable by its owner only; raises ``FileExistsError`` when it is there."""
    with path.open("xb") as file:
        path.chmod(0o600)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, pieces in files:
                with _zipped(archive, name) as part:
                    part.writelines(pieces)


@contextmanager
def _zipped(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    with archive.open(name, "w", force_zip64=True) as part:
        yield part
