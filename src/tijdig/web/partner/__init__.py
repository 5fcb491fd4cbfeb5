"""The helping partner's pages: the referrals handed to it, and no other case."""
