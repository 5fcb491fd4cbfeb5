"""What the tests of the covenant pages begin with: the text of Weert's covenant, and what a page never shows."""

from __future__ import annotations

from tijdig.covenant.profiles import profile_text

TEXT = profile_text("weert")
