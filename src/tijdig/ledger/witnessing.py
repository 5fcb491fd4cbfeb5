"""Be a witness of a log (T3): ``tijdig witness URL|FOLDER --keep FILE``, run now and then, anywhere but at the log.

Needs no Django, no database and nobody's permission: what is fetched are hashes and signatures. The first look keeps
the key and the checkpoint; every later one keeps the newest checkpoint only when it goes on from the one that was kept.
"""

from __future__ import annotations

import argparse
import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO
from zipfile import BadZipFile

from tijdig.ledger.checking import read_key, tell
from tijdig.ledger.exports import CHECKPOINT, KEY, open_files
from tijdig.ledger.rules.checkpoint import Malformed, VerifierKey, open_checkpoint, read_verifier_key
from tijdig.ledger.rules.tiles import ReadTile
from tijdig.ledger.rules.verdicts import Report
from tijdig.ledger.rules.witnessing import compare_with_kept, tile_for

_MOST_BYTES = 64 * 1024  # a tile has 8 KB, a checkpoint less than one
_PATIENCE_SECONDS = 30


class Feed:
    """Where a log shows its checkpoint and tiles: an address or a folder (or zip) with an export."""

    def __init__(self, where: str) -> None:
        """Take an ``http(s)`` address or a path; raises ``OSError`` or ``BadZipFile`` for a path with nothing."""
        self.address = where.rstrip("/") if where.startswith(("https://", "http://")) else None
        self.files = None if self.address else open_files(Path(where))

    def read(self, name: str) -> bytes:
        """Return a file of the feed, b"" when it is not there; raises ``OSError`` when the address does not answer."""
        if self.files is not None:
            return self.files.read(name) or b""
        request = urllib.request.Request(f"{self.address}/{name}")  # noqa: S310 - http and https only, see above
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310 - the same
                content: bytes = answer.read(_MOST_BYTES)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return b""
            raise
        return content

    def newest(self) -> str:
        """Return the newest signed note, "" when there is none."""
        return self.read(CHECKPOINT).decode(errors="replace")


def tiles_for(feed: Feed, size: int) -> ReadTile:
    """Return a look-up of the tiles of a feed whose log has this many records."""

    def tile(level: int, index: int) -> bytes:
        name = tile_for(size, level, index)
        return feed.read(name.path) if name else b""

    return tile


def look(feed: Feed, key: VerifierKey, kept: str | None) -> tuple[str, Report]:
    """Return the newest signed note of a log, and what holding it against the kept one finds."""
    note = feed.newest()
    newest = open_checkpoint(note, key)
    return note, compare_with_kept(note, kept, key, tiles_for(feed, newest.size if newest else 0))


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Look once; 0 when the log goes on from what was kept, 1 when it does not or cannot be read."""
    try:
        feed = Feed(args.feed)
        key = _key(args, feed)
        kept = args.keep.read_text(encoding="utf-8") if args.keep.exists() else None
        note, report = look(feed, key, kept)
        code = tell(report, key, out)
        if report.is_sound:
            _keep(_key_file(args.keep), f"{key}\n")
            _keep(args.keep, note)
    except (OSError, BadZipFile, Malformed, UnicodeDecodeError) as error:
        print(f"niet te lezen / cannot be read: {error}", file=out)
        return 1
    return code


def _key(args: argparse.Namespace, feed: Feed) -> VerifierKey:
    """Return the key that was kept, or given, or (the first time only) the one that the log shows."""
    if _key_file(args.keep).exists():
        kept = read_key(str(_key_file(args.keep)))
        if args.key and read_key(args.key) != kept:
            raise Malformed("the key that you kept is another one")
        return kept
    return read_key(args.key) if args.key else read_verifier_key(feed.read(KEY).decode().strip())


def _key_file(keep: Path) -> Path:
    return keep.with_name(f"{keep.name}.key")


def _keep(path: Path, text: str) -> None:
    """Write a file whole or not at all, so that a stop halfway leaves what was kept."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
