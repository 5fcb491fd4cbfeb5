"""How well and how fast signals are linked, on an invented register whose truth is known."""
