"""How a signal is matched to an address and a person: pure rules, no database, no clock."""
