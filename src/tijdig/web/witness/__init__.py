"""For whoever checks the log from outside: partners' machines, and who holds a receipt."""
