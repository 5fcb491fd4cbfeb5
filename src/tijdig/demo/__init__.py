"""A fictitious month in Weert, run through the real pipeline. Every person, address and amount is invented."""
