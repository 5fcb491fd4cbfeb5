"""Does it work? The month at a glance, and figures for the evaluation with small numbers left out."""
