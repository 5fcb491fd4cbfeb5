"""The tree in tiles (C2SP tlog-tiles): names, widths, growth in any steps, and proofs made of nothing but tiles."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.test_merkle import among, leaves
from tijdig.ledger.rules.merkle import inclusion_proof, range_root
from tijdig.ledger.rules.tiles import (
    FULL,
    Growth,
    TileMissing,
    TileName,
    grow,
    perfect_from,
    read_tile_path,
    tile_root,
    tiles_of,
)


@cache
def all_leaves() -> list[bytes]:
    """More than two levels of tiles; made when the first test asks for them."""
    return leaves(66_000)


class Kept:
    """Tiles as they would be stored."""

    def __init__(self) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.size = 0

    def read(self, level: int, index: int) -> bytes:
        return self.tiles.get((level, index), b"")

    def add(self, more: int) -> Growth:
        grown = grow(self.read, self.size, all_leaves()[self.size : self.size + more])
        for name, hashes in grown.tiles.items():
            assert hashes.startswith(self.tiles.get(name, b""))  # tiles only grow
            self.tiles[name] = hashes
        self.size += more
        return grown


def kept(size: int) -> Kept:
    tree = Kept()
    tree.add(size)
    return tree


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (TileName(0, 0, 256), "tile/0/000"),
        (TileName(0, 273, 112), "tile/0/273.p/112"),
        (TileName(1, 1234067, 256), "tile/1/x001/x234/067"),
        (TileName(2, 1000, 1), "tile/2/x001/000.p/1"),
    ],
)
def test_a_tile_has_one_path(name: TileName, path: str) -> None:
    assert name.path == path
    assert read_tile_path(path) == name


@pytest.mark.parametrize(
    "path",
    [
        "", "tile/0", "tile/00/000", "tile/0/0", "tile/0/0000", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/300", "tile/0/x000/000", "tile/0/001/000", "tile/64a/000", "tile/0/000\n", "tile/0/../000",
        "tile/entries/000",
    ],
)  # fmt: skip
def test_what_is_not_exactly_a_path_names_no_tile(path: str) -> None:
    assert read_tile_path(path) is None


def test_the_tiles_of_the_standard_example() -> None:
    names = list(tiles_of(70_000))

    assert sum(name.level == 0 and name.width == 256 for name in names) == 273
    assert [name for name in names if name.width < 256] == [
        TileName(0, 273, 112), TileName(1, 1, 17), TileName(2, 0, 1),
    ]  # fmt: skip
    assert list(tiles_of(256)) == [TileName(0, 0, 256), TileName(1, 0, 1)]
    assert list(tiles_of(0)) == []


@given(st.lists(st.integers(1, 700), max_size=6))
def test_t1_a_tree_that_grows_in_steps_stands_in_the_same_tiles(steps: list[int]) -> None:
    tree = Kept()
    for more in steps:
        before = tree.size
        grown = tree.add(more)
        assert grown.old_root == range_root(among(all_leaves()), 0, before)
        assert grown.root == range_root(among(all_leaves()), 0, tree.size)

    assert tree.tiles == (kept(tree.size).tiles if steps else {})
    assert {
        (name.level, name.index): len(tree.tiles[name.level, name.index]) // 32
        for name in tiles_of(tree.size)
    } == {(name.level, name.index): name.width for name in tiles_of(tree.size)}


def test_t1_a_tree_of_three_levels_and_its_proofs() -> None:
    tree = kept(65_536)
    tree.add(300)

    assert set(tree.tiles) == {(name.level, name.index) for name in tiles_of(65_836)}
    assert range_root(perfect_from(tree.read), 0, 65_836) == range_root(among(all_leaves()), 0, 65_836)
    assert inclusion_proof(perfect_from(tree.read), 40_001, 65_836) == inclusion_proof(
        among(all_leaves()), 40_001, 65_836
    )


def test_t2_growing_reads_the_right_edge_only_and_tells_what_it_stood_on() -> None:
    tree = kept(700)
    honest = tree.add(10)
    tree = kept(700)
    changed = bytearray(tree.tiles[0, 2])
    changed[0] ^= 1
    tree.tiles[0, 2] = bytes(changed)

    assert tree.add(10).old_root != honest.old_root


def test_a_missing_tile_is_named() -> None:
    tree = kept(700)
    del tree.tiles[0, 2]

    with pytest.raises(TileMissing, match="tile 0/2"):
        tree.add(1)


def test_only_a_full_tile_stands_in_the_level_above() -> None:
    assert tile_root(b"".join(all_leaves()[:256])) == range_root(among(all_leaves()), 0, 256)
    with pytest.raises(ValueError, match="full tile"):
        tile_root(b"".join(all_leaves()[:255]))
    assert FULL == 8_192
