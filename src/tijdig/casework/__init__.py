"""Cases: who is helped first and why, what was tried, offered, agreed, and how it ended."""
