"""The room as a Django app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Cases: who is helped first and why, what was tried, offered, agreed, and how it ended."""

    name = "tijdig.casework"
    label = "casework"
