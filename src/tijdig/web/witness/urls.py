"""Addresses of the witness feed: plain files of hashes and signatures, open to everyone (T3)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from tijdig.web.witness import feed

app_name = "witness"
urlpatterns = [
    path("getuige/<slug:code>/key.txt", login_not_required(feed.key), name="key"),
    path("getuige/<slug:code>/checkpoint", login_not_required(feed.checkpoint), name="checkpoint"),
    path("getuige/<slug:code>/<path:tile_path>", login_not_required(feed.tile), name="tile"),
]
