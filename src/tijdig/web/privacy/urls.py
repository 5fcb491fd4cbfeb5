"""Addresses of the privacy officer's desk."""

from __future__ import annotations

from django.urls import path

from tijdig.web.privacy import views

app_name = "privacy"
urlpatterns = [
    path("logboek/", views.log, name="log"),
    path("logboek/spoor/<uuid:trace_id>/", views.trace, name="trace"),
]
