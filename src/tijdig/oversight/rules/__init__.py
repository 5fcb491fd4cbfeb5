"""What is unusual, what is due, how a sample is drawn: pure rules."""
