"""Addresses under ``/mensen/``."""

from __future__ import annotations

from django.urls import path

from tijdig.web.people import systems, views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("rol/<uuid:assignment_id>/beeindigen/", views.end_role, name="end_role"),
    path("persoon/<uuid:person_id>/uitschakelen/", views.disable, name="disable"),
    path("systemen/", systems.systems, name="systems"),
    path("systemen/<uuid:client_id>/beeindigen/", systems.end_system, name="end_system"),
    path("uitnodiging/<uuid:invitation_id>/intrekken/", views.withdraw, name="withdraw"),
]
