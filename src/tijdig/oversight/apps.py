"""The room as a Django app."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The privacy officer's desk: searching and reviewing the logs, overdue duties, breaches."""

    name = "tijdig.oversight"
    label = "oversight"
