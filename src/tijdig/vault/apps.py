"""The room as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Keys, sealed rows, blind indexes: a copy of the database tells nothing, and what is erased stays erased."""

    name = "tijdig.vault"
    label = "vault"
