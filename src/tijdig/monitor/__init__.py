"""Figures: the month at a glance and the indicators of the evaluation."""
