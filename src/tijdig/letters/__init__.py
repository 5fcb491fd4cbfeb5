"""Typeset documents: receipts, letters to the tenant, referrals. Typed values in, PDF bytes out, nothing else."""
