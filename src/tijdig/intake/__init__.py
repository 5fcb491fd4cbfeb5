"""Deliveries: read the table, map its columns, check its rows, keep what may be kept as signals."""
