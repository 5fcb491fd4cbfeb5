"""Addresses under ``/verwijzingen/``."""

from __future__ import annotations

from django.urls import path

from tijdig.web.partner import views

app_name = "partner"
urlpatterns = [
    path("", views.referrals, name="referrals"),
    path("<uuid:referral_id>/", views.referral, name="referral"),
    path("<uuid:referral_id>/op-naam/", views.take, name="take"),
    path("<uuid:referral_id>/werk/", views.write, name="write"),
    path("<uuid:referral_id>/<slug:slug>/", views.answer, name="answer"),
]
