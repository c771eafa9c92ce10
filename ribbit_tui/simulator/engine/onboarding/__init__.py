"""Applying for an account, the review of it, changing it, closing it."""
