"""The case director's pages: whom to help first, and one page per case with everything that can be done there."""
