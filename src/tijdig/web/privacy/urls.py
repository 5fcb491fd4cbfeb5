"""Addresses under ``/logboek/``."""

from __future__ import annotations

from django.urls import path

from tijdig.web.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.log, name="log"),
]
