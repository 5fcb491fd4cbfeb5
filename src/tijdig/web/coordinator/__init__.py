"""Pages of the coordinator: the month, the doubtful matches, the imports."""
