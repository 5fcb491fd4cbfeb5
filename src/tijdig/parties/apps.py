"""The room as a Django app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Organisations, people, roles and sign-in."""

    name = "tijdig.parties"
    label = "parties"
