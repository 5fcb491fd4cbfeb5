"""What is done at the privacy officer's desk; each of it is on record."""
