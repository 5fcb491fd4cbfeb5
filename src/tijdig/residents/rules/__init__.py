"""What the register says: reading an extract and the facts that triage asks; no database, no clock."""
