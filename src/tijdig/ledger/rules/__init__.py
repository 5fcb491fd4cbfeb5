"""Pure rules of the log: standard library only, so that whoever checks an export needs nothing of the application."""
