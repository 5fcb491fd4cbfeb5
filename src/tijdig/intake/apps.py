"""The room as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Deliveries: read the table, map its columns, check its rows, keep what may be kept as signals."""

    name = "tijdig.intake"
    label = "intake"
