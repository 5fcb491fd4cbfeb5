"""The towns of casework's tests."""

from tests.casework.conftest import clock, sittard, weert

__all__ = ["clock", "sittard", "weert"]
