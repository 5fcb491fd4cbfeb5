"""Files that go back to a landlord: its own file with the errors marked, and the template."""
