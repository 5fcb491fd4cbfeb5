"""Ask other registers over their APIs: where they are, how we sign in, and one question at a time."""
