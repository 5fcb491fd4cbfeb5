"""Contact, as pure functions: no Django, no clock."""
