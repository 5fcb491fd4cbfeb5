"""Keys, sealed rows, blind indexes: a copy of the database tells nothing, and what is erased stays erased."""
