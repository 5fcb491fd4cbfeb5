"""Pure rules of feedback: no Django, no I/O, no clock."""
