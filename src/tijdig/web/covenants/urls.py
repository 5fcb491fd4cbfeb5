"""Addresses under ``/convenanten/``."""

from __future__ import annotations

from django.urls import path

from tijdig.web.covenants import documents, views

app_name = "covenants"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:version_id>/", views.covenant, name="covenant"),
    path("<uuid:version_id>/tekenen/", views.sign, name="sign"),
    path("<uuid:version_id>/activeren/", views.activate, name="activate"),
    path("<uuid:version_id>/documenten/<slug:paper>/", documents.document, name="document"),
    path("<uuid:version_id>/documenten/<slug:paper>.<slug:form>", documents.download, name="download"),
    path("<uuid:old_id>/vergelijken/<uuid:new_id>/", views.comparison, name="comparison"),
]
