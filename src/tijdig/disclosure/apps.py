"""The room as a Django app."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """The only door through which personal data reaches a person or organisation."""

    name = "tijdig.disclosure"
    label = "disclosure"
