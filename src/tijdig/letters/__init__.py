"""Typeset documents: receipts, letters, packs."""
