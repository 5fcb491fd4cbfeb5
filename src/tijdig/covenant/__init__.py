"""The covenant: read, checked, hashed, signed, and then obeyed by every other room."""
