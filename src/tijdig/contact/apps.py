"""The room as a Django app."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """Contact with the tenant."""

    name = "tijdig.contact"
    label = "contact"
