"""What a partner hears back, and nothing more."""
