"""What happened: every write and every release leaves a record here, in the same transaction."""
