"""Addresses for who checks the log: the feed, open to everyone (T3), and the page to check a receipt (T4)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from tijdig.web.witness import feed, receipts

app_name = "witness"
urlpatterns = [
    path("bewijs-controleren/", receipts.receipt, name="receipt"),
    path("getuige/verify.pyz", login_not_required(receipts.verifier_file), name="verifier"),
    path("getuige/<slug:code>/key.txt", login_not_required(feed.key), name="key"),
    path("getuige/<slug:code>/checkpoint", login_not_required(feed.checkpoint), name="checkpoint"),
    path("getuige/<slug:code>/<path:tile_path>", login_not_required(feed.tile), name="tile"),
]
