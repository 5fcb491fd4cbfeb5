"""REST for the systems of landlords, helpers and municipalities; each version a package of its own (I1)."""
