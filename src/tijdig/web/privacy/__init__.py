"""The read log, for the privacy officer."""
