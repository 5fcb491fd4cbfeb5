"""The room as a Django app."""

from django.apps import AppConfig


class MeetingConfig(AppConfig):
    """The monthly case meeting."""

    name = "tijdig.meeting"
    label = "meeting"
