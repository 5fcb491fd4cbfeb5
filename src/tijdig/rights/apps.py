"""The room as a Django app."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Informing the tenant, retention and erasure."""

    name = "tijdig.rights"
    label = "rights"
