"""The room as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What happened: every write and every release leaves a record here, in the same transaction."""

    name = "tijdig.ledger"
    label = "ledger"
