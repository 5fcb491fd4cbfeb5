"""Informing the tenant, retention and erasure."""
