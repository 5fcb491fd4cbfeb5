"""People of an organisation, for its admin."""
