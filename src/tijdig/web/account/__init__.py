"""Signing in, choosing a role, one's own profile."""
