"""The room as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, per audience; thin views over the rooms."""

    name = "tijdig.web"
    label = "web"
