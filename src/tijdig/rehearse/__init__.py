"""Try a covenant on real deliveries without storing anything: the same rules, a report instead of a database."""
