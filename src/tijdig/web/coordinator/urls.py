"""Addresses of the coordinator's pages."""

from __future__ import annotations

from django.urls import path

import tijdig.web.converters  # noqa: F401 registers <month:…>
from tijdig.web.coordinator import doubts, gaps, held, imports, month, processing

app_name = "coordinator"
urlpatterns = [
    path("maand/", month.month, name="month"),
    path("maand/<month:month>/", month.month, name="past_month"),
    path("maand/<month:month>/aanleveringen/", gaps.gaps, name="gaps"),
    path("maand/<month:month>/aanleveringen.csv", gaps.gaps_file, name="gaps_file"),
    path("maand/<month:month>/<slug:name>.svg", month.plot, name="plot"),
    path("maand/verwerken/", processing.process, name="process"),
    path("maand/voortgang/", processing.progress, name="progress"),
    path("maand/aanleveringen/", held.held, name="held"),
    path("maand/aanleveringen/<uuid:delivery_id>/aannemen/", held.waive, name="waive"),
    path("twijfels/", doubts.doubts, name="doubts"),
    path("twijfels/cijfers/", doubts.doubt_figures, name="doubt_figures"),
    path("twijfels/<uuid:link_id>/", doubts.doubt, name="doubt"),
    path("twijfels/<uuid:link_id>/ongedaan/", doubts.undo, name="undo"),
    path("twijfels/adres/<uuid:notification_id>/", doubts.address, name="address"),
    path("inlezen/", imports.imports, name="imports"),
]
