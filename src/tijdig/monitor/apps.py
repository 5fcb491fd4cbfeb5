"""The room as a Django app."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """Figures: the month at a glance and the indicators of the evaluation."""

    name = "tijdig.monitor"
    label = "monitor"
