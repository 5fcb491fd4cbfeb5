"""The room as a Django app."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """Who is meant: match address and person, find patterns, leave doubts to people."""

    name = "tijdig.linkage"
    label = "linkage"
