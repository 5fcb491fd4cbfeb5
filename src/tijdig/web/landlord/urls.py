"""Addresses of the landlord's pages."""

from __future__ import annotations

from django.urls import path

import tijdig.web.converters  # noqa: F401 registers <month:…>
from tijdig.web.landlord import deliveries, feedback, mapping, news

app_name = "landlord"
urlpatterns = [
    path("aanleveringen/", deliveries.deliveries, name="deliveries"),
    path("aanleveringen/sjabloon.<slug:kind>", deliveries.template, name="template"),
    path("aanleveringen/indelingen/", mapping.layouts, name="layouts"),
    path("aanleveringen/indelingen/<uuid:mapping_id>/vergeten/", mapping.forget, name="forget_layout"),
    path("aanleveringen/<uuid:delivery_id>/", deliveries.delivery, name="delivery"),
    path("aanleveringen/<uuid:delivery_id>/kolommen/", mapping.columns, name="columns"),
    path("aanleveringen/<uuid:delivery_id>/werkblad/", mapping.sheets, name="sheets"),
    path("aanleveringen/<uuid:delivery_id>/weggooien/", mapping.withdraw, name="withdraw"),
    path("aanleveringen/<uuid:delivery_id>/fouten/", deliveries.returned_file, name="returned_file"),
    path("aanleveringen/<uuid:delivery_id>/signalen/", deliveries.signals, name="signals"),
    path("aanleveringen/<uuid:delivery_id>/bewijs/", feedback.delivery_receipt, name="delivery_receipt"),
    path("aanleveringen/<uuid:delivery_id>/bewijzen-<int:page>.zip", feedback.receipts, name="receipts"),
    path("aanleveringen/signaal/<uuid:signal_id>/bewijs/", feedback.signal_receipt, name="signal_receipt"),
    path("aanleveringen/<uuid:delivery_id>/bewijs.json", feedback.delivery_proof, name="delivery_proof"),
    path("aanleveringen/signaal/<uuid:signal_id>/bewijs.json", feedback.signal_proof, name="signal_proof"),
    path("aanleveringen/signaal/<uuid:signal_id>/nieuws/", news.news, name="news"),
    path("terugmeldingen/", feedback.feedback, name="feedback"),
    path("terugmeldingen/<month:month>.<slug:kind>", feedback.feedback_file, name="feedback_file"),
]
