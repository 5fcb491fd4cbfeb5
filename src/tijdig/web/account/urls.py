"""Addresses under ``/account/`` that are our own; :mod:`signing_in` holds those of allauth."""

from __future__ import annotations

from django.urls import path

from tijdig.web.account import arriving, views

app_name = "account"
urlpatterns = [
    path("rol/", views.role, name="role"),
    path("profiel/", views.profile, name="profile"),
    path("uitnodiging/<str:token>/", arriving.invitation, name="invitation"),
    path("demo/<str:token>/", arriving.demo, name="demo"),
]
