"""T3: the witness feed is open, in the form of the standard, and holds hashes and signatures only."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.ledger.world import SYSTEM, WEERT, sealed, tell
from tijdig.ledger.keys import key_of
from tijdig.ledger.models import SignedCheckpoint
from tijdig.ledger.queries import tile_reader

pytestmark = pytest.mark.django_db


def test_t3_the_newest_checkpoint_and_the_key_are_shown_to_everyone(client: Client) -> None:
    sealed(3, 5)

    answer = client.get(reverse("witness:checkpoint", args=[WEERT]))

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content.decode() == SignedCheckpoint.objects.get(size=8).note
    assert client.get("/getuige/0988/key.txt").content.decode() == f"{key_of(WEERT)}\n"


def test_t3_tiles_are_shown_full_and_as_far_as_they_go(client: Client) -> None:
    sealed(300)
    read = tile_reader(WEERT)

    assert client.get("/getuige/0988/tile/0/000").content == read(0, 0)
    answer = client.get("/getuige/0988/tile/0/001.p/44")
    assert (answer["Content-Type"], answer.content) == ("application/octet-stream", read(0, 1))
    assert client.get("/getuige/0988/tile/0/001.p/7").content == read(0, 1)[: 7 * 32]
    assert client.get("/getuige/0988/tile/1/000.p/1").content == read(1, 0)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001", "tile/0/001.p/45", "tile/0/002.p/1", "tile/0/1", "tile/0/000.p/0", "tile/9/000.p/1",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999.p/1", "tile/entries/000", "tile/", "records.jsonl",
    ],
)  # fmt: skip
def test_what_is_not_a_tile_of_the_log_is_not_found(client: Client, path: str) -> None:
    sealed(300)

    assert client.get(f"/getuige/0988/{path}").status_code == 404


def test_a6_an_unknown_log_and_one_that_was_never_sealed_are_the_same(client: Client) -> None:
    tell(1, actor=SYSTEM)

    for code in ("0988", "9999", "nowhere"):
        for path in ("checkpoint", "key.txt", "tile/0/000.p/1"):
            assert client.get(f"/getuige/{code}/{path}").status_code == 404


def test_the_feed_is_read_only(client: Client) -> None:
    sealed(1)

    assert client.post("/getuige/0988/checkpoint").status_code == 405
