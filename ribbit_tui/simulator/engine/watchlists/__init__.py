"""Watchlists of accounts."""
