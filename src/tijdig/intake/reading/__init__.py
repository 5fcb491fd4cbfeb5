"""From bytes to a table: nothing of an uploaded file is parsed in our own process (S2, S3). No Django in here."""
