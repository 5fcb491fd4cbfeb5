"""A municipality's style sheet and logo, for everyone and without signing in."""
