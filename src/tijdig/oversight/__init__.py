"""The privacy officer's desk: who saw what and why, the review of the logs, duties that wait, breaches."""
