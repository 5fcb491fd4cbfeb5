"""The room as a Django app."""

from django.apps import AppConfig


class RehearseConfig(AppConfig):
    """Trying a covenant on past deliveries: what it would have done, next to the one in force."""

    name = "tijdig.rehearse"
    label = "rehearse"
