"""The monthly case meeting."""
