"""The rules of intake: from a table of cells to rows that may be kept, and sentences for those that may not."""
