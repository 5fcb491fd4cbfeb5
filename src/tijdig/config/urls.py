"""Every address: one module per audience. Paths are Dutch and hold no personal data (I2)."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from tijdig.web.account.views import start

# Address → audience package; the names in it are `<audience>:<page>`.
AUDIENCES = (
    ("", "landlord"),
    ("", "municipality"),
    ("verwijzingen/", "partner"),
    ("", "coordinator"),
    ("convenanten/", "covenants"),
    ("", "privacy"),
    ("mensen/", "people"),
    ("overleg/", "meeting"),
    ("", "witness"),
)

# Version → package; an address of the API has no slash at its end (I1).
API = {"v1": "tijdig.api.v1.urls"}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("huisstijl/<slug:code>/<slug:mark>/", include("tijdig.web.house_style.urls")),
    path("taal/", login_not_required(set_language), name="set_language"),
    path("account/", include("tijdig.web.account.urls")),
    path("account/", include("tijdig.web.account.signing_in")),
    *(path(f"api/{version}/", include(module)) for version, module in API.items()),
    *(
        path(prefix, include(f"tijdig.web.{audience}.urls"))
        for prefix, audience in AUDIENCES
        if find_spec(f"tijdig.web.{audience}") and find_spec(f"tijdig.web.{audience}.urls")
    ),
]

handler400 = "tijdig.web.errors.bad_request"
handler403 = "tijdig.web.errors.forbidden"
handler404 = "tijdig.web.errors.not_found"
handler500 = "tijdig.web.errors.server_error"
