"""Pure rules of the case meeting: when it is, what is proposed for it, on what basis an item may be tabled."""
