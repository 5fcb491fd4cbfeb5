"""What each connection to PostgreSQL asks of it, unless the operator's address says otherwise."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asked of PostgreSQL only"),
]


@pytest.mark.parametrize(("setting", "value"), [("jit", "off"), ("random_page_cost", "1.1")])
def test_questions_of_pages_are_not_compiled_and_the_disk_counts_as_fast(setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [setting])
        assert cursor.fetchone() == (value,)
    assert f"{setting}={value}" in settings.DATABASES["default"]["OPTIONS"]["options"]
