"""The room as a Django app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """What a partner hears back, and nothing more."""

    name = "tijdig.feedback"
    label = "feedback"
