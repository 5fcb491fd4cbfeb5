"""The tree as tiles (C2SP tlog-tiles): rows of up to 256 hashes, from which every root and proof is made (T1, T3).

A tile at level *l* holds hashes of perfect subtrees of 256**l leaves; a full one is itself one hash of level *l* + 1.
Tiles only ever grow at the right. ``Tiles`` maps (level, index) to the bytes of that tile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tijdig.ledger.rules.merkle import HASH_BYTES, PerfectHash, edge_of, perfect_root

HEIGHT = 8
WIDTH = 1 << HEIGHT
FULL = WIDTH * HASH_BYTES
_PATH = re.compile(r"tile/(0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")

type ReadTile = Callable[[int, int], bytes]  # (level, index) → its hashes so far; b"" when there is none
type Tiles = Mapping[tuple[int, int], bytes]


class TileMissing(Exception):
    """A hash was needed that no tile holds; carries level and index of the tile."""

    def __init__(self, level: int, index: int) -> None:
        super().__init__(f"tile {level}/{index}")
        self.level = level
        self.index = index


@dataclass(frozen=True, slots=True)
class TileName:
    """Which tile, and how many hashes of it a tree of a certain size has."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        """Path under the log's address: ``tile/0/x001/234.p/5``."""
        number = f"{self.index:03d}"
        number = number.zfill(-(-len(number) // 3) * 3)
        parts = [number[at : at + 3] for at in range(0, len(number), 3)]
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{self.level}/{'/'.join([*(f'x{part}' for part in parts[:-1]), parts[-1]])}{partial}"


def read_tile_path(path: str) -> TileName | None:
    """Return which tile a path names, or None when it is not exactly the path of one."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    level, number, width = match.groups()
    name = TileName(int(level), int(number.replace("x", "").replace("/", "")), int(width or WIDTH))
    return name if name.path == path else None


def tiles_of(size: int) -> Iterator[TileName]:
    """Return every tile of a tree of ``size`` leaves, level by level, left to right; empty ones do not exist."""
    level, hashes = 0, size
    while hashes:
        for index in range(hashes >> HEIGHT):
            yield TileName(level, index, WIDTH)
        if hashes % WIDTH:
            yield TileName(level, hashes >> HEIGHT, hashes % WIDTH)
        level, hashes = level + 1, hashes >> HEIGHT


def split_hashes(tile: bytes) -> list[bytes]:
    """Return the hashes in a tile, left to right."""
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def tile_root(tile: bytes) -> bytes:
    """Return the one hash that a full tile is in the level above (``ValueError`` for a partial one)."""
    if len(tile) != FULL:
        raise ValueError("only a full tile has a place in the level above")
    return perfect_root(split_hashes(tile))


def perfect_from(read: ReadTile) -> PerfectHash:
    """Return a look-up of perfect subtrees that reads tiles; it raises :class:`TileMissing` for what is not there."""

    def perfect(height: int, number: int) -> bytes:
        level, below = divmod(height, HEIGHT)
        index, first = divmod(number << below, WIDTH)
        start, end = first * HASH_BYTES, (first + (1 << below)) * HASH_BYTES
        tile = read(level, index)
        if len(tile) < end:
            raise TileMissing(level, index)
        return perfect_root(split_hashes(tile[start:end]))

    return perfect


@dataclass(frozen=True, slots=True)
class Growth:
    """What adding leaves does: the root before and after, and the tiles that are new or longer."""

    old_root: bytes
    root: bytes
    tiles: Tiles


def grow(read: ReadTile, size: int, leaves: Sequence[bytes]) -> Growth:
    """Add leaves (already hashed) to a tree of ``size`` leaves that stands in tiles.

    Only the right edge is read, so what stands further left cannot change what comes out: when ``old_root`` is the
    root that was signed for ``size``, the new tree is consistent with it (T2). Raises :class:`TileMissing`.
    """
    edge = edge_of(perfect_from(read), size)
    old_root = edge.root()
    for leaf in leaves:
        edge.append(leaf)
    return Growth(old_root, edge.root(), _longer_tiles(read, size, leaves))


def _longer_tiles(read: ReadTile, size: int, leaves: Sequence[bytes]) -> Tiles:
    changed: dict[tuple[int, int], bytes] = {}
    level, hashes, new = 0, size, b"".join(leaves)
    while new:
        above = []
        while new:
            index, there = divmod(hashes, WIDTH)
            tile = read(level, index)[: there * HASH_BYTES] if there else b""
            room = FULL - len(tile)
            tile, new = tile + new[:room], new[room:]
            changed[level, index] = tile
            hashes = index * WIDTH + len(tile) // HASH_BYTES
            if len(tile) == FULL:
                above.append(tile_root(tile))
        level, size = level + 1, size >> HEIGHT
        hashes, new = size, b"".join(above)
    return changed
