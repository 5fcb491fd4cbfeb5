"""What a page shows, under test, for a variable that its template asks for and does not get."""

from __future__ import annotations

UNKNOWN = "«unknown variable»"
