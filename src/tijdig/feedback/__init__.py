"""What a signal partner hears back: the covenant's projection of a result, and receipts. Nothing else leaves."""
