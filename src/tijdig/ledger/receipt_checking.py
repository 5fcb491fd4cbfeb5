"""Check a receipt, as a command: ``tijdig verify-receipt FILE``, or ``python verify.pyz FILE`` on a bare machine (T4).

Needs nothing of the application but the pure rules: no Django, no database, no settings.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO
from zipfile import BadZipFile

from tijdig.ledger.checking import read_key
from tijdig.ledger.rules.checkpoint import Malformed, open_checkpoint
from tijdig.ledger.rules.receipt import File, check_receipt, read_receipt
from tijdig.ledger.rules.tiles import ReadTile
from tijdig.ledger.rules.verdicts import Finding
from tijdig.ledger.witnessing import Feed, tiles_for

MOST_BYTES = 5 * 1024 * 1024  # a receipt has some 50 kB


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Check a receipt as the command line asked; 0 when all holds, 1 when not or when it cannot be read."""
    try:
        key = read_key(args.key) if args.key else None
        kept = [path.read_text(encoding="utf-8") for path in args.witness]
        file = read_receipt(_content(args.file))
        read = _tiles(args.log, file, kept) if args.log else None
        findings = check_receipt(file, key, kept, read)
    except (OSError, BadZipFile, Malformed, UnicodeDecodeError) as error:
        print(f"niet te lezen / cannot be read: {error}", file=out)
        return 1
    if key is None:
        print("Vergelijk de sleutel met die u eerder kreeg: deze lag bij het bewijs zelf.", file=out)
        print(
            "Compare the key with the one you were given before: this one lay in the receipt itself.",
            file=out,
        )
    return _tell(file, findings, out)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Malformed("larger than any receipt")
    return content


def _tiles(where: str, file: File, kept: list[str]) -> ReadTile:
    """Return the tiles as the newest of the log, the receipt and what was kept need them."""
    key = file.proof.key
    feed = Feed(where)
    opened = (open_checkpoint(note, key) for note in (feed.newest(), file.proof.checkpoint, *kept))
    return tiles_for(feed, max((one.size for one in opened if one), default=0))


def _shown(value: object) -> str:
    """Return a value of the file as text that cannot steer the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(value))


def _tell(file: File, findings: tuple[Finding, ...], out: TextIO) -> int:
    """Print what the receipt says and how it is found; returns the exit code."""
    proof, told = file.proof, file.proof.told
    print(f"{proof.key.name}: regel {proof.position}, vastgelegd op {_shown(told.get('at'))}", file=out)
    print(f"controlecode / check code: {_shown(told.get('code'))}", file=out)
    print(f"convenant: {_shown(told.get('covenant'))}", file=out)
    print(f"sleutel / key: {proof.key}", file=out)
    for name, value in proof.content.items():
        print(f"    {_shown(name)}: {_shown(value)}", file=out)
    for finding in findings:
        print(finding, file=out)
    if not findings:
        print("ok  zo vastgelegd, en niets veranderd / recorded so, and nothing altered", file=out)
    if file.pages is None:
        print("Dit is het bewijs zonder de bladzijden: vergelijk ze met wat hierboven staat.", file=out)
        print("This is the proof without the pages: compare them with what stands above.", file=out)
    return 1 if findings else 0
