"""Dutch first: English only for who chose it, never because a browser happens to be English."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "accepts", "spoken"),
    [
        (None, "en-GB,en", "nl"),
        (None, "", "nl"),
        ("en", "nl", "en"),
        ("nl", "en", "nl"),
        ("fr", "fr", "nl"),
    ],
)
def test_the_language_is_dutch_unless_the_visitor_chose_english(
    client: Client, cookie: str | None, accepts: str, spoken: str
) -> None:
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get("/account/inloggen/", headers={"accept-language": accepts})
    assert response.headers["Content-Language"] == spoken
    assert f'<html lang="{spoken}"' in response.content.decode()
