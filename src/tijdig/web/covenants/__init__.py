"""The covenant's pages, for all parties: read what was agreed, sign it, see who did."""
