"""Pure rules of figures: no Django, no I/O, no clock. Counts come in, indicators go out."""
