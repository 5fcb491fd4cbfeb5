"""Version 1 of the API: which covenants are in force, and what they decide."""
