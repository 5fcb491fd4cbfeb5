"""Addresses of the privacy officer's desk."""

from __future__ import annotations

from django.urls import path

from tijdig.web.privacy import breaches, desk, evaluations, proof, requests, reviews, views

app_name = "privacy"
urlpatterns = [
    path("bureau-privacy/", desk.desk, name="desk"),
    path("logboek/", views.log, name="log"),
    path("logboek/spoor/<uuid:trace_id>/", views.trace, name="trace"),
    path("logcontrole/", reviews.reviews, name="reviews"),
    path("logcontrole/instellen/", reviews.policy, name="policy"),
    path("logcontrole/eigen-gegevens/", reviews.own_marks, name="own_marks"),
    path("logcontrole/<uuid:review_id>/", reviews.review, name="review"),
    path("logcontrole/<uuid:review_id>/ondertekenen/", reviews.sign, name="sign_review"),
    path("logcontrole/punten/<uuid:item_id>/", reviews.judge, name="judge"),
    path("datalekken/", breaches.breaches, name="breaches"),
    path("datalekken/kiezen/", breaches.select, name="select"),
    path("datalekken/kiezen/<uuid:item_id>/", breaches.select_item, name="select_item"),
    path("datalekken/nieuw/", breaches.new_breach, name="new_breach"),
    path("datalekken/<uuid:breach_id>/", breaches.breach, name="breach"),
    path("datalekken/<uuid:breach_id>/stap/", breaches.act, name="breach_act"),
    path("datalekken/<uuid:breach_id>/document/", breaches.paper, name="breach_paper"),
    path("bewijs/", proof.proof, name="proof"),
    path("verzoeken/", requests.requests, name="requests"),
    path("verzoeken/zaak/<uuid:case_id>/vrijgeven/", requests.release, name="release_contact"),
    path("verzoeken/<uuid:request_id>/<slug:step>/", requests.act, name="request_act"),
    path("evaluaties/", evaluations.evaluations, name="evaluations"),
]
