"""Addresses of a municipality's style sheet and logo."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from tijdig.web.house_style import views

app_name = "house_style"

urlpatterns = [
    path("stijl.css", login_not_required(views.sheet), name="sheet"),
    path("logo-<slug:scheme>.svg", login_not_required(views.logo), name="logo"),
]
