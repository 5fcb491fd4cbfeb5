"""Pure rules of casework: legal terms, triage, transitions, results, contact. No Django, no I/O, no clock."""
