"""How values are sealed, bound to their place, and found again; pure."""
