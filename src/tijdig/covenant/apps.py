"""The room as a Django app."""

from django.apps import AppConfig


class CovenantConfig(AppConfig):
    """What is agreed: covenant versions, and who accepted them."""

    name = "tijdig.covenant"
    label = "covenant"
