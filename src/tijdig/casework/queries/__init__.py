"""The reads of casework."""
