"""Addresses under ``/convenanten/``."""

from __future__ import annotations

from django.urls import path

from tijdig.web.covenants import certificates, documents, drafting, form_editing, rehearsing, views

app_name = "covenants"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("concepten/", drafting.drafts, name="drafts"),
    path("concepten/<uuid:draft_id>/", drafting.draft, name="draft"),
    path("concepten/<uuid:draft_id>/formulier/<slug:part>/", form_editing.part_page, name="draft_part"),
    path("concepten/<uuid:draft_id>/formulier/<slug:part>/erbij/", form_editing.add, name="add_to_draft"),
    path("concepten/<uuid:draft_id>/proefdraaien/", rehearsing.rehearsal, name="rehearsal"),
    path("concepten/<uuid:draft_id>/versturen/", drafting.send, name="send_draft"),
    path("concepten/<uuid:draft_id>/weggooien/", drafting.discard, name="discard_draft"),
    path("<uuid:version_id>/concept/", drafting.start, name="start_draft"),
    path("<uuid:version_id>/", views.covenant, name="covenant"),
    path("<uuid:version_id>/tekenen/", views.sign, name="sign"),
    path("<uuid:version_id>/verklaring/<slug:verdict>.json", certificates.statement, name="statement"),
    path("<uuid:version_id>/inleveren/", certificates.hand_in, name="hand_in"),
    path("<uuid:version_id>/activeren/", views.activate, name="activate"),
    path("<uuid:version_id>/documenten/<slug:paper>/", documents.document, name="document"),
    path("<uuid:version_id>/documenten/<slug:paper>.<slug:form>", documents.download, name="download"),
    path("<uuid:old_id>/vergelijken/<uuid:new_id>/", views.comparison, name="comparison"),
]
