"""Pages of a landlord's clerk: deliver the month, see each refused row, read back what may be known."""
