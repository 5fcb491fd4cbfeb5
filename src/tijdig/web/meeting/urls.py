"""Addresses under ``/overleg/``."""

from __future__ import annotations

from django.urls import path

from tijdig.web.meeting import views

app_name = "meeting"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("plannen/", views.plan, name="plan"),
    path("<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("<uuid:meeting_id>/agenderen/", views.table, name="table"),
    path("<uuid:meeting_id>/<uuid:item_id>/afvoeren/", views.withdraw, name="withdraw"),
    path("<uuid:meeting_id>/<uuid:item_id>/besluit/", views.decide, name="decide"),
    path("<uuid:meeting_id>/<uuid:item_id>/klaar/", views.complete, name="complete"),
]
