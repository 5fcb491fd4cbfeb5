"""Addresses under ``/account/`` that are our own; those of allauth stand beside them."""

from __future__ import annotations

from django.urls import path

from tijdig.web.account import views

app_name = "account"
urlpatterns = [
    path("rol/", views.role, name="role"),
]
