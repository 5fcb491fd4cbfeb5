"""The web entry point for gunicorn."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tijdig.config.settings")
application = get_wsgi_application()

from django.db import connections  # noqa: E402 - once Django is set up

from tijdig.config.settling import settle  # noqa: E402
from tijdig.restoring import refuse_when_behind  # noqa: E402

refuse_when_behind()
settle()
connections.close_all()  # what was opened here is not for the workers that are forked from this process
