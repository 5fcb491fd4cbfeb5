"""The room as a Django app."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """The resident register and benefit facts: facts only, as long as triage needs them."""

    name = "tijdig.residents"
    label = "residents"
