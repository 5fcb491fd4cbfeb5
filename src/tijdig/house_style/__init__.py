"""A municipality's colours and logo, from one file: read, checked for contrast, and turned into a style sheet."""
