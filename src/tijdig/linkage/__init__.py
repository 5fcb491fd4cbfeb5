"""Who is meant: match address and person, find patterns, leave doubts to people."""
