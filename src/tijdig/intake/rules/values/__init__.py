"""One file per kind of value: what a cell may look like, what it means, and what is said when it means nothing."""
