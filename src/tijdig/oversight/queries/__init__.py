"""What the privacy officer's desk reads."""
